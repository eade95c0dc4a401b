"""House rule 7: small."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent))
from tree import files, files_in, functions, length, text

CODE = (".py", ".pyi", ".rs", ".toml", ".cedar", ".cedarschema")
_RUST_FUNCTION = re.compile(
    r"^( *)(?:pub(?:\([a-z]+\))? )?(?:const )?(?:unsafe )?fn (\w+)[^\n]*\{\n(.*?)^\1\}", re.MULTILINE | re.DOTALL
)


def test_no_file_is_longer_than_500_lines() -> None:
    """A file of code that passes 500 lines wants to be two."""
    long = {path: text(path).count("\n") for path in files() if path.endswith(CODE) and text(path).count("\n") > 500}
    assert not long


def test_python_functions_are_short() -> None:
    """The median function of the package is under ten lines; none, tests included, is over 60."""
    own = [length(node) for path in files_in("src/", ends=".py") for node in functions(path)]
    assert median(own) < 10
    long = {
        f"{path}:{node.name}": length(node)
        for path in files_in("src/", "tests/", "tools/", "bench/", "accuracy/", ends=".py")
        for node in functions(path)
        if length(node) > 60
    }
    assert not long


def test_rust_functions_are_short() -> None:
    """None is over 60 lines, as rustfmt lays them out."""
    long = {
        f"{path}:{name}": body.count("\n") + 2
        for path in files_in("rust/", ends=".rs")
        for _, name, body in _RUST_FUNCTION.findall(text(path))
        if body.count("\n") + 2 > 60
    }
    assert not long


def test_the_rust_counter_counts() -> None:
    """The pattern that finds Rust functions finds most of them."""
    paths = files_in("rust/core/src/", ends=".rs")
    found = sum(len(_RUST_FUNCTION.findall(text(path))) for path in paths)
    assert found > 0.8 * sum(
        len(re.findall(r"^\s*(?:pub |const |unsafe |pub\(\w+\) )*fn \w", text(path), re.MULTILINE)) for path in paths
    )

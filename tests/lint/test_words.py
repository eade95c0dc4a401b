"""House rules 2, 5, 8 and 11, as far as words in files can break them."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from tree import files, files_in, text, tree

_BINARY = (".png", ".tar", ".gz", ".whl")
_CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("os", "urandom"),
    ("uuid", "uuid1"),
    ("uuid", "uuid4"),
}
_EDGES = ("src/milkglass/service/bootstrap.py", "src/milkglass/cli/", "src/milkglass/__main__.py")
# Joined here so that this file does not hold what it looks for.
_MARKERS = re.compile(r"\b(?:" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"]) + r")\b")
_HOSTS = re.compile(
    "|".join(
        [
            "pypi" + r"\.org",
            "python" + "hosted",
            "npm" + r"js\.",
            "crates" + r"\.io",
            "proxy" + r"\.golang",
            "maven" + r"\.org",
            "deb" + r"\.debian",
        ]
    )
)
_PATHS = re.compile(
    r"(?<![\w.])/(?:" + "|".join(["work", "root", "home/" + r"\w+", "opt/" + "wheels", "Users"]) + r")/"
)
# What finds the names in home folders is explained and tested by such paths, of nobody.
_EXAMPLES = (
    "docs/reference/kinds/home_path.md",
    "rust/core/src/detect/kinds/personal/home_path.rs",
    "vectors/detect/home_path.json",
)


def _lines(pattern: re.Pattern[str], paths: list[str]) -> list[str]:
    return [
        f"{path}:{number}"
        for path in paths
        for number, line in enumerate(text(path).splitlines(), 1)
        if pattern.search(line)
    ]


def _tracked(*, without: tuple[str, ...] = ()) -> list[str]:
    return [path for path in files() if not path.endswith(_BINARY) and path not in without]


def test_nothing_is_left_to_do() -> None:
    """Work that is left stands in the issues, not in markers."""
    assert _lines(_MARKERS, _tracked(without=("Cargo.lock",))) == []


def test_nothing_is_a_stub() -> None:
    """No function of the package is there to be written later."""
    assert (
        _lines(
            re.compile("NotImplemented" + "Error|todo" + "!|unimplemented" + "!"),
            files_in("src/", "rust/", ends=(".py", ".rs")),
        )
        == []
    )


def test_no_registry_host_and_no_machine_path() -> None:
    """The repository works anywhere: it names no host to fetch from and no folder of one machine."""
    paths = _tracked(without=("Cargo.lock", "rust/fuzz/Cargo.lock"))  # cargo itself writes the name of its index there
    assert _lines(_HOSTS, paths) == []
    assert _lines(_PATHS, [path for path in paths if path not in _EXAMPLES]) == []


def test_ignores_say_what_and_why() -> None:
    """An ignore names its rule; an ignored type error says why as well."""
    python = files_in("src/", "tests/", "tools/", "bench/", "accuracy/", ends=".py")
    assert _lines(re.compile(r"#\s*noqa(?!: ?[A-Z])"), python) == []
    assert _lines(re.compile(r"#\s*type: ignore(?!\[[a-z, -]+\]\s+#)"), python) == []


def _is_clock(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module == "secrets" or any((node.module or "", name.name) in _CLOCKS for name in node.names)
    if isinstance(node, ast.Import):
        return any(name.name in ("secrets", "random") for name in node.names)
    if not isinstance(node, ast.Attribute):
        return False
    owner = getattr(node.value, "id", None) or getattr(node.value, "attr", None)
    return (owner, node.attr) in _CLOCKS


def _defaults(module: ast.Module) -> set[int]:
    """Nodes in default values of arguments: a host that hands nothing in gets the real clock there, and only there."""
    arguments = [node.args for node in ast.walk(module) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    values = [value for args in arguments for value in (*args.defaults, *args.kw_defaults) if value is not None]
    return {id(node) for value in values for node in ast.walk(value)}


def test_time_and_random_bytes_are_arguments() -> None:
    """Real clocks and random sources are named at the edge only, or as the defaults of the masker, which lives in other hosts."""
    named = [
        f"{path}:{node.lineno}"
        for path in files_in("src/", ends=".py")
        if not path.startswith(_EDGES)
        for node in ast.walk(tree(path))
        if _is_clock(node)
        if not (path == "src/milkglass/masking/masker.py" and id(node) in _defaults(tree(path)))
        if isinstance(node, (ast.Attribute, ast.Import, ast.ImportFrom))
    ]
    assert named == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("datetime.now(UTC)", True),
        ("datetime.datetime.now()", True),
        ("from time import time", True),
        ("import secrets", True),
        ("from os import urandom as u", True),
        ("clock.now()", False),
        ("time.sleep(1)", False),
    ],
)
def test_the_clock_finder_finds(code: str, found: bool) -> None:  # noqa: FBT001
    """The rule above sees each way to reach a clock, and nothing else."""
    assert any(map(_is_clock, ast.walk(ast.parse(code)))) is found


def test_the_core_is_pure() -> None:
    """The Rust core has no files, no network, no clock, no randomness, and ``unsafe`` in the scanner only."""
    core = files_in("rust/core/src/", ends=".rs")
    impure = re.compile(r"std::(?:fs|net|env|process|time|io)\b|SystemTime|Instant::now|getrandom|\brand::|OsRng")
    assert [path for path in core if impure.search(text(path).partition("#[cfg(test)]")[0])] == []
    unsafe = re.compile(r"^[^/]*\bunsafe\b(?!_op|_code)")
    assert _lines(unsafe, [path for path in core if path != "rust/core/src/detect/scan.rs"]) == []

"""House rule 9: every test says which behaviour it keeps, and can fail."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from tree import ROOT, Function, files_in, functions

_JUDGES = ("check", "expect", "assert", "raises", "refuse", "fail", "must", "verify", "same", "warns")


def _tests() -> list[tuple[str, Function]]:
    return [
        (path, node)
        for path in files_in("tests/", ends=".py")
        if Path(path).name.startswith("test_")
        for node in functions(path)
        if node.name.startswith("test_")
    ]


def _judges(node: ast.AST) -> bool:
    if isinstance(node, ast.Assert):
        return True
    name = getattr(getattr(node, "func", None), "attr", "") or getattr(getattr(node, "func", None), "id", "")
    return isinstance(node, ast.Call) and any(word in name.lower() for word in _JUDGES)


def test_every_test_has_a_docstring() -> None:
    """A test without a sentence about the behaviour is refused."""
    assert [f"{path}:{node.name}" for path, node in _tests() if not ast.get_docstring(node)] == []


def test_every_test_can_fail() -> None:
    """A test asserts something, expects an error, or calls a helper that does."""
    assert [f"{path}:{node.name}" for path, node in _tests() if not any(map(_judges, ast.walk(node)))] == []


def test_no_two_tests_of_a_file_share_a_name() -> None:
    """The second of two tests with one name would be the only one that runs."""
    names = [(path, node.name) for path, node in _tests()]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_test_files_are_found() -> None:
    """A file with tests is named so that pytest collects it."""
    strays = [
        path
        for path in files_in("tests/", ends=".py")
        if not Path(path).name.startswith("test_") and any(node.name.startswith("test_") for node in functions(path))
    ]
    assert strays == []
    assert (ROOT / "tests" / "lint").is_dir()

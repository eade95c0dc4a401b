"""Pages that claim something by naming a test name one that exists."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def test_tests_that_pages_name_exist() -> None:
    """Whatever the documentation names as file and test is a test in that file."""
    named = {
        (file, test)
        for page in (ROOT / "docs").rglob("*.md")
        for file, test in _NAMED.findall(page.read_text(encoding="utf-8"))
    }
    assert len(named) > 20
    missing = {
        f"{file}::{test}"
        for file, test in named
        if not (ROOT / file).is_file() or f"def {test}(" not in (ROOT / file).read_text(encoding="utf-8")
    }
    assert missing == set()

"""A log in a real database for the tests of the evidence."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "support"))

from mgaudit import Recorder

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[Recorder]:
    """An empty log."""
    made = Recorder(tmp_path)
    yield made
    made.close()

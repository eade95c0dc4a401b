"""A world for the tests of the use cases."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "support"))

from mgworld import World

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A populated world; whatever a test did with it, its log verifies."""
    made = World(tmp_path).populate()
    yield made
    assert made.verdict(tmp_path / "exported").ok
    made.services.db.close()

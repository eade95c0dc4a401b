"""Helpers of the database tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from milkglass.db.engine import Database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database with all its tables."""
    made = Database(tmp_path / "milkglass.db")
    made.migrate()
    yield made
    made.close()

"""Key folders for the tests of keys."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "support"))

from mgkeys import make_keys

if TYPE_CHECKING:
    from milkglass.keys.providers.file import FileProvider


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the keys of the fixture ``keys`` lie."""
    return tmp_path / "keys"


@pytest.fixture
def keys(folder: Path) -> FileProvider:
    """A new key folder under a passphrase, with pairs of November and December 2026."""
    return make_keys(folder)

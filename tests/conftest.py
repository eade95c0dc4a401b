"""Fixtures that every folder of tests shares."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

_ROOT = Path(__file__).parents[1]
_SHARED_DATA = _ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real log lines and published vectors; tests that take it are marked ``shared_data``.

    Without the folder a test skips, except in CI, where that would hide a missing check.
    """
    if not _SHARED_DATA.is_dir():
        reason = "../shared/data is not here: no real log lines, no published vectors"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return _SHARED_DATA


@pytest.fixture(scope="session")
def seal_reference() -> ModuleType:
    """The second implementation of sealed values, which also makes their vectors."""
    spec = importlib.util.spec_from_file_location("make_seal_vectors", _ROOT / "tools" / "make_seal_vectors.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

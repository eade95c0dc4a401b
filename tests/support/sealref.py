"""The second implementation of sealed values (`tools/make_seal_vectors.py`), loaded as a module for tests."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType


def load() -> ModuleType:
    """The reference, loaded once."""
    name = "milkglass_seal_reference"
    if name not in sys.modules:
        path = Path(__file__).parents[2] / "tools" / "make_seal_vectors.py"
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]

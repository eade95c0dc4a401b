"""What `import milkglass` costs and needs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import milkglass

SOURCE = Path(milkglass.__file__).parents[1]


def _modules_after(statement: str) -> set[str]:
    """Names of the modules that a new interpreter without installed packages holds after a statement."""
    script = f"import sys, json; sys.path.insert(0, {str(SOURCE)!r}); {statement}; print(json.dumps(list(sys.modules)))"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_masking_needs_the_standard_library_only() -> None:
    """With no package installed `milkglass.Masker` is there, and nothing foreign and no other room was loaded."""
    modules = _modules_after("import milkglass; milkglass.Masker")
    foreign = {name.partition(".")[0] for name in modules} - set(sys.stdlib_module_names) - {"__main__", "milkglass"}
    assert foreign == set()
    rooms = {name.split(".")[1] for name in modules if name.startswith("milkglass.")}
    assert rooms <= {"masking", "errors", "config", "_core"}


def test_the_import_itself_loads_nothing() -> None:
    """The core is loaded when something is used, not when the package is imported."""
    assert not {name for name in _modules_after("import milkglass") if name.startswith("milkglass.")}


def test_public_names() -> None:
    """The package exports its masker and version, lists them, and refuses any other name."""
    assert set(milkglass.__all__) <= set(dir(milkglass))
    assert milkglass.__version__.count(".") == 2
    with pytest.raises(AttributeError, match="unmask"):
        milkglass.unmask  # noqa: B018 - reading it is the test

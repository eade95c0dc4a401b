"""milkglass masks personal data in logs before they are written, and opens it just in time, on the record.

``import milkglass`` needs the standard library only; :class:`Masker` and its core load on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from milkglass.masking.masker import Masker as Masker

__all__ = ["Masker", "__version__"]

_LAZY = {"Masker": "milkglass.masking.masker"}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        value: Any = import_module("importlib.metadata").version("milkglass")
    elif name in _LAZY:
        value = getattr(import_module(_LAZY[name]), name)
    else:
        raise AttributeError(f"module 'milkglass' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

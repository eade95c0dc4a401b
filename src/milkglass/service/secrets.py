"""Files of secrets in the data folder, which the server alone may read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from milkglass.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

_OTHERS: Final = 0o077
_HINT: Final = "docs/howto/connect-incidents.md"


def read_secrets(folder: Path, name: str) -> tuple[str, ...]:
    """The secrets of a file, one on each line.

    Raises:
        UsageError: if it is missing, empty or readable by others.
    """
    path = folder / name
    try:
        if path.stat().st_mode & _OTHERS:
            raise UsageError(f"others may read the file of secrets {name}", hint=f"chmod 600 {name}")
        found = tuple(line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"the file of secrets {name} cannot be read", hint=_HINT) from None
    if not found:
        raise UsageError(f"the file of secrets {name} is empty", hint=_HINT)
    return found


def is_standard(secret: str) -> bool:
    """Whether it is a secret of Standard Webhooks."""
    return re.fullmatch(r"whsec_[A-Za-z0-9+/]{16,}={0,2}", secret) is not None

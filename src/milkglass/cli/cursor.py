"""How far a stream of entries went: a small file, replaced whole after each batch."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from milkglass.errors import FormatError, UsageError, VerifyError
from milkglass.masking.durable import replace
from milkglass.masking.strictjson import read_object


@dataclass(slots=True)
class Cursor:
    """The last entry that was handed over.

    Args:
        path: The file, or None for a stream that remembers nothing.
        origin: Name of the log.
        n: Index of that entry, -1 before the first.
    """

    path: Path | None
    origin: str
    n: int = -1

    @classmethod
    def load(cls, path: str | None, origin: str, size: int) -> Self:
        """The cursor of this log.

        Args:
            path: Its file.
            origin: Name of the log that is read now.
            size: How many entries that has.

        Raises:
            UsageError: if the cursor is of another log, or is no cursor.
            VerifyError: if the log is shorter than what was read before: entries are missing.
        """
        if path is None or not Path(path).exists():
            return cls(None if path is None else Path(path), origin)
        try:
            kept = read_object(Path(path).read_text(encoding="utf-8"), Path(path).name, ("v", "origin", "n"))
        except (FormatError, OSError, UnicodeDecodeError):
            raise UsageError("the cursor file is none", hint="name another file, or begin anew without it") from None
        if kept["v"] != 1 or type(kept["n"]) is not int or kept["origin"] != origin:
            raise UsageError("the cursor is of another log", hint="keep one cursor for each server and receiver")
        if kept["n"] >= size:
            raise VerifyError(
                "the log is shorter than what was read from it before",
                code="verify.truncated",
                hint="compare it with a kept checkpoint: milkglass audit verify",
            )
        return cls(Path(path), origin, kept["n"])

    def move(self, n: int) -> None:
        """Remember that everything up to this entry was handed over."""
        self.n = n
        if self.path is not None:
            text = json.dumps({"v": 1, "origin": self.origin, "n": n}) + "\n"
            replace(self.path, text.encode(), mode=0o600)

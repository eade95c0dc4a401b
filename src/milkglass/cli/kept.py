"""What a person keeps of the audit log outside the server: its verifier key and the newest checkpoint that was seen.

They are what makes ``audit verify`` independent of the server. IO.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from milkglass.errors import VerifyError

if TYPE_CHECKING:
    from milkglass.cli.env import Env

_KEY, _NOTE = "log.vkey", "checkpoint"


@dataclass(frozen=True, slots=True)
class Kept:
    """The folder with both.

    Args:
        folder: Made when something is kept.
    """

    folder: Path

    @classmethod
    def at(cls, env: Env, named: str | None) -> Kept:
        """The folder that was named, or the one in the XDG state folder."""
        return cls(Path(named) if named else env.settings.session_file.parent / "kept")

    @property
    def vkey(self) -> str | None:
        """The verifier key, if one is kept."""
        return _text(self.folder / _KEY)

    @property
    def checkpoint(self) -> str | None:
        """The checkpoint, if one is kept."""
        return _text(self.folder / _NOTE)

    def put(self, note: str, vkey: str) -> None:
        """Keep a checkpoint. The key of the first one is the only one that is believed from then on.

        Raises:
            VerifyError: if the key is another, the note is not signed with it, or the log became shorter.
        """
        from milkglass.audit.checkpoint import verify

        if self.vkey not in {None, vkey.strip()}:
            raise VerifyError(
                "the server signs with another key than the one that is kept",
                code="verify.signature",
                hint=f"if that is right, delete {self.folder / _KEY}",
            )
        size = verify(note, vkey.strip()).size
        before = self.checkpoint
        if before is not None and verify(before, vkey.strip()).size > size:
            raise VerifyError("the log is shorter than the checkpoint that is kept", code="verify.truncated")
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(self.folder / _KEY, vkey.strip() + "\n")
        _write(self.folder / _NOTE, note)


def _text(path: Path) -> str | None:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    return text.strip() if path.name == _KEY else text


def _write(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_text(text, encoding="utf-8")
    part.replace(path)

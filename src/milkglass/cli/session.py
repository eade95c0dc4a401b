"""The session between two calls: a file that its owner alone reads, bound to the server that gave it."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from milkglass.errors import SignInError

if TYPE_CHECKING:
    from pathlib import Path

_OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in, where.

    Args:
        server: Address of the server; the token goes nowhere else.
        name: Account name.
        token: What proves it.
    """

    server: str
    name: str
    token: str = field(repr=False)


def load(path: Path) -> Session | None:
    """The session that is kept, if there is one.

    Raises:
        SignInError: if others may read the file, or it is damaged.
    """
    try:
        with path.open(encoding="utf-8") as file:
            if os.fstat(file.fileno()).st_mode & _OTHERS:
                raise SignInError("others may read the session file", hint=f"sign in again; it was {path}")
            kept = json.load(file)
        return Session(str(kept["server"]), str(kept["name"]), str(kept["session"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        raise SignInError("the session file is damaged", hint="sign in again with `milkglass login`") from None


def save(path: Path, session: Session) -> None:
    """Keep a session, in place of another one at once or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(prefix=".session-", dir=path.parent)  # 0600 from the beginning
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"server": session.server, "name": session.name, "session": session.token}, file)
        os.replace(part, path)  # noqa: PTH105 - both are plain names here
    except BaseException:
        os.unlink(part)  # noqa: PTH108 - as above
        raise


def forget(path: Path) -> None:
    """Keep no session."""
    path.unlink(missing_ok=True)

"""Sessions: a random token that only its holder has, of which the server keeps the SHA-256.

A session ends after an hour without use and after twelve hours whatever happens. Both ends are computed from the clock.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from milkglass.errors import SignInError

if TYPE_CHECKING:
    from collections.abc import Callable

PREFIX = "mgs_"
IDLE = timedelta(hours=1)
ABSOLUTE = timedelta(hours=12)
_CLOCK_STEP = timedelta(minutes=5)
"""How far the clock may have been set back before a session that begins in the future is refused."""
_TOKEN_BYTES = 32
_TOKEN = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}", re.ASCII)


class SessionEnd(StrEnum):
    """Why a session is over."""

    IDLE = "idle"
    EXPIRED = "expired"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Session:
    """An open session as stored.

    Args:
        id_hash: SHA-256 of the token, 32 bytes.
        account: Whose it is.
        opened_at: When it was opened.
        seen_at: When it was last used.
    """

    id_hash: bytes
    account: str
    opened_at: datetime
    seen_at: datetime

    @property
    def audit_id(self) -> str:
        """What stands in audit entries: the first 16 hex characters of the hash."""
        return self.id_hash.hex()[:16]

    def why_over(self, now: datetime) -> SessionEnd | None:
        """Why this session is over, or None while it is not."""
        if now < self.opened_at - _CLOCK_STEP:
            return SessionEnd.CLOCK
        if now >= self.opened_at + ABSOLUTE:
            return SessionEnd.EXPIRED
        return SessionEnd.IDLE if now >= self.seen_at + IDLE else None

    def touched(self, now: datetime) -> Session:
        """The session as used now; a clock that went back does not move it back.

        Raises:
            SignInError: if it is over. The message does not say why.
        """
        if self.why_over(now) is not None:
            raise SignInError("the session is over", hint="sign in again with `milkglass login`")
        return replace(self, seen_at=max(self.seen_at, now))


def new_token(random: Callable[[int], bytes]) -> str:
    """A session token: ``mgs_`` and 32 random bytes in base64url. Shown once, to its holder."""
    return PREFIX + base64.urlsafe_b64encode(random(_TOKEN_BYTES)).rstrip(b"=").decode("ascii")


def hash_token(token: str) -> bytes:
    """The SHA-256 under which a session is stored. A token is random, so a fast hash is enough.

    Raises:
        SignInError: if the text cannot be a token.
    """
    if not _TOKEN.fullmatch(token):
        raise SignInError("the session is not known", hint="sign in again with `milkglass login`")
    return hashlib.sha256(token.encode("ascii")).digest()


def open_session(token: str, account: str, now: datetime) -> Session:
    """The row of a new session.

    Raises:
        SignInError: if the text cannot be a token.
    """
    return Session(hash_token(token), account, opened_at=now, seen_at=now)

"""API credentials: long-lived secrets of services and people, scoped and expiring. Only their SHA-256 is kept.

``mgk_``, 43 characters of base64url (32 random bytes) and 6 hex digits of CRC-32: the prefix and the checksum let scanners
recognise a leaked one without asking the server.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from milkglass.errors import SignInError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

PREFIX = "mgk_"
LONGEST = timedelta(days=365)
SCOPES = (
    "accounts:read",
    "audit:read",
    "grants:read",
    "incidents:read",
    "incidents:write",
    "keyring:write",
    "on-call:read",
    "on-call:write",
    "requests:read",
    "requests:write",
)
"""What a credential may be for. Nothing here approves, gives a second factor or opens a value: that needs a session."""
_RANDOM_BYTES = 32
_SHAPE = re.compile(rf"({PREFIX}[A-Za-z0-9_-]{{43}})([0-9a-f]{{6}})", re.ASCII)
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,62}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Credential:
    """A credential as stored.

    Args:
        id_hash: SHA-256 of the text, 32 bytes.
        account: Whose it is.
        label: What its owner calls it.
        scopes: What it is for.
        made_at: When it was made.
        ends_at: First moment at which it is worth nothing.
        seen_at: When it was last used; ``made_at`` before the first use.
    """

    id_hash: bytes
    account: str
    label: str
    scopes: frozenset[str]
    made_at: datetime
    ends_at: datetime
    seen_at: datetime

    @property
    def audit_id(self) -> str:
        """What stands in audit entries: the first 16 hex characters of the hash."""
        return self.id_hash.hex()[:16]

    def touched(self, now: datetime) -> Credential:
        """The credential as used now.

        Raises:
            SignInError: if it is over.
        """
        if not self.made_at - timedelta(minutes=5) <= now < self.ends_at:
            raise unknown()
        return replace(self, seen_at=max(self.seen_at, now))


def new_credential_text(random: Callable[[int], bytes]) -> str:
    """The text of a new credential. Shown once, to its owner."""
    body = PREFIX + base64.urlsafe_b64encode(random(_RANDOM_BYTES)).rstrip(b"=").decode("ascii")
    return body + _checksum(body)


def hash_credential(text: str) -> bytes:
    """The SHA-256 under which a credential is stored.

    Raises:
        SignInError: if the text cannot be a credential.
    """
    found = _SHAPE.fullmatch(text)
    if found is None or _checksum(found[1]) != found[2]:
        raise unknown()
    return hashlib.sha256(text.encode("ascii")).digest()


def check_terms(label: str, scopes: Collection[str], length: timedelta) -> frozenset[str]:
    """The scopes, if label, scopes and length are such as a credential may have.

    Raises:
        UsageError: if they are not.
    """
    if not _LABEL.fullmatch(label):
        raise UsageError("a label is 1 to 63 letters, digits, spaces, dots, underscores and hyphens")
    if not scopes or not set(scopes) <= set(SCOPES):
        raise UsageError("a credential needs scopes that exist", hint=f"scopes are {', '.join(SCOPES)}")
    if not timedelta(0) < length <= LONGEST:
        raise UsageError("a credential ends after 1 to 365 days")
    return frozenset(scopes)


def unknown() -> SignInError:
    """The one refusal, whatever is wrong with a credential."""
    return SignInError("the credential is not known", hint="make one with milkglass credential add")


def _checksum(body: str) -> str:
    return f"{zlib.crc32(body.encode('ascii')) & 0xFFFFFF:06x}"

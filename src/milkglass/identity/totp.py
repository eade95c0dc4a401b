"""Time-based one-time passwords: RFC 6238 with SHA-1, 6 digits, 30 seconds, which every authenticator app speaks.

A code is accepted for its own and the following time step, and only if its step is later than the last accepted one: a code
works once. Counting failures is ``lockout.py``'s. Vectors: ``vectors/identity/totp.json`` (RFC 6238 appendix B).
"""

from __future__ import annotations

import base64
import hmac
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from milkglass.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

STEP_SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20
_CODE = re.compile(r"[0-9]{6}", re.ASCII)


class RefusedWhy(StrEnum):
    """Why a code was not accepted."""

    MALFORMED = "malformed"
    WRONG = "wrong"
    REPLAYED = "replayed"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The code is right. Store ``step`` in the same transaction, or the code works twice."""

    step: int


@dataclass(frozen=True, slots=True)
class Refused:
    """The code is not accepted. A replayed one counts as a failure like any other."""

    why: RefusedWhy


def new_secret(random: Callable[[int], bytes]) -> bytes:
    """A new shared secret of 160 bits, as RFC 4226 section 4 recommends."""
    return random(SECRET_BYTES)


def secret_text(secret: bytes) -> str:
    """The secret as people type it into an app: base32 without padding."""
    return base64.b32encode(secret).rstrip(b"=").decode("ascii")


def step_at(now: datetime) -> int:
    """The time step of a moment.

    Raises:
        UsageError: if the time has no zone.
    """
    if now.utcoffset() is None:
        raise UsageError("the clock has no time zone")
    return int(now.timestamp() // STEP_SECONDS)


def totp(secret: bytes, step: int) -> str:
    """The code of a time step (RFC 4226 section 5.3)."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def check(secret: bytes, code: str, now: datetime, last_step: int | None) -> Accepted | Refused:
    """Whether a code is right now and was not used before.

    Args:
        secret: The shared secret.
        code: As typed: exactly six ASCII digits.
        now: Server clock.
        last_step: Time step of the last accepted code, or None.
    """
    if not _CODE.fullmatch(code):
        return Refused(RefusedWhy.MALFORMED)
    current = step_at(now)
    steps = [step for step in (current, current - 1) if step >= 0]
    matching = [step for step in steps if hmac.compare_digest(totp(secret, step), code)]
    if not matching:
        return Refused(RefusedWhy.WRONG)
    if last_step is not None and matching[0] <= last_step:
        return Refused(RefusedWhy.REPLAYED)
    return Accepted(matching[0])


def provisioning_uri(secret: bytes, name: str, issuer: str = "milkglass") -> str:
    """The ``otpauth:`` text of an enrolment QR code. It holds the secret: shown once, never logged."""
    label = f"{quote(issuer, safe='')}:{quote(name, safe='')}"
    fields = {
        "secret": secret_text(secret),
        "issuer": issuer,
        "algorithm": "SHA1",
        "digits": DIGITS,
        "period": STEP_SECONDS,
    }
    return f"otpauth://totp/{label}?{urlencode(fields, quote_via=quote)}"

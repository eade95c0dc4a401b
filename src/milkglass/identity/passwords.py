"""Passwords by argon2id (RFC 9106), with the same work for a name that does not exist.

A password is compared in Unicode form NFC, so that it works from every keyboard. Rules follow NIST SP 800-63B: length, not
composition; nothing made of the account's own name.
"""

from __future__ import annotations

import base64
import threading
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import argon2

from milkglass.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

SHORTEST_BYTES = 12
LONGEST_BYTES = 1024
_FEWEST_CHARACTERS = 5
_LEAST_BESIDES_NAME = 8
_SALT_BYTES = 16
_DUMMY = "this password opens nothing"
_DUMMY_SALT = b"milkglass/dummy!"
_AT_ONCE = threading.BoundedSemaphore(4)
"""Each guess takes 64 MiB: who sends many at once waits, and does not take all the memory there is."""


@dataclass(frozen=True, slots=True)
class Profile:
    """How much work one guess costs.

    Args:
        name: For people.
        time_cost: Passes over the memory.
        memory_kib: Memory in KiB.
        lanes: Parallel lanes.
    """

    name: str
    time_cost: int
    memory_kib: int
    lanes: int


DEFAULT = Profile("default", time_cost=3, memory_kib=65_536, lanes=4)
"""The second recommended choice of RFC 9106 section 4; above the least that OWASP asks for."""
CHEAP_FOR_TESTS = Profile("cheap-for-tests", time_cost=1, memory_kib=8, lanes=1)
"""For tests only: a guess costs nothing."""


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether the password is right, and whether to hash it again because the profile has changed."""

    ok: bool
    needs_rehash: bool = False


def hash_password(password: str, *, profile: Profile, random: Callable[[int], bytes]) -> str:
    """The encoded hash (PHC string format) to store.

    Args:
        password: As typed. Check it with ``check_strength`` first.
        profile: How much work a guess shall cost.
        random: Source of the salt.

    Raises:
        UsageError: if it is not between 12 and 1024 bytes in NFC and UTF-8.
    """
    typed = _checked_bytes(password)
    with _AT_ONCE:
        return _hasher(profile).hash(typed, salt=random(_SALT_BYTES))


def verify_password(encoded: str | None, password: str, *, profile: Profile) -> Verified:
    """Whether a password is right. Never raises for what was typed.

    Args:
        encoded: The stored hash, or None if there is no such account: the work is the same, the answer is no.
        password: As typed.
        profile: The profile of today; an older hash verifies and asks to be replaced.
    """
    hasher = _hasher(profile)
    typed = _bytes_or_none(password)
    if encoded is None or not encoded.startswith("$argon2id$") or typed is None:
        _matches(hasher, _dummy(profile), b"")
        return Verified(ok=False)
    if not _matches(hasher, encoded, typed):
        return Verified(ok=False)
    return Verified(ok=True, needs_rehash=hasher.check_needs_rehash(encoded))


def check_strength(password: str, name: str) -> None:
    """Refuse a password that is too short, too long, too even or made of the account's name.

    Raises:
        UsageError: saying which, never the password.
    """
    _checked_bytes(password)
    folded, folded_name = _folded(password), _folded(name).strip()
    if len(set(folded)) < _FEWEST_CHARACTERS:
        raise UsageError(
            "the password repeats too few characters", hint="three or four unrelated words make a good one"
        )
    if folded_name and len(folded.replace(folded_name, "")) < _LEAST_BESIDES_NAME:
        raise UsageError(
            "the password is made of the account name", hint="three or four unrelated words make a good one"
        )


def new_password(random: Callable[[int], bytes]) -> str:
    """A random first password of 100 bits, in four groups that can be read out: ``abcde-fghij-klmno-pqrst``."""
    text = base64.b32encode(random(15)).decode("ascii").lower()[:20]
    return "-".join(text[start : start + 5] for start in range(0, 20, 5))


def _matches(hasher: argon2.PasswordHasher, encoded: str, typed: bytes) -> bool:
    try:
        with _AT_ONCE:
            return hasher.verify(encoded, typed)
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return False


@cache
def _hasher(profile: Profile) -> argon2.PasswordHasher:
    return argon2.PasswordHasher(
        time_cost=profile.time_cost,
        memory_cost=profile.memory_kib,
        parallelism=profile.lanes,
        type=argon2.Type.ID,
    )


@cache
def _dummy(profile: Profile) -> str:
    return _hasher(profile).hash(_DUMMY, salt=_DUMMY_SALT)


def _bytes_or_none(password: str) -> bytes | None:
    """NFC and UTF-8, or None if it cannot be a password."""
    try:
        typed = unicodedata.normalize("NFC", password).encode()
    except UnicodeEncodeError:
        return None
    return typed if SHORTEST_BYTES <= len(typed) <= LONGEST_BYTES else None


def _checked_bytes(password: str) -> bytes:
    typed = _bytes_or_none(password)
    if typed is None:
        raise UsageError(
            f"a password has {SHORTEST_BYTES} to {LONGEST_BYTES} bytes of text",
            hint="three or four unrelated words make a good one",
        )
    return typed


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()

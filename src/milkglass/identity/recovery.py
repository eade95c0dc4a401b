"""Recovery codes: ten random texts of 130 bits, each good once, and only to enrol a new second factor (ASVS 6.5.1 to 6.5.3).

The server keeps SHA-256 hashes: a code is random, so a fast hash is enough, and nobody guesses one.
"""

from __future__ import annotations

import base64
import hashlib
import re
import struct
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

CODES = 10
WAIT = timedelta(hours=24)
"""Between a recovery code and a new factor, so that the owner of a stolen one can notice; an administrator can shorten it."""
_CHARACTERS = 26
_RANDOM_BYTES = 17
_HASH_BYTES = 32
_SHAPE = re.compile(rf"[a-z2-7]{{{_CHARACTERS}}}", re.ASCII)
_REV = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class RecoveryCodes:
    """The codes of an account that were not used yet.

    Args:
        hashes: SHA-256 of each.
        rev: How often the row was written; the log counts with it.
    """

    hashes: frozenset[bytes] = field(repr=False)
    rev: int

    def without(self, code: str) -> RecoveryCodes | None:
        """What is left after this code was used, or None if it is none of them."""
        used = _hash(code)
        return None if used not in self.hashes else replace(self, hashes=self.hashes - {used}, rev=self.rev + 1)

    def to_bytes(self) -> bytes:
        """What is sealed."""
        return _REV.pack(self.rev) + b"".join(sorted(self.hashes))

    @classmethod
    def from_bytes(cls, plain: bytes) -> RecoveryCodes:
        """Read what ``to_bytes`` wrote."""
        starts = range(_REV.size, len(plain), _HASH_BYTES)
        return cls(frozenset(plain[start : start + _HASH_BYTES] for start in starts), *_REV.unpack_from(plain))


def new_codes(random: Callable[[int], bytes]) -> tuple[str, ...]:
    """Ten codes as people write them down: base32 in groups of six and five, ``abcdef-ghijk-...``. Shown once."""
    return tuple(_grouped(base64.b32encode(random(_RANDOM_BYTES)).decode("ascii").lower()) for _ in range(CODES))


def kept(codes: Iterable[str], rev: int) -> RecoveryCodes:
    """What the server keeps of codes."""
    return RecoveryCodes(frozenset(map(_hash, codes)), rev)


def _grouped(text: str) -> str:
    cuts = (0, 6, 11, 16, 21, _CHARACTERS)
    return "-".join(text[begin:end] for begin, end in pairwise(cuts))


def _hash(code: str) -> bytes:
    """Of the characters alone: people leave out hyphens and type capitals. No hash for what cannot be a code."""
    plain = code.strip().replace("-", "").replace(" ", "").lower()
    return hashlib.sha256(plain.encode("ascii")).digest() if _SHAPE.fullmatch(plain) else b""

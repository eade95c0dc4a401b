"""How keys are wrapped at rest: the root under a passphrase or a key file, a private half under the root. Pure.

AES-256-GCM with a random nonce; what the file says about itself is associated data. Wrapping keys come from Argon2id (RFC 9106)
or from HKDF-SHA256 (RFC 5869).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from milkglass.errors import FormatError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12
WRAPPED_BYTES = NONCE_BYTES + KEY_BYTES + 16
SHORTEST_PASSPHRASE = 12
LONGEST_PASSPHRASE = 1024
_MOST_PASSES, _MOST_MEMORY_KIB, _MOST_LANES = 64, 1 << 21, 64


@dataclass(frozen=True, slots=True)
class Profile:
    """How much work one guess at a passphrase costs (Argon2id).

    Args:
        time_cost: Passes over the memory.
        memory_kib: Memory in KiB.
        lanes: Parallel lanes.

    Raises:
        FormatError: if the numbers are out of range; a file must not make us take all memory.
    """

    time_cost: int
    memory_kib: int
    lanes: int

    def __post_init__(self) -> None:
        numbers = (self.time_cost, self.memory_kib, self.lanes)
        most = (_MOST_PASSES, _MOST_MEMORY_KIB, _MOST_LANES)
        if any(type(n) is not int or not 1 <= n <= limit for n, limit in zip(numbers, most, strict=True)):
            raise FormatError("the parameters of argon2id are out of range")
        if self.memory_kib < 8 * self.lanes:
            raise FormatError("the parameters of argon2id do not fit each other")


DEFAULT = Profile(time_cost=3, memory_kib=65_536, lanes=4)
"""The second recommended choice of RFC 9106 section 4."""
CHEAP_FOR_TESTS = Profile(time_cost=1, memory_kib=8, lanes=1)
"""For tests only: a guess costs nothing."""


def passphrase_key(passphrase: bytes, salt: bytes, profile: Profile) -> bytes:
    """The wrapping key of a passphrase; text is compared in Unicode form NFC, so that it works from every keyboard."""
    kdf = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=profile.time_cost,
        lanes=profile.lanes,
        memory_cost=profile.memory_kib,
    )
    return kdf.derive(_nfc(passphrase))


def check_passphrase(passphrase: bytes) -> None:
    """Refuse a new passphrase that is too short or too long.

    Raises:
        UsageError: never saying what it was.
    """
    if not SHORTEST_PASSPHRASE <= len(_nfc(passphrase)) <= LONGEST_PASSPHRASE:
        raise UsageError(
            f"a passphrase has {SHORTEST_PASSPHRASE} to {LONGEST_PASSPHRASE} bytes",
            hint="five or six unrelated words make a good one",
        )


def derive(key: bytes, label: str, size: int = KEY_BYTES, salt: bytes = b"") -> bytes:
    """HKDF-SHA256 of a key; ``label`` is the info."""
    return HKDF(hashes.SHA256(), size, salt or None, label.encode()).derive(key)


def wrap(wrapping_key: bytes, secret: bytes, about: bytes, random: Callable[[int], bytes]) -> bytes:
    """Nonce, ciphertext and tag of 32 secret bytes; ``about`` is authenticated with them."""
    nonce = random(NONCE_BYTES)
    return nonce + AESGCM(wrapping_key).encrypt(nonce, secret, about)


def unwrap(wrapping_key: bytes, wrapped: bytes, about: bytes) -> bytes | None:
    """The 32 secret bytes, or None if key, bytes or what is said about them are not those of :func:`wrap`."""
    try:
        return AESGCM(wrapping_key).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], about)
    except (InvalidTag, ValueError):
        return None


def _nfc(passphrase: bytes) -> bytes:
    try:
        return unicodedata.normalize("NFC", passphrase.decode()).encode()
    except UnicodeDecodeError:
        return passphrase

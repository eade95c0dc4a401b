"""The row that says which value was disclosed, without holding it: keyed pseudonym, salted, committed to by its entry.

`store` writes the rows of a `reveal.result` beside the tree; erasing a row later leaves its hash, so the tree still verifies.
Pure; spec: `docs/spec/audit-entry.md` section 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Self

from milkglass.audit import jsontext
from milkglass.audit.merkle import leaf_hash, root_of
from milkglass.audit.subject import CUT, subject_of
from milkglass.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_FIELDS = frozenset({"i", "kid", "kind", "salt", "subj", "tok"})
_KID_SIZE = 8


def token_of(sealed: str) -> bytes:
    """Which sealed value it was: first 16 bytes of SHA-256 of its text."""
    return sha256(sealed.encode()).digest()[:CUT]


@dataclass(frozen=True, slots=True)
class DisclosureRow:
    """One disclosed value. ``i`` is its position in the reveal; ``salt``, ``subj`` and ``tok`` have 16 bytes each."""

    i: int
    kid: str
    kind: str
    salt: bytes
    subj: bytes
    tok: bytes

    @classmethod
    def of(
        cls, i: int, *, kid: str, kind: str, sealed: str, value: bytes, key: bytes, random: Callable[[int], bytes]
    ) -> Self:
        """The row for a value that was opened; ``random`` gives the salt."""
        return cls(i, kid, kind, random(CUT), subject_of(key, kind, value), token_of(sealed))

    def encode(self) -> bytes:
        """The row's bytes, in the dialect of entries.

        Raises:
            FormatError: A field is out of form.
        """
        halves = {"salt": self.salt.hex(), "subj": self.subj.hex(), "tok": self.tok.hex()}
        data = jsontext.dump({"i": self.i, "kid": self.kid, "kind": self.kind} | halves)
        self.decode(data)
        return data

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """Read a row's bytes.

        Raises:
            FormatError: Not a row.
        """
        return cls._from_json(jsontext.load(data))

    @classmethod
    def _from_json(cls, obj: dict[str, Any]) -> Self:
        texts = [obj.get(name) for name in ("kid", "kind", "salt", "subj", "tok")]
        if not obj.keys() >= _FIELDS or type(obj["i"]) is not int or not all(isinstance(text, str) for text in texts):
            raise FormatError("a disclosure row misses a field or has one of a wrong type")
        if obj["i"] < 0 or len(obj["kid"]) != _KID_SIZE or not obj["kind"]:
            raise FormatError("a disclosure row has a field out of form")
        return cls(obj["i"], obj["kid"], obj["kind"], *map(_from_hex, texts[2:]))


def row_hash(data: bytes) -> bytes:
    """Hash of a row's bytes: SHA-256(0x00 || bytes), as of a leaf."""
    return leaf_hash(data)


def rows_root(hashes: Iterable[bytes]) -> str:
    """Hex root over row hashes in order: what ``values.root`` of the entry holds."""
    return root_of(hashes).hex()


def _from_hex(text: Any) -> bytes:
    try:
        raw = bytes.fromhex(text)
    except ValueError:
        raise FormatError("a disclosure row has a field that is not hex") from None
    if len(raw) != CUT or raw.hex() != text:
        raise FormatError("a disclosure row has a field of a wrong length")
    return raw

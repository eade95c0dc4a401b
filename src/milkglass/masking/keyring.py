"""Keyring rows: the sealed secret of one service and day, one JSON object per line (``docs/spec/sealed-value.md`` section 4).

A masking host appends them; the server takes them in (``keys/keyring.py``) and opens them (``keys/providers``). Nothing in a
row is secret from who may read logs; the two functions at the end do IO.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from milkglass.errors import FormatError, MissingPartError
from milkglass.masking.durable import append, refusals
from milkglass.masking.strictjson import read_base64, read_object, write_base64

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

VERSION = 1
SUITE = "x25519-sha256-aes256gcm"
SEALED_BYTES = 80
LONGEST_LINE = 4096

_LAST_SECOND = 253_402_300_800  # the end of the year 9999
_KID = re.compile(r"[a-z2-7]{8}")
_SERVICE = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
_DOMAIN = r"[a-z0-9](?:[a-z0-9.-]{0,198}[a-z0-9])?"
_MONTH = r"2[0-9]{3}-(?:0[1-9]|1[0-2])"
_UNSEAL = re.compile(f"{_DOMAIN}/{_MONTH}")


def is_service(text: object) -> bool:
    """Whether this may be the name of a service: 1-63 of ``[a-z0-9._-]``, beginning with a letter or a digit."""
    return isinstance(text, str) and _SERVICE.fullmatch(text) is not None


def is_domain(text: object) -> bool:
    """Whether this may be the domain of a key folder: as ``example.com``, lower case, at most 200 characters."""
    return isinstance(text, str) and re.fullmatch(_DOMAIN, text) is not None


def is_month(text: object) -> bool:
    """Whether this names a month, as ``2026-11``."""
    return isinstance(text, str) and re.fullmatch(_MONTH, text) is not None


def is_unseal(text: object) -> bool:
    """Whether this may be the id of an unseal pair, ``DOMAIN/YYYY-MM``."""
    return isinstance(text, str) and _UNSEAL.fullmatch(text) is not None


def _is_time(value: object) -> bool:
    return type(value) is int and 0 <= value <= _LAST_SECOND


_FITS: dict[str, Callable[[Any], bool]] = {
    "v": lambda value: type(value) is int and value == VERSION,
    "kid": lambda value: isinstance(value, str) and _KID.fullmatch(value) is not None,
    "service": is_service,
    "not_before": _is_time,
    "not_after": _is_time,
    "unseal": is_unseal,
    "suite": lambda value: isinstance(value, str) and value == SUITE,
    "sealed": lambda value: isinstance(value, bytes) and len(value) == SEALED_BYTES,
}


@dataclass(frozen=True, slots=True)
class KeyringRow:
    """The sealed secret of one service and period.

    Args:
        v: 1.
        kid: Id of the secret, eight base32 characters.
        service: Whose values it seals.
        not_before: First second of the period, since 1970 UTC.
        not_after: First second after it.
        unseal: Id of the pair that opens it, ``DOMAIN/YYYY-MM``.
        suite: How it is sealed.
        sealed: Encapsulated key (32), ciphertext (32), tag (16).

    Raises:
        FormatError: if a field does not fit; it names the field.
    """

    v: int
    kid: str
    service: str
    not_before: int
    not_after: int
    unseal: str
    suite: str
    sealed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        for name, fits in _FITS.items():
            if not fits(getattr(self, name)):
                raise FormatError(f"keyring row: field {name} is not as it should be")
        if self.not_before >= self.not_after:
            raise FormatError("keyring row: field not_after is not behind not_before")

    def info(self) -> bytes:
        """What the sealing is bound to besides the secret: the ``info`` of HPKE."""
        return day_info(self.kid, self.service, self.not_before, self.not_after, self.unseal)

    def to_line(self) -> str:
        """The row as one line of JSON, without a line end."""
        values = {name: getattr(self, name) for name in _FITS}
        return json.dumps({**values, "sealed": write_base64(self.sealed)}, separators=(",", ":"))

    @classmethod
    def from_line(cls, line: str) -> KeyringRow:
        """The row in a line; a line end behind it is allowed.

        Raises:
            FormatError: naming the field, never its content.
        """
        if len(line) > LONGEST_LINE:
            raise FormatError(f"keyring row: it is longer than {LONGEST_LINE} characters")
        values = read_object(line, "keyring row", _FITS)
        values["sealed"] = read_base64(values["sealed"], "keyring row", "sealed", SEALED_BYTES)
        return cls(**values)


def day_info(kid: str, service: str, not_before: int, not_after: int, unseal: str) -> bytes:
    """The ``info`` of HPKE for a day secret; each part with its length before it."""
    parts = [SUITE, unseal, service, str(not_before), str(not_after), kid]
    return b"milkglass/v1/day-secret" + b"".join(bytes([len(part)]) + part.encode() for part in parts)


def append_rows(path: Path, rows: Sequence[KeyringRow]) -> None:
    """Append rows in one write and wait until file and folder are on the disk.

    A last line that an earlier crash left unfinished is taken away first: its row was never used.

    Raises:
        StorageError: nothing was added.
    """
    data = "".join(row.to_line() + "\n" for row in rows).encode("ascii")
    append(path, data, torn=_torn)


def read_rows(path: Path) -> list[KeyringRow]:
    """The rows of a file, in order. Only a last line without a line end may be unfinished; it is left out.

    Raises:
        FormatError: naming the line and the field.
        MissingPartError: if there is no such file.
        StorageError: if it cannot be read.
    """
    with refusals(path):
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            raise MissingPartError(f"there is no keyring {path.name}", hint=f"look at {path.parent}") from None
    lines, tail = split_lines(data)
    rows = [_numbered(number, line) for number, line in enumerate(lines, 1)]
    last = _whole(tail)
    return rows if last is None else [*rows, last]


def split_lines(data: bytes) -> tuple[list[bytes], bytes]:
    """The finished lines, and what stands behind the last line end."""
    *lines, tail = data.split(b"\n")
    return lines, tail


def parse_line(line: bytes) -> KeyringRow:
    """The row in the bytes of a line.

    Raises:
        FormatError: naming the field.
    """
    try:
        return KeyringRow.from_line(line.decode("ascii"))
    except UnicodeDecodeError:
        raise FormatError("keyring row: it is not ASCII") from None


def _numbered(number: int, line: bytes) -> KeyringRow:
    try:
        return parse_line(line)
    except FormatError as error:
        raise FormatError(f"line {number}: {error.message}", hint="restore the keyring from a copy") from None


def _whole(tail: bytes) -> KeyringRow | None:
    try:
        return parse_line(tail)
    except FormatError:
        return None


def _torn(tail: bytes) -> bytes | None:
    """What to keep of a last line without an end: a whole row, nothing of half a row; None if it is neither."""
    if _whole(tail) is not None:
        return tail + b"\n"
    begin = b'{"v":1,"kid":"'
    half = len(tail) <= LONGEST_LINE and (tail.startswith(begin) or begin.startswith(tail) or not tail.strip(b"\0"))
    return b"" if half else None

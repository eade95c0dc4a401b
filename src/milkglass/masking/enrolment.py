"""What a masking host holds: public halves to seal to, and where its keyring lies. With all of it nothing can be opened.

Made by ``milkglass keys enrol`` on the server, carried to the host, read by ``masking/masker.py``. :func:`save` and
:func:`load` do IO.
"""

from __future__ import annotations

import json
import os
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from milkglass.errors import FormatError, KeysError, MissingPartError
from milkglass.masking.durable import refusals, replace
from milkglass.masking.keyring import is_domain, is_month, is_unseal
from milkglass.masking.strictjson import check_fields, read_base64, read_object, write_base64

if TYPE_CHECKING:
    from collections.abc import Sequence

PUBLIC_BYTES = 32
LARGEST_FILE = 1 << 20
_WHAT = "enrolment"
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class UnsealPair:
    """The public half of the pair of one month.

    Args:
        unseal: Its id, ``DOMAIN/YYYY-MM``.
        public: X25519 public key, 32 bytes.

    Raises:
        FormatError: if it is not that.
    """

    unseal: str
    public: bytes

    def __post_init__(self) -> None:
        if not is_unseal(self.unseal):
            raise FormatError(f"{_WHAT}: field unseal is not DOMAIN/YYYY-MM")
        if len(self.public) != PUBLIC_BYTES:
            raise FormatError(f"{_WHAT}: field public is not a key of {PUBLIC_BYTES} bytes")

    @property
    def domain(self) -> str:
        """The key folder it belongs to."""
        return self.unseal[:-8]

    @property
    def month(self) -> str:
        """The month it seals, ``YYYY-MM``."""
        return self.unseal[-7:]

    @property
    def not_before(self) -> int:
        """First second of the month, UTC."""
        return month_bounds(self.month)[0]

    @property
    def not_after(self) -> int:
        """First second after the month."""
        return month_bounds(self.month)[1]

    def is_valid_at(self, now: datetime) -> bool:
        """Whether a day that holds ``now`` may be sealed to it."""
        return self.not_before <= now.timestamp() < self.not_after


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a masking host holds.

    Args:
        domain: The key folder of the server, by name.
        keyring: File to which rows are appended.
        pairs: Public halves, one for each month.

    Raises:
        FormatError: if a pair is of another domain, or a month stands twice.
    """

    domain: str
    keyring: Path
    pairs: tuple[UnsealPair, ...]

    def __post_init__(self) -> None:
        if not is_domain(self.domain):
            raise FormatError(f"{_WHAT}: field domain is not as it should be")
        if any(pair.domain != self.domain for pair in self.pairs):
            raise FormatError(f"{_WHAT}: a pair belongs to another domain")
        if len({pair.month for pair in self.pairs}) != len(self.pairs):
            raise FormatError(f"{_WHAT}: a month stands twice")

    def pair_for(self, now: datetime) -> UnsealPair | None:
        """The pair to seal to now, or None if there is none for this month."""
        return next((pair for pair in self.pairs if pair.is_valid_at(now)), None)

    def to_json(self) -> str:
        """The enrolment as text, to be read by people too."""
        pairs = [{"unseal": pair.unseal, "public": write_base64(pair.public)} for pair in self.pairs]
        return (
            json.dumps({"v": 1, "domain": self.domain, "keyring": str(self.keyring), "pairs": pairs}, indent=2) + "\n"
        )

    @classmethod
    def from_json(cls, text: str | bytes) -> Enrolment:
        """The enrolment in a text.

        Raises:
            FormatError: naming the field, never its content.
        """
        values = read_object(text, _WHAT, ("v", "domain", "keyring", "pairs"))
        if type(values["v"]) is not int or values["v"] != 1:
            raise FormatError(f"{_WHAT}: field v is not 1", hint="a newer milkglass may have written it")
        keyring, pairs = values["keyring"], values["pairs"]
        if not isinstance(keyring, str) or not keyring.isprintable() or not Path(keyring).name:
            raise FormatError(f"{_WHAT}: field keyring is not the path of a file")
        if not isinstance(pairs, list):
            raise FormatError(f"{_WHAT}: field pairs is not a list")
        return cls(values["domain"], Path(keyring), _pairs(pairs))


def month_bounds(month: str) -> tuple[int, int]:
    """First second of a month and first second after it, UTC, since 1970.

    Raises:
        FormatError: if this is not ``YYYY-MM``.
    """
    if not is_month(month):
        raise FormatError("a month is written YYYY-MM")
    year, number = int(month[:4]), int(month[5:])
    begin = datetime(year, number, 1, tzinfo=UTC)
    end = datetime(year + number // _DECEMBER, number % _DECEMBER + 1, 1, tzinfo=UTC)
    return int(begin.timestamp()), int(end.timestamp())


def save(enrolment: Enrolment, path: Path) -> None:
    """Write an enrolment, whole; everybody may read it, its owner alone may write it.

    Raises:
        StorageError: nothing was written.
    """
    replace(path, enrolment.to_json().encode(), mode=0o644)


def load(path: Path) -> Enrolment:
    """Read an enrolment. A relative path of the keyring counts from the folder of this file.

    Raises:
        MissingPartError: if there is no such file.
        KeysError: if others than its owner can write it: they could put their own key in.
        FormatError: naming the field.
        StorageError: if it cannot be read.
    """
    enrolment = Enrolment.from_json(_read(path))
    return Enrolment(enrolment.domain, path.absolute().parent / enrolment.keyring, enrolment.pairs)


def _read(path: Path) -> bytes:
    with refusals(path):
        try:
            file = path.open("rb")
        except FileNotFoundError:
            raise MissingPartError(f"there is no enrolment {path.name}", hint="run milkglass keys enrol") from None
        with file:
            if os.fstat(file.fileno()).st_mode & (stat.S_IWGRP | stat.S_IWOTH):
                raise KeysError(
                    f"{path.name} can be written by others than its owner",
                    code="keys.permissions",
                    hint=f"run chmod go-w {path.name}",
                )
            data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise FormatError(f"{_WHAT}: it is larger than {LARGEST_FILE} bytes")
    return data


def _pairs(values: Sequence[Any]) -> tuple[UnsealPair, ...]:
    pairs = []
    for value in values:
        check_fields(value, _WHAT, ("unseal", "public"))
        pairs.append(UnsealPair(value["unseal"], read_base64(value["public"], _WHAT, "public", PUBLIC_BYTES)))
    return tuple(pairs)

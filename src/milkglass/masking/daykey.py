"""The secret of a service and day: drawn, sealed, on the disk, and only then handed out.

``masking/masker.py`` asks at the first line of a day; whatever is raised here makes it mask one-way
(``docs/spec/sealed-value.md`` sections 2 and 4). IO: the keyring file of the enrolment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NoReturn, final

from milkglass import _core
from milkglass.errors import FormatError, KeysError, MilkglassError
from milkglass.masking.durable import refusals
from milkglass.masking.keyring import SUITE, VERSION, KeyringRow, append_rows, day_info, is_service

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from milkglass.masking.enrolment import Enrolment, UnsealPair

SECRET_BYTES = 32
CHAIN_BYTES = 6
_DAY = timedelta(days=1)


@final
class DaySecret:
    """32 bytes that do not print, format, pickle or copy, and can be overwritten.

    Args:
        secret: The bytes; a bytearray is taken over and overwritten with this, bytes are copied.
    """

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes | bytearray) -> None:
        self._secret = secret if isinstance(secret, bytearray) else bytearray(secret)

    def expose(self) -> bytearray:
        """The bytes themselves, for the core alone."""
        return self._secret

    def wipe(self) -> None:
        """Overwrite them."""
        self._secret[:] = bytes(len(self._secret))

    def __repr__(self) -> str:
        return "DaySecret(...)"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("the secret of a day is not pickled or copied")


@dataclass(frozen=True, slots=True)
class DayKey:
    """A secret that may be used: its row is on the disk.

    Args:
        kid: Its id.
        service: Whose values it seals.
        not_before: First second of the day, since 1970 UTC.
        not_after: First second after it; drop the key then.
        secret: Hand it to the core, then wipe it.
    """

    kid: str
    service: str
    not_before: int
    not_after: int
    secret: DaySecret


def new_day(enrolment: Enrolment, service: str, now: datetime, random: Callable[[int], bytes | bytearray]) -> DayKey:
    """A new secret for the UTC day that holds ``now``.

    Args:
        enrolment: To whom to seal, and where the row goes.
        service: Whose values it will seal.
        now: Aware time.
        random: That many random bytes.

    Raises:
        FormatError: if this is no name of a service.
        KeysError: if there is no pair for this month, or the random source repeats itself.
        StorageError: if the row did not reach the disk.
    """
    if not is_service(service):
        raise FormatError("the name of a service is 1-63 of a-z, 0-9, dot, underscore and hyphen")
    pair = enrolment.pair_for(now)
    if pair is None:
        raise KeysError(
            "the enrolment has no pair for this month", code="keys.pair", hint="fetch a newer one: milkglass keys enrol"
        )
    secret = DaySecret(_draw(random))
    try:
        ephemeral = DaySecret(_draw(random))
        row = _row(pair, service, now, secret, ephemeral)
        _refuse_known(enrolment.keyring, row.kid)
        append_rows(enrolment.keyring, [row])
    except BaseException:
        secret.wipe()
        raise
    return DayKey(row.kid, service, row.not_before, row.not_after, secret)


def _row(pair: UnsealPair, service: str, now: datetime, secret: DaySecret, ephemeral: DaySecret) -> KeyringRow:
    begin, end = _day(now)
    try:
        kid = _core.kid_of(secret.expose())
        info = day_info(kid, service, begin, end, pair.unseal)
        sealed = _core.seal_day(secret.expose(), pair.public, info, ephemeral.expose())
    except (MilkglassError, ValueError):
        raise KeysError("the day cannot be sealed to this pair", code="keys.pair", hint="enrol again") from None
    finally:
        ephemeral.wipe()
    return KeyringRow(VERSION, kid, service, begin, end, pair.unseal, SUITE, sealed)


def _day(now: datetime) -> tuple[int, int]:
    begin = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return int(begin.timestamp()), int((begin + _DAY).timestamp())


def new_chain(random: Callable[[int], bytes | bytearray]) -> bytes:
    """The id of a chain of single-use keys (mode ``r``), for one masker of one process under one secret. No secret itself.

    Raises:
        KeysError: if the random source gave no random bytes.
    """
    return bytes(_draw(random)[:CHAIN_BYTES])


def _draw(random: Callable[[int], bytes | bytearray]) -> bytes | bytearray:
    drawn = random(SECRET_BYTES)
    if len(drawn) != SECRET_BYTES or not any(drawn):
        raise KeysError("the random source gave no random bytes", code="keys.random")
    return drawn


def _refuse_known(keyring: Path, kid: str) -> None:
    """A key id seen before is a random source that repeats itself (a copied machine), or one chance in 2^40."""
    with refusals(keyring):
        try:
            data = keyring.read_bytes()
        except FileNotFoundError:
            return
    if f'"kid":"{kid}"'.encode() in data:
        raise KeysError("this day's secret was drawn before", code="keys.random", hint="see the random source")

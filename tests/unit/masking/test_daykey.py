"""A day key exists only when its row is on the disk, sealed to the pair of the month."""

from __future__ import annotations

import copy
import os
import pickle
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from milkglass import _core
from milkglass.errors import FormatError, KeysError, StorageError
from milkglass.masking.daykey import DaySecret, new_day
from milkglass.masking.enrolment import Enrolment, UnsealPair
from milkglass.masking.keyring import read_rows

sys.path.insert(0, str(Path(__file__).parents[2] / "support"))

from mgkeys import DAY, DOMAIN, NOW, Random, make_keys

if TYPE_CHECKING:
    from milkglass.keys.providers.file import FileProvider


@pytest.fixture
def keys(tmp_path: Path) -> FileProvider:
    """A key folder."""
    return make_keys(tmp_path / "keys")


@pytest.fixture
def enrolment(keys: FileProvider, tmp_path: Path) -> Enrolment:
    """An enrolment of these keys."""
    return keys.enrolment(tmp_path / "host.jsonl")


def test_row_is_there_and_opens_to_the_same_secret(keys: FileProvider, enrolment: Enrolment) -> None:
    """The row on the disk is bound to service and UTC day, and the server opens it to the secret that seals."""
    day = new_day(enrolment, "checkout", NOW, Random())
    (row,) = read_rows(enrolment.keyring)
    assert (row.kid, row.service, row.not_before, row.not_after) == (day.kid, "checkout", DAY, DAY + 86_400)
    masker = _core.Masker("seal", {})
    assert masker.set_sealer(day.secret.expose(), "checkout", b"chain!") == day.kid
    sealed = masker.mask("to jo@example.com").split()[1]
    assert keys.open_day(row, ["email"])["email"].open(sealed) == (b"jo@example.com", False)


@pytest.mark.parametrize(
    ("now", "begin"),
    [
        (datetime(2026, 11, 24, tzinfo=UTC), DAY),
        (datetime(2026, 11, 24, 23, 59, 59, 999_999, tzinfo=UTC), DAY),
        (datetime(2026, 11, 25, 1, tzinfo=timezone(timedelta(hours=14))), DAY),
        (datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC), DAY + 6 * 86_400),
    ],
)
def test_day_is_that_of_utc(enrolment: Enrolment, now: datetime, begin: int) -> None:
    """The period is the UTC day of the moment wherever the host stands."""
    day = new_day(enrolment, "checkout", now, Random())
    assert (day.not_before, day.not_after) == (begin, begin + 86_400)


def test_each_day_and_process_draws_anew(enrolment: Enrolment) -> None:
    """Two processes of one service have two keys, and so have two days."""
    random = Random()
    moments = [NOW, NOW, NOW + timedelta(days=1)]
    days = [new_day(enrolment, "checkout", moment, random) for moment in moments]
    assert len({bytes(day.secret.expose()) for day in days}) == 3
    assert [row.kid for row in read_rows(enrolment.keyring)] == [day.kid for day in days]


def test_no_pair_for_the_month(enrolment: Enrolment) -> None:
    """Past the last month of the enrolment there is no key, and no row."""
    with pytest.raises(KeysError) as caught:
        new_day(enrolment, "checkout", NOW + timedelta(days=90), Random())
    assert caught.value.code == "keys.pair"
    assert not enrolment.keyring.exists()


@pytest.mark.parametrize("service", ["", "Shop", "a/b", "a" * 64, ".a", 'a"', "a\n"])
def test_service_that_is_no_name(enrolment: Enrolment, service: str) -> None:
    """A name that no sealed value could have is refused before anything is drawn."""
    with pytest.raises(FormatError):
        new_day(enrolment, service, NOW, Random())
    assert not enrolment.keyring.exists()


def test_row_that_does_not_reach_the_disk(enrolment: Enrolment, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk refuses the row there is no key; what was drawn for it is overwritten."""
    made: list[DaySecret] = []
    real = DaySecret.__init__

    def spy(self: DaySecret, secret: bytes) -> None:
        real(self, secret)
        made.append(self)

    def refuse(fd: int) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(DaySecret, "__init__", spy)
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StorageError):
        new_day(enrolment, "checkout", NOW, Random())
    assert [bytes(secret.expose()) for secret in made] == [bytes(32)] * 2
    assert not enrolment.keyring.read_bytes()


@pytest.mark.parametrize("point", [bytes(32), b"\1" + bytes(31)])
def test_pair_that_seals_for_everybody(tmp_path: Path, point: bytes) -> None:
    """A public key of low order, with which anybody could open the row, is refused."""
    enrolment = Enrolment(DOMAIN, tmp_path / "host.jsonl", (UnsealPair(f"{DOMAIN}/2026-11", point),))
    with pytest.raises(KeysError, match="cannot be sealed"):
        new_day(enrolment, "checkout", NOW, Random())
    assert not enrolment.keyring.exists()


class Stuck:
    """A random source that always gives the same, as after the copy of a running machine."""

    def __call__(self, size: int) -> bytes:
        """The same bytes again."""
        return b"\x05" * size


def test_random_source_that_repeats_itself(enrolment: Enrolment) -> None:
    """A secret whose key id stands in the keyring already is not used a second time."""
    new_day(enrolment, "checkout", NOW, Stuck())
    with pytest.raises(KeysError) as caught:
        new_day(enrolment, "checkout", NOW + timedelta(days=1), Stuck())
    assert caught.value.code == "keys.random"
    assert len(read_rows(enrolment.keyring)) == 1


@pytest.mark.parametrize("drawn", [b"", bytes(31), bytes(32), bytes(33)])
def test_random_source_that_gives_nothing(enrolment: Enrolment, drawn: bytes) -> None:
    """Too few bytes, too many, or zeros only are no secret."""
    with pytest.raises(KeysError, match="random"):
        new_day(enrolment, "checkout", NOW, lambda _: drawn)


def test_host_cannot_open_what_it_wrote(enrolment: Enrolment, tmp_path: Path) -> None:
    """Enrolment and keyring together, with every byte in them tried as a private key, open no row."""
    new_day(enrolment, "checkout", NOW, Random())
    (row,) = read_rows(enrolment.keyring)
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives import hpke
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    suite = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
    held = [pair.public for pair in enrolment.pairs]
    held += [row.sealed[start : start + 32] for start in range(len(row.sealed) - 31)]
    for guess in held:
        with pytest.raises(InvalidTag):
            suite.decrypt(row.sealed, X25519PrivateKey.from_private_bytes(guess), row.info())


# -- the secret -------------------------------------------------------------------------------------------------------------


def test_secret_does_not_show(enrolment: Enrolment) -> None:
    """Neither the secret nor the day key prints, formats, pickles or copies its bytes."""
    day = new_day(enrolment, "checkout", NOW, Random())
    raw = bytes(day.secret.expose())
    for text in (repr(day), str(day), f"{day}", f"{day.secret}", repr(day.secret)):
        assert raw.hex() not in text
        assert repr(raw)[2:10] not in text
    for attempt in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            attempt(day.secret)
    with pytest.raises(TypeError):
        pickle.dumps(day)
    assert not hasattr(day.secret, "__dict__")


def test_secret_is_wiped() -> None:
    """After wipe the bytes are zeros, for everybody who holds them."""
    secret = DaySecret(b"\x07" * 32)
    held = secret.expose()
    secret.wipe()
    assert held == bytes(32)


def test_a_buffer_is_taken_over() -> None:
    """Wiping overwrites the very buffer that the random source filled, so that no copy is left; bytes, which cannot change, are copied."""
    given = bytearray(b"\x07" * 32)
    secret = DaySecret(given)
    secret.wipe()
    assert given == bytes(32)
    unchanged = b"\x07" * 32
    DaySecret(unchanged).wipe()
    assert unchanged == b"\x07" * 32


def test_day_key_is_frozen(enrolment: Enrolment) -> None:
    """A changed copy is possible only on purpose, and shares the secret."""
    day = new_day(enrolment, "checkout", NOW, Random())
    assert replace(day, service="other").secret is day.secret

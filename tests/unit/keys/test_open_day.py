"""Opening a day: only the row that was sealed, only for kinds that open, only while the month's private half is there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from mgkeys import DAY, DOMAIN, load_keys, make_keys, new_row

from milkglass import _core
from milkglass.errors import KeysError, OpenError
from milkglass.masking.keyring import KeyringRow

if TYPE_CHECKING:
    from pathlib import Path

    from milkglass.keys.providers.file import FileProvider


def refused(keys: FileProvider, row: KeyringRow) -> str:
    """The code with which a row is refused."""
    with pytest.raises(KeysError) as caught:
        keys.open_day(row, ["email"])
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return caught.value.code


def test_only_kinds_that_open_get_a_key(keys: FileProvider, tmp_path: Path) -> None:
    """Asked for credentials too, the provider gives the keys of the kinds that open, those of rules files among them, and no other."""
    row, _ = new_row(keys, tmp_path)
    asked = ["email", "password", "jwt", "private_key", "bearer_token", "customer_number"]
    assert set(keys.open_day(row, asked)) == {"email", "customer_number"}
    assert keys.open_day(row, []) == {}


def test_key_of_one_kind_opens_no_other(keys: FileProvider, tmp_path: Path) -> None:
    """The key for phone numbers does not open a mail address of the same day."""
    row, sealed = new_row(keys, tmp_path)
    with pytest.raises(OpenError):
        keys.open_day(row, ["phone"])["phone"].open(sealed)


def test_sealed_bytes_of_another_row(keys: FileProvider, tmp_path: Path) -> None:
    """Sealed bytes swapped between two rows of the same service and day open neither."""
    first, second = new_row(keys, tmp_path, seed="a")[0], new_row(keys, tmp_path, seed="b")[0]
    assert refused(keys, replace(first, sealed=second.sealed)) == "keys.row"
    assert refused(keys, replace(second, sealed=first.sealed)) == "keys.row"


@pytest.mark.parametrize(
    "change",
    [
        {"service": "payments"},
        {"kid": "aaaaaaaa"},
        {"not_before": DAY - 86_400},
        {"not_before": DAY + 1},
        {"not_after": DAY + 2 * 86_400},
        {"not_after": DAY + 86_399},
    ],
    ids=str,
)
def test_edited_row(keys: FileProvider, tmp_path: Path, change: dict[str, Any]) -> None:
    """A row that says another service, day or key id than it was sealed with does not open."""
    assert refused(keys, replace(new_row(keys, tmp_path)[0], **change)) == "keys.row"


def test_row_under_another_month(keys: FileProvider, tmp_path: Path) -> None:
    """A row relabelled to another month's pair does not open, whether or not its day is moved there."""
    row = replace(new_row(keys, tmp_path)[0], unseal=f"{DOMAIN}/2026-12")
    assert refused(keys, row) == "keys.pair"
    assert refused(keys, replace(row, not_before=DAY + 864_000, not_after=DAY + 950_400)) == "keys.row"


def test_day_that_reaches_out_of_its_month(keys: FileProvider) -> None:
    """A row that was honestly sealed for a time outside its pair's month is refused: it would outlive the month."""
    pair = keys.pairs()[0]
    secret = bytes(range(32))
    begin, end = pair.not_after - 3600, pair.not_after + 3600
    row = KeyringRow(1, _core.kid_of(secret), "checkout", begin, end, pair.unseal, "x25519-sha256-aes256gcm", bytes(80))
    sealed = _core.seal_day(secret, pair.public, row.info(), b"r" * 32)
    assert refused(keys, replace(row, sealed=sealed)) == "keys.pair"


def test_host_that_lies_about_the_key_id(keys: FileProvider) -> None:
    """A row sealed by a host under the key id of somebody else's secret is refused, although HPKE opens it."""
    pair = keys.pairs()[0]
    row = KeyringRow(1, "aaaaaaaa", "checkout", DAY, DAY + 86_400, pair.unseal, "x25519-sha256-aes256gcm", bytes(80))
    sealed = _core.seal_day(b"s" * 32, pair.public, row.info(), b"r" * 32)
    assert refused(keys, replace(row, sealed=sealed)) == "keys.row"


@pytest.mark.parametrize("position", range(0, 80, 3))
def test_one_bit_of_the_sealed_bytes(keys: FileProvider, tmp_path: Path, position: int) -> None:
    """A flipped bit in encapsulated key, ciphertext or tag opens nothing."""
    row, _ = new_row(keys, tmp_path)
    flipped = bytearray(row.sealed)
    flipped[position] ^= 1
    assert refused(keys, replace(row, sealed=bytes(flipped))) == "keys.row"


@pytest.mark.parametrize("sealed", [bytes(80), b"\xff" * 80, b"\1" + bytes(79)])
def test_encapsulated_key_of_low_order(keys: FileProvider, tmp_path: Path, sealed: bytes) -> None:
    """Points that make the shared secret known are refused like any other damage."""
    assert refused(keys, replace(new_row(keys, tmp_path)[0], sealed=sealed)) == "keys.row"


def test_row_of_other_keys(keys: FileProvider, tmp_path: Path) -> None:
    """A row for another server opens nowhere else, with the same domain or another one."""
    same = make_keys(tmp_path / "same", seed="same")
    other = make_keys(tmp_path / "other", seed="other", domain="other.example.com")
    assert refused(keys, new_row(same, tmp_path)[0]) == "keys.row"
    assert refused(keys, new_row(other, tmp_path, seed="o")[0]) == "keys.pair"


def test_destroyed_month(keys: FileProvider, folder: Path, tmp_path: Path) -> None:
    """When a month's file is gone its days open no more, at once and without a restart; a new pair does not bring them back."""
    row, _ = new_row(keys, tmp_path)
    assert keys.open_day(row, ["email"])
    (folder / "unseal/2026-11.json").unlink()
    assert refused(keys, row) == "keys.pair"
    assert [pair.month for pair in load_keys(folder).pairs()] == ["2026-12"]
    keys.create_pair("2026-11")
    assert refused(keys, row) == "keys.row"


def test_pair_of_another_process(keys: FileProvider, folder: Path) -> None:
    """A running server knows a pair that another process made a moment ago."""
    load_keys(folder).create_pair("2027-01")
    assert [pair.month for pair in keys.pairs()] == ["2026-11", "2026-12", "2027-01"]

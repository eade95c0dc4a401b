"""Rows from masking hosts: only true ones come in, once, on the record first, and nobody keeps a true one out."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest
from mgworld import at_once

from milkglass.errors import DeniedError, FormatError, KeysError, StateError, StorageError, UsageError
from milkglass.service.import_keyring import MOST_ROWS, import_keyring

if TYPE_CHECKING:
    from mgworld import World

    from milkglass.masking.keyring import KeyringRow


@pytest.fixture
def row(world: World) -> KeyringRow:
    """The row of a second host of the shop, which the server does not have."""
    return world.keys.new_day("shop", world.clock.now, seed=b"second host")[1]


def bring(world: World, *rows: KeyringRow, who: str = "ann") -> int:
    """Import rows."""
    return import_keyring(world.services, world.people[who], [row.to_line() for row in rows])


def test_a_row_comes_in_once(world: World, row: KeyringRow) -> None:
    """The first time it is new and on the record, the second time neither."""
    assert (bring(world, row, row), bring(world, row)) == (1, 0)
    assert world.services.keyring.row(row.kid) == row
    (entry,) = world.entries_of("keys.import")
    assert (entry.kids, entry.actor.sub) == ((row.kid,), "ann")


@pytest.mark.parametrize(
    "lie",
    [
        {"service": "bank"},
        {"not_after": 1_795_564_800},
        {"kid": "aaaaaaaa"},
        {"sealed": bytes(80)},
        {"unseal": "logs.example.com/2031-01"},
        {"unseal": "other.example.com/2026-11"},
    ],
)
def test_a_row_that_is_not_what_was_sealed(world: World, row: KeyringRow, lie: dict[str, object]) -> None:
    """It is refused, leaves nothing, and the true row comes in after it."""
    with pytest.raises(KeysError):
        bring(world, replace(row, **lie))
    assert "keys.import" not in world.types()
    assert bring(world, row) == 1


def test_another_row_for_a_known_key_id(world: World, row: KeyringRow) -> None:
    """Sealed once more it is another row: refused, and the first one stays."""
    again = world.keys.new_day("shop", world.clock.now, seed=b"second host")[1]
    assert again.kid == row.kid
    bring(world, row)
    with pytest.raises(StateError):
        bring(world, again)
    assert world.services.keyring.row(row.kid) == row


def test_two_at_once(world: World, row: KeyringRow) -> None:
    """Of two different rows for one key id that come at once one wins, and the other one is told so."""
    again = world.keys.new_day("shop", world.clock.now, seed=b"second host")[1]
    outcomes = at_once([partial(bring, world, one) for one in (row, again)])
    assert outcomes.count("") == 1
    assert set(outcomes) - {""} <= {"keys.conflict", "access.state"}


@pytest.mark.parametrize("name", ["aud", "bo"])
def test_who_may(world: World, row: KeyringRow, name: str) -> None:
    """Auditors and approvers bring no rows."""
    with pytest.raises(DeniedError):
        bring(world, row, who=name)


def test_what_is_no_row(world: World, row: KeyringRow) -> None:
    """One bad line, or too many, and nothing comes in."""
    with pytest.raises(FormatError):
        import_keyring(world.services, world.people["ann"], [row.to_line(), "{}"])
    with pytest.raises(UsageError):
        import_keyring(world.services, world.people["ann"], [row.to_line()] * (MOST_ROWS + 1))
    assert world.services.keyring.row(row.kid) is None


def test_a_keyring_that_cannot_be_written(world: World, row: KeyringRow) -> None:
    """The disk refuses: the call fails, and works when there is room."""
    folder = world.services.settings.keyring
    aside = folder.rename(folder.with_name("aside"))
    folder.write_text("in the way")
    with pytest.raises(StorageError):
        bring(world, row)
    folder.unlink()
    aside.rename(folder)
    assert bring(world, row) == 1

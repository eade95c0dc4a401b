"""Erasing one person: two people, at once, for every spelling, mode and day; and it stays so."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from mgworld import at_once

from milkglass.audit.subject import Identifier
from milkglass.errors import AuditError, DeniedError, StateError, StorageError, UsageError
from milkglass.service.erase_subject import Remains, ask_erasure, confirm_erasure, list_erasures
from milkglass.service.reveal import Opened, reveal
from milkglass.service.search_subject import search_subject

if TYPE_CHECKING:
    from pathlib import Path

    from mgworld import World

JO = Identifier("email", "jo@example.com")
REASON = "Art. 17, ticket 13"


def shown(world: World, *values: bytes, grant: str | None = None) -> list[str]:
    """What Ann gets: the values, or the codes of refusals."""
    grant = grant or world.open_grant()
    found = reveal(world.services, world.people["ann"], grant, [world.sealed(value) for value in values])
    return [one.value.expose().decode() if isinstance(one, Opened) else one.code for one in found.answers]


def erase(world: World, *, with_record: bool = False) -> Remains:
    """Asked for by the auditor, confirmed by Bo."""
    asked = ask_erasure(world.services, world.people["aud"], [JO], REASON, with_record=with_record)
    return confirm_erasure(world.services, world.people["bo"], asked)


def test_an_erased_person_is_beyond_reach_at_once(world: World) -> None:
    """Under a grant that is open, in every spelling; others still open; the record shows what was answered only."""
    grant = world.open_grant()
    assert shown(world, b"jo@example.com", grant=grant) == ["jo@example.com"]
    remains = erase(world)
    values = (b"jo@example.com", b"JO@Example.com", b"zoe@example.com")
    assert shown(world, *values, grant=grant) == ["access.erased", "access.erased", "zoe@example.com"]
    assert world.entries()[-1].values.count == 1
    assert (remains.months, remains.rows_emptied, remains.accounted_until) == (("2026-11",), 0, 2032)


def test_an_erasure_while_a_value_is_open_still_holds(world: World) -> None:
    """Confirmed between the opening of the keys and the answer: the value is not answered."""
    grant = world.open_grant()

    class Erasing:
        def open_day(self, *given: Any) -> Any:
            erase(world)
            return world.keys.open_day(*given)

        def side_key(self, label: str) -> bytes:
            return world.keys.side_key(label)

    services = replace(world.services, keys=Erasing())
    (one,) = reveal(services, world.people["ann"], grant, [world.sealed()]).answers
    assert not isinstance(one, Opened)
    assert one.code == "access.erased"


def test_it_survives_restart_and_restore(world: World, tmp_path: Path) -> None:
    """Security case 24: after a restart, a lost file, and a database restored from before the erasure it still holds."""
    grant = world.open_grant()
    world.services.db.close()
    before = world.services.settings.database.read_bytes()
    erase(world)
    world.restart()
    assert shown(world, b"jo@example.com", grant=grant) == ["access.erased"]
    world.services.settings.denied.unlink()
    world.restart()
    assert world.services.settings.denied.exists()
    assert shown(world, b"jo@example.com", grant=grant) == ["access.erased"]
    world.services.db.close()
    for file in world.folder.glob("milkglass.db*"):
        file.unlink()
    world.services.settings.database.write_bytes(before)
    world.restart()
    assert not world.entries_of("erase.done")
    assert shown(world, b"jo@example.com", grant=grant) == ["access.erased"]


@pytest.mark.parametrize("damage", [b"{}\n", b'{"v":1,"id":"x","subjs":[],"mac":"00"}\n', b"\xff\n"])
def test_a_damaged_list_stops_everything(world: World, damage: bytes) -> None:
    """A deny-list that this server did not write is no reason to answer anything."""
    grant = world.open_grant()
    erase(world)
    file = world.services.settings.denied
    good = file.read_bytes()
    file.write_bytes(good + damage)
    with pytest.raises(StorageError):
        shown(world, b"zoe@example.com", grant=grant)
    file.write_bytes(good + b'{"v":1,"id"')  # a crash in the middle of a line: its erasure was never confirmed
    assert shown(world, b"zoe@example.com", b"jo@example.com", grant=grant) == ["zoe@example.com", "access.erased"]


def test_no_list_no_erasure(world: World) -> None:
    """When the file cannot be written, the erasure is not recorded as done."""
    asked = ask_erasure(world.services, world.people["aud"], [JO], REASON)
    world.services.settings.denied.mkdir()
    with pytest.raises(StorageError):
        confirm_erasure(world.services, world.people["bo"], asked)
    world.services.settings.denied.rmdir()
    assert not world.entries_of("erase.done")
    confirm_erasure(world.services, world.people["bo"], asked)


def test_two_people(world: World) -> None:
    """Who asked cannot confirm, engineers and administrators can do neither, and it is confirmed once."""
    sec, bo = world.people["sec"], world.people["bo"]
    for name in ("ann", "bo", "admin"):
        with pytest.raises(DeniedError):
            ask_erasure(world.services, world.people[name], [JO], REASON)
    asked = ask_erasure(world.services, sec, [JO], REASON)
    for name in ("sec", "ann", "aud", "admin"):
        with pytest.raises(DeniedError):
            confirm_erasure(world.services, world.people[name], asked)
    assert sorted(at_once([lambda: confirm_erasure(world.services, bo, asked)] * 3)) == [
        "",
        "access.state",
        "access.state",
    ]
    with pytest.raises(UsageError):
        confirm_erasure(world.services, bo, "erase_unknown")
    (one,) = list_erasures(world.services, world.people["aud"])
    assert (one.asked_by, one.done_by, dict(one.kinds)) == ("sec", "bo", {"email": 1})


def test_a_request_lapses(world: World) -> None:
    """After seven days nobody confirms what was asked for by people who may have left."""
    asked = ask_erasure(world.services, world.people["aud"], [JO], REASON)
    world.clock.move(days=8)
    world.people["bo"] = world.sign_in("bo")
    with pytest.raises(StateError):
        confirm_erasure(world.services, world.people["bo"], asked)


def test_the_account_of_disclosures_stays_or_goes(world: World, tmp_path: Path) -> None:
    """Security case 30: by default it stays and tells of the erasure; with the record it goes, and the log still verifies."""
    shown(world, b"jo@example.com", b"zoe@example.com")
    erase(world)
    told = search_subject(world.services, world.people["aud"], [JO], REASON)
    assert len(told.disclosures) == 1
    assert told.erased_at == world.clock.now
    assert erase(world, with_record=True).rows_emptied == 1
    assert search_subject(world.services, world.people["aud"], [JO], REASON).disclosures == ()
    zoe = search_subject(world.services, world.people["aud"], [Identifier("email", "zoe@example.com")], REASON)
    assert len(zoe.disclosures) == 1
    assert world.verdict(tmp_path / "after").ok


def test_an_erasure_by_one_person_is_a_fault(world: World, tmp_path: Path) -> None:
    """A server that let one person do both is found out by `audit verify`."""
    copy = tmp_path / "copy"
    asked = ask_erasure(world.services, world.people["sec"], [JO], REASON)
    shutil.copytree(world.folder, copy, ignore=shutil.ignore_patterns("copy"))
    confirm_erasure(world.services, world.people["bo"], asked)
    (done,) = world.entries_of("erase.done")
    other = type(world)(copy, clock=world.clock)
    from milkglass.audit.entry import Draft, EntryType
    from milkglass.service.services import change

    with change(other.services) as at:
        at.record(Draft(type=EntryType.ERASE_DONE, actor=world.people["sec"].actor, about=asked, subjs=done.subjs))
    verdict = other.verdict(copy / "exported").to_json()
    assert [fault["code"] for fault in verdict["faults"]] == ["verify.erase"]
    other.services.db.close()


def test_no_value_in_any_byte(world: World) -> None:
    """Security case 31: who was erased stands in no file of the server in the clear."""
    asked = ask_erasure(world.services, world.people["aud"], [Identifier("email", "canary-gone@example.com")], REASON)
    confirm_erasure(world.services, world.people["bo"], asked)
    for file in world.folder.rglob("*"):
        assert not file.is_file() or b"canary-gone" not in file.read_bytes(), file


def test_a_row_changed_from_outside_stops_an_erasure(world: World) -> None:
    """Rows that do not fit the log are not emptied in silence."""
    from sqlalchemy import text

    shown(world, b"jo@example.com", b"zoe@example.com")
    asked = ask_erasure(world.services, world.people["aud"], [JO], REASON, with_record=True)
    with world.services.db.transaction() as conn:
        rows = conn.execute(text("SELECT * FROM audit_rows")).mappings().all()
        conn.execute(text("DELETE FROM audit_rows WHERE i = 1"))
    with pytest.raises(AuditError):
        confirm_erasure(world.services, world.people["bo"], asked)
    with world.services.db.transaction() as conn:
        conn.execute(text("INSERT INTO audit_rows VALUES (:entry, :i, :bytes, :hash)"), dict(rows[1]))

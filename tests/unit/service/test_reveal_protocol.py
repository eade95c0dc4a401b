"""The order of the reveal protocol: nothing is answered that is not on the record, and what ends in between ends the answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from mgworld import at_once, seal
from sqlalchemy import text

from milkglass.audit.disclosure import DisclosureRow, row_hash, rows_root, subject_of, token_of
from milkglass.errors import AuditError, MilkglassError, StateError, StorageError, UsageError
from milkglass.service.resolve_incident import resolve_incident
from milkglass.service.return_grant import return_grant
from milkglass.service.reveal import MOST_VALUES, Opened, reveal
from milkglass.service.revoke_grant import revoke_grant
from milkglass.service.sign_in import sign_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from mgworld import World

    from milkglass.service.services import Services


@dataclass
class Interrupting:
    """A key provider during whose work something happens: between steps 2 and 4."""

    keys: Any
    event: Callable[[], object]

    def open_day(self, *given: Any) -> Any:
        """Let it happen, then open."""
        self.event()
        return self.keys.open_day(*given)

    def side_key(self, label: str) -> bytes:
        """As the keys have it."""
        return bytes(self.keys.side_key(label))


@dataclass
class FailingLog:
    """A log that fails for one type of entry, as on a full disk."""

    log: Any
    at: str

    def append(self, conn: Any, *drafts: Any, **more: Any) -> Any:
        """Fail, or append."""
        if any(draft.type == self.at for draft in drafts):
            raise AuditError("the disk is full")
        return self.log.append(conn, *drafts, **more)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.log, name)


def ask(services: Services, world: World, grant: str, *texts: str) -> Any:
    """Reveal as Ann; one value of today when none is given."""
    return reveal(services, world.people["ann"], grant, texts or [world.sealed()])


def last(world: World, count: int = 2) -> list[str]:
    """Types of the last entries."""
    return world.types()[-count:]


def test_intent_and_result_carry_the_same_id_and_count(world: World) -> None:
    """Intent and result name grant, scope, kinds and keys; the result commits to one row per value, whose hashes fit."""
    grant = world.open_grant(kinds=["email", "phone"])
    texts = [world.sealed(), world.sealed(b"5551234", kind="phone"), world.sealed(service="bank"), world.sealed()]
    ask(world.services, world, grant, *texts)
    intent, result = world.entries()[-2:]
    assert (intent.type, result.type) == ("reveal.intent", "reveal.result")
    assert intent.reveal == result.reveal
    assert (intent.grant, intent.scope) == (result.grant, result.scope)
    assert dict(result.values.kinds) == {"email": 2, "phone": 1}
    assert intent.values.root is None
    with world.services.db.read() as conn:
        rows = conn.execute(text("SELECT bytes FROM audit_rows ORDER BY i")).scalars().all()
    assert rows_root(map(row_hash, rows)) == result.values.root
    first = DisclosureRow.decode(rows[0])
    key = world.services.accounting.get(2026)
    assert (first.i, first.subj, first.tok) == (0, subject_of(key, "email", b"jo@example.com"), token_of(texts[0]))


def test_only_the_needed_keys_are_opened(world: World) -> None:
    """Of a day only the kinds that are asked for and covered are opened, and no other day."""
    grant = world.open_grant(kinds=["email", "phone"])
    ask(world.services, world, grant, world.sealed(), world.sealed(b"1", kind="us_ssn"), world.sealed(service="bank"))
    ((_, kinds),) = world.keys.opened
    assert kinds == {"email"}


@pytest.mark.parametrize("ending", ["revoke", "return", "expire", "incident", "sign_out"])
def test_what_ends_in_between_ends_the_answer(world: World, ending: str) -> None:
    """Revoked, returned, expired, resolved or signed out while the keys were opened: nothing is answered."""
    world.on_call("ann")
    world.enrol("ann")
    incident = world.incident()
    grant = world.grant_of(world.ask(incident=incident))
    from milkglass.service.step_up import step_up

    step_up(world.services, world.people["ann"], grant, world.code("ann"))
    events: dict[str, Callable[[], object]] = {
        "revoke": lambda: revoke_grant(world.services, world.people["sec"], grant),
        "return": lambda: return_grant(world.services, world.people["ann"], grant),
        "expire": lambda: world.clock.move(minutes=30),
        "incident": lambda: resolve_incident(world.services, world.people["eve"], incident),
        "sign_out": lambda: sign_out(world.services, world.people["ann"]),
    }
    services = replace(world.services, keys=Interrupting(world.keys, events[ending]))
    with pytest.raises(MilkglassError):
        ask(services, world, grant)
    results = [entry for entry in world.entries() if entry.type == "reveal.result"]
    assert all(entry.out == "denied" and entry.values.count == 0 for entry in results)
    assert len(results) == (0 if ending == "sign_out" else 1)


@pytest.mark.parametrize("at", ["reveal.intent", "reveal.result"])
def test_without_the_record_nothing_is_answered(world: World, at: str) -> None:
    """If intent or result cannot be written, the call fails and answers nothing; without an intent no key was opened."""
    grant = world.open_grant()
    services = replace(world.services, log=FailingLog(world.services.log, at))
    with pytest.raises(AuditError):
        ask(services, world, grant)
    assert ("reveal.result" in world.types()) is False
    assert bool(world.keys.opened) is (at == "reveal.result")
    assert ask(world.services, world, grant).answers


def test_a_full_disk_answers_nothing(world: World) -> None:
    """A database that takes no more pages refuses the reveal, and works again when there is room."""
    grant = world.open_grant()
    with world.services.db.read() as conn:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
    world.services.db.close()
    from sqlalchemy import event

    def cap(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")

    event.listen(world.services.db._engine, "connect", cap)
    opened = 0
    with pytest.raises((AuditError, StorageError)):  # noqa: PT012 - the disk is full after a few
        for _ in range(200):
            ask(world.services, world, grant, *[world.sealed()] * 50)
            opened += 50
    event.remove(world.services.db._engine, "connect", cap)
    world.services.db.close()
    counted = sum(entry.values.count for entry in world.entries() if entry.type == "reveal.result")
    assert counted == opened
    assert ask(world.services, world, grant).answers


def test_a_read_only_database_answers_nothing(world: World) -> None:
    """A database that cannot be written refuses the reveal."""
    grant = world.open_grant()
    from sqlalchemy import event

    def read_only(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA query_only=ON")

    world.services.db.close()
    event.listen(world.services.db._engine, "connect", read_only)
    with pytest.raises((AuditError, StorageError)):
        ask(world.services, world, grant)
    assert world.keys.opened == []


def test_refusals_are_on_the_record(world: World) -> None:
    """A reveal under an ended grant, and one of which nothing is covered, each leave an entry."""
    grant = world.open_grant()
    ask(world.services, world, grant, world.sealed(service="bank"))
    assert world.entries()[-1].why == "access.scope.service"
    return_grant(world.services, world.people["ann"], grant)
    with pytest.raises(StateError):
        ask(world.services, world, grant)
    assert world.entries()[-1].why == "access.ended.returned"
    assert last(world) == ["grant.return", "reveal.refuse"]


def test_a_day_that_cannot_be_opened_stays_sealed(world: World) -> None:
    """When the unseal pair of one day is gone, its values stay sealed with a code, and the others open."""
    earlier = world.clock.now - timedelta(days=23)
    world.keys.files.create_pair(f"{earlier:%Y-%m}")
    secret, row = world.keys.new_day("shop", earlier)
    world.services.keyring.add([row])
    (world.folder / "keys" / "unseal" / f"{earlier:%Y-%m}.json").unlink()
    grant = world.open_grant(log_from=earlier)
    gone = seal(secret, "email", "shop", b"jo@example.com")
    one, other = ask(world.services, world, grant, gone, world.sealed()).answers
    assert one.code == "keys.pair"
    assert isinstance(other, Opened)


def test_batches_have_a_limit(world: World) -> None:
    """1000 values open in one call; none, and 1001, are refused before anything is recorded."""
    grant = world.open_grant()
    before = len(world.types())
    for texts in ([], [world.sealed()] * (MOST_VALUES + 1)):
        with pytest.raises(UsageError):
            reveal(world.services, world.people["ann"], grant, texts)
    assert len(world.types()) == before
    assert len(ask(world.services, world, grant, *[world.sealed()] * MOST_VALUES).answers) == MOST_VALUES


def test_many_at_once_leave_a_log_without_gaps(world: World) -> None:
    """32 reveals at once: each has its intent and its result, and the indices have no gap."""
    grant = world.open_grant()
    assert at_once([partial(ask, world.services, world, grant)] * 32) == [""] * 32
    entries = world.entries()
    assert [entry.n for entry in entries] == list(range(len(entries)))
    intents = {entry.reveal for entry in entries if entry.type == "reveal.intent"}
    results = [entry.reveal for entry in entries if entry.type == "reveal.result"]
    assert len(intents) == 32
    assert sorted(intents) == sorted(results)
    world.restart()
    from milkglass.service.list_grants import get_grant

    assert get_grant(world.services, world.people["ann"], grant).values_opened == 32


def test_overlapping_grants_end_apart(world: World) -> None:
    """The end of one grant leaves another with the same scope open."""
    one, other = world.open_grant(), world.open_grant()
    revoke_grant(world.services, world.people["sec"], one)
    assert ask(world.services, world, other).answers


def test_opened_values_do_not_print(world: World) -> None:
    """The answer holds values in the one type that does not print."""
    revealed = ask(world.services, world, world.open_grant())
    assert "jo@example.com" not in repr(revealed)
    assert "jo@example.com" not in str(revealed.answers)

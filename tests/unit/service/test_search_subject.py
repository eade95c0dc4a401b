"""Who saw the data of one person: the whole answer or none, on the record, without the value anywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from milkglass.audit.entry import EntryType
from milkglass.audit.subject import Identifier, subject_of
from milkglass.errors import AuditError, DeniedError, KeysError, StateError, UsageError
from milkglass.service.accounting import end_year
from milkglass.service.reveal import reveal
from milkglass.service.search_subject import MOST_SEARCHES_A_DAY, search_subject

if TYPE_CHECKING:
    from mgworld import World

    from milkglass.audit.statement import Statement

JO = Identifier("email", "JO@example.com")
REASON = "request of the data subject, ticket 12"


def search(world: World, *known_by: Identifier, who: str = "aud", **more: Any) -> Statement:
    """Search as the auditor, for Jo by default."""
    return search_subject(world.services, world.people[who], known_by or (JO,), REASON, **more)


def show(world: World, *values: bytes, grant: str | None = None) -> str:
    """Reveal values to Ann; the grant."""
    grant = grant or world.open_grant(reason="bo said that jo cannot pay")
    reveal(world.services, world.people["ann"], grant, [world.sealed(value) for value in values])
    return grant


def test_who_saw_what_when_under_which_grant_and_why(world: World) -> None:
    """Each reveal that showed the person's values: counts by kind, grant, approvals and the words of the reason."""
    grant = show(world, b"jo@example.com", b"Jo@Example.Com", b"zoe@example.com")
    world.clock.move(minutes=5)
    show(world, b"zoe@example.com", grant=grant)
    (one,) = search(world).disclosures
    assert (one.who, one.roles, one.grant, one.services) == ("ann", ("engineer",), grant, ("shop",))
    assert (dict(one.kinds), one.approved_by, one.rung) == ({"email": 2}, ("bo",), "one_approval")
    assert one.reason == "bo said that jo cannot pay"
    assert world.clock.now - one.at == timedelta(minutes=5)


def test_staff_is_named_only_when_asked_for(world: World) -> None:
    """By default recipients are roles, approvers a number, and names of the staff do not stand in reasons either."""
    show(world, b"jo@example.com")
    found = search(world)
    hidden, named = str(found.to_json(names=False)), found.to_json(names=True)
    assert "'ann'" not in hidden
    assert "'bo" not in hidden
    assert "[member of staff] said that jo cannot pay" in hidden
    assert named["disclosures"][0]["recipient"]["name"] == "ann"
    assert named["disclosures"][0]["approved_by"] == ["bo"]


def test_the_search_is_on_the_record_before_and_after(world: World) -> None:
    """Intent with pseudonyms, then result with counts; the next search tells of the first one."""
    show(world, b"jo@example.com")
    search(world)
    intent, result = world.entries()[-2:]
    assert (intent.type, result.type) == (EntryType.SEARCH_INTENT, EntryType.SEARCH_RESULT)
    assert intent.about == result.about
    key = world.services.accounting.get(2026)
    assert key is not None
    assert intent.subjs == (subject_of(key, "email", b"jo@example.com").hex(),)
    assert (intent.values.count, result.values.count) == (1, 1)
    again = search(world).searches
    assert [(one.who, one.reason) for one in again] == [("aud", REASON), ("aud", REASON)]


def test_nothing_is_found_unless_the_intent_is_durable(world: World) -> None:
    """When the record of a search fails, before or after it, there is no answer."""
    show(world, b"jo@example.com")
    for step in (EntryType.SEARCH_INTENT, EntryType.SEARCH_RESULT):

        class Failing:
            def __init__(self, log: Any) -> None:
                self.log = log

            def append(self, conn: Any, *drafts: Any, **more: Any) -> Any:
                if any(draft.type is step for draft in drafts):  # noqa: B023 - used in this turn of the loop only
                    raise AuditError("the disk is full")
                return self.log.append(conn, *drafts, **more)

            def __getattr__(self, name: str) -> Any:
                return getattr(self.log, name)

        services = replace(world.services, log=Failing(world.services.log))
        with pytest.raises(AuditError):
            search_subject(services, world.people["aud"], [JO], REASON)


@pytest.mark.parametrize("who", ["ann", "bo", "sec", "admin"])
def test_auditors_only(world: World, who: str) -> None:
    """Nobody else may ask about values, also not security."""
    with pytest.raises(DeniedError):
        search(world, who=who)


def test_a_search_needs_a_reason_and_few_identifiers(world: World) -> None:
    """Security case 32: no reason, a reason that drives a terminal, none or too many identifiers."""
    for known_by, reason in (((JO,), " "), ((JO,), "a\x1b[2J"), ((), REASON), ((JO,) * 21, REASON)):
        with pytest.raises(UsageError):
            search_subject(world.services, world.people["aud"], known_by, reason)
    assert EntryType.SEARCH_INTENT not in world.types()


def test_searches_have_a_cap(world: World) -> None:
    """Security case 43: who searches by value too often is refused, on the record, across restarts, until tomorrow."""
    for _ in range(MOST_SEARCHES_A_DAY):
        search(world)
    world.restart()
    with pytest.raises(DeniedError) as refusal:
        search(world)
    assert refusal.value.code == "access.too_many"
    last = world.entries()[-1]
    assert (last.type, last.out, last.why, last.subjs) == ("search.intent", "denied", "access.too_many", ())
    world.clock.move(days=1)
    world.people["aud"] = world.sign_in("aud")
    search(world)


@pytest.mark.parametrize(
    "tampering",
    [
        "DELETE FROM audit_rows WHERE i = 0",
        "DELETE FROM audit_rows",
        "UPDATE audit_rows SET bytes = (SELECT bytes FROM audit_rows WHERE i = 1) WHERE i = 0",
        "UPDATE audit_rows SET (bytes, hash) = (SELECT bytes, hash FROM audit_rows WHERE i = 1) WHERE i = 0",
    ],
)
def test_a_hidden_disclosure_is_no_answer(world: World, tampering: str, tmp_path: Path) -> None:
    """Rows that were taken out or changed: the search refuses rather than leave a disclosure out."""
    show(world, b"jo@example.com", b"zoe@example.com")
    with world.services.db.transaction() as conn:
        saved = conn.execute(text("SELECT * FROM audit_rows")).mappings().all()
        conn.execute(text(tampering))
    with pytest.raises(AuditError) as refusal:
        search(world)
    assert refusal.value.code == "audit.tampered"
    with world.services.db.transaction() as conn:
        conn.execute(text("DELETE FROM audit_rows"))
        conn.execute(text("INSERT INTO audit_rows VALUES (:entry, :i, :bytes, :hash)"), [dict(row) for row in saved])


def test_erasing_a_row_leaves_the_others(world: World, tmp_path: Path) -> None:
    """Security case 30: with one row's content gone the log verifies, and the answer for everybody else is whole."""
    show(world, b"jo@example.com", b"zoe@example.com")
    with world.services.db.transaction() as conn:
        conn.execute(text("UPDATE audit_rows SET bytes = NULL WHERE i = 0"))
    assert world.verdict(tmp_path / "after").ok
    assert search(world).disclosures == ()
    (zoe,) = search(world, Identifier("email", "zoe@example.com")).disclosures
    assert dict(zoe.kinds) == {"email": 1}


def test_no_value_in_any_byte(world: World) -> None:
    """Security case 31: neither the values that were shown nor those searched for stand in any file of the server."""
    show(world, b"canary-seen@example.com")
    search(world, Identifier("email", "canary-seen@example.com"), Identifier("phone", "+49 30 90182000"))
    for file in Path(world.folder).rglob("*"):
        if file.is_file():
            data = file.read_bytes().lower()
            assert b"canary-seen" not in data, file
            assert b"90182000" not in data, file


def test_years_have_keys_of_their_own(world: World) -> None:
    """A disclosure of last year is found under last year's key; the keys are two, and stand apart from the unseal pairs."""
    show(world, b"jo@example.com")
    world.clock.move(days=60)
    for name in ("admin", "ann", "bo", "aud"):
        world.people[name] = world.sign_in(name)
    (one,) = search(world).disclosures
    assert one.at.year == 2026
    made = [entry.about for entry in world.entries_of("keys.create")]
    assert made == ["accounting/2026", "accounting/2027"]
    assert world.services.accounting.get(2026) != world.services.accounting.get(2027)
    assert sorted(file.name for file in world.services.settings.accounting.iterdir()) == ["2026.json", "2027.json"]


def test_a_lost_key_is_never_replaced(world: World) -> None:
    """Without this year's key nothing is disclosed and no search answers; the file put back, both work again."""
    grant = show(world, b"jo@example.com")
    file = world.services.settings.accounting / "2026.json"
    kept = file.read_bytes()
    file.unlink()
    world.restart()
    for step in (lambda: show(world, b"jo@example.com", grant=grant), lambda: search(world)):
        with pytest.raises(KeysError) as refusal:
            step()
        assert refusal.value.code == "keys.accounting"
    assert not file.exists()
    file.write_bytes(kept)
    file.chmod(0o600)
    assert len(search(world).disclosures) == 1


def test_a_year_ends_after_six_years(world: World, tmp_path: Path) -> None:
    """Not before; then its key is destroyed, its disclosures name nobody, and the log still verifies."""
    show(world, b"jo@example.com")
    with pytest.raises(StateError):
        end_year(world.services, world.people["sec"], 2026)
    world.clock.move(days=7 * 366)
    for name in ("sec", "aud"):
        world.people[name] = world.sign_in(name)
    with pytest.raises(DeniedError):
        end_year(world.services, world.people["aud"], 2026)
    end_year(world.services, world.people["sec"], 2026)
    assert world.services.accounting.get(2026) is None
    assert world.entries()[-1].type == EntryType.KEYS_SHRED
    assert search(world).disclosures == ()
    assert world.verdict(tmp_path / "after").ok

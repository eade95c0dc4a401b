"""Budgets: how many values a grant opens, and how often somebody is let in without being looked at."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from mgworld import at_once

from milkglass.access.policy import PolicySet
from milkglass.errors import ScopeError
from milkglass.service.list_requests import get_request
from milkglass.service.reveal import Opened, check_and_intend, open_values, record_result, reveal

if TYPE_CHECKING:
    from mgworld import World

POLICY = """
@id("few") @title("Few values") @because("A test opens three values") @max_values("3")
permit (principal in Role::"engineer", action == Action::"elevate_one", resource);
@id("review") @title("Approvers review") @because("They do")
permit (principal in Role::"approver", action == Action::"approve", resource);
"""


@pytest.fixture
def narrow(world: World) -> World:
    """A world whose grants open three values."""
    (world.folder / "policy.cedar").write_text(POLICY, encoding="utf-8")
    world.restart()
    return world


def opened_in(answers: tuple[object, ...]) -> int:
    """How many values were opened."""
    return sum(isinstance(one, Opened) for one in answers)


def texts(world: World, count: int) -> list[str]:
    """Different sealed addresses."""
    return [world.sealed(f"jo{n}@example.com".encode()) for n in range(count)]


def test_a_grant_opens_no_more_than_its_limit(narrow: World) -> None:
    """The first values open, the rest say that the limit is reached; the limit counts over batches and restarts."""
    grant = narrow.open_grant()
    answers = reveal(narrow.services, narrow.people["ann"], grant, texts(narrow, 2)).answers
    assert opened_in(answers) == 2
    narrow.restart()
    answers = reveal(narrow.services, narrow.people["ann"], grant, texts(narrow, 2)).answers
    assert [isinstance(one, Opened) for one in answers] == [True, False]
    assert answers[1].code == "access.budget"  # type: ignore[union-attr]  # the other answer is a refusal
    answers = reveal(narrow.services, narrow.people["ann"], grant, texts(narrow, 1)).answers
    assert opened_in(answers) == 0
    assert narrow.entries_of("reveal.refuse")[-1].why == "access.budget"


def test_two_reveals_at_once_share_the_limit(narrow: World) -> None:
    """Two batches that begin with the same budget do not open more than it together."""
    grant, ann = narrow.open_grant(), narrow.people["ann"]
    first = check_and_intend(narrow.services, ann, grant, texts(narrow, 2))
    second = check_and_intend(narrow.services, ann, grant, texts(narrow, 2))
    record_result(narrow.services, ann, first, open_values(narrow.services, first))
    with pytest.raises(ScopeError) as caught:
        record_result(narrow.services, ann, second, open_values(narrow.services, second))
    assert caught.value.code == "access.budget"
    assert [entry.out.value for entry in narrow.entries_of("reveal.result")] == ["ok", "denied"]


def test_many_threads_share_the_limit(narrow: World) -> None:
    """Whatever the order, eight threads on two servers open three values together."""
    second = narrow.second_server()
    grant = narrow.open_grant()
    steps = [
        partial(reveal, server, narrow.people["ann"], grant, [text])
        for server in (narrow.services, second)
        for text in texts(narrow, 4)
    ]
    at_once(steps)
    shown = sum(entry.values.count for entry in narrow.entries_of("reveal.result") if entry.out.value == "ok")
    assert shown == 3
    second.db.close()


def test_the_limit_of_a_row_is_that_of_the_record(narrow: World) -> None:
    """A limit that was raised in the database is tampering."""
    from sqlalchemy import update

    from milkglass.db.tables.access import grants
    from milkglass.errors import AuditError

    grant = narrow.open_grant()
    with narrow.services.db.transaction() as conn:
        conn.execute(update(grants).values(max_values=1000))
    with pytest.raises(AuditError):
        reveal(narrow.services, narrow.people["ann"], grant, texts(narrow, 1))
    with narrow.services.db.transaction() as conn:
        conn.execute(update(grants).values(max_values=3))


def test_automatic_approval_runs_out(world: World) -> None:
    """After ten grants by oneself within a day the eleventh waits for a person, and a day later the first is automatic again."""
    world.on_call("ann")
    incident = world.incident()
    states = []
    for _ in range(11):
        request = world.ask(incident=incident, kinds=["ipv4"])
        states.append(get_request(world.services, world.people["sec"], request).state.value)
        world.clock.move(minutes=4)
    assert states == ["approved"] * 10 + ["pending"]
    world.clock.move(hours=24)
    world.people |= {name: world.sign_in(name) for name in ("ann", "sec")}
    request = world.ask(incident=incident, kinds=["ipv4"])
    assert get_request(world.services, world.people["sec"], request).state.value == "approved"


@pytest.mark.parametrize("written", ["0", "-1", "1.5", "many", "", "10000000000"])
def test_a_limit_is_a_number(written: str) -> None:
    """Anything but a whole number from 1 is refused with its rule."""
    from milkglass.errors import RulesetError

    with pytest.raises(RulesetError, match="max_values"):
        PolicySet.load(POLICY.replace('"3"', f'"{written}"'))

"""Breaking the glass: open at once, on the record under its own name, looked at by somebody else before the next time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from mgworld import at_once

from milkglass.access.approval import Answer
from milkglass.errors import DeniedError, StateError, UsageError
from milkglass.service.list_requests import get_request
from milkglass.service.resolve_incident import resolve_incident
from milkglass.service.reveal import reveal
from milkglass.service.review_request import Verdict, review_request
from milkglass.service.step_up import step_up
from milkglass.service.submit_request import submit_request

if TYPE_CHECKING:
    from mgworld import World

    from milkglass.service.list_requests import RequestView


def break_glass(world: World, **other: object) -> str:
    """Ann, on call, breaks the glass in an incident that is hers; id of the request."""
    world.on_call("ann")
    incident = world.incident(by="ann")
    return world.ask(kinds=["us_ssn"], incident=incident, breaks_glass=True, **other)


def sign_in_again(world: World) -> None:
    """New sessions, after a time in which the old ones ended."""
    world.people |= {name: world.sign_in(name) for name in world.people}


def seen(world: World, request: str) -> RequestView:
    """The request as security sees it."""
    return get_request(world.services, world.people["sec"], request)


def look_at(world: World, request: str, name: str = "bo", answer: Answer = Answer.APPROVE) -> None:
    """Somebody looks at a broken glass."""
    review_request(world.services, world.people[name], request, Verdict(answer, "seen"))


def test_it_opens_at_once_and_under_its_own_name(world: World) -> None:
    """Nobody is asked; the grant has an entry type of its own, a limit, at most an hour, and still wants the second factor."""
    world.enrol("ann")
    request = break_glass(world)
    grant = world.grant_of(request)
    (entry,) = world.entries_of("grant.break_glass")
    assert (entry.grant, entry.limit, entry.policy.rung.value) == (grant, 200, "break_glass")
    assert (entry.window.end - entry.window.start).total_seconds() <= 3600
    assert not world.entries_of("grant.issue")
    text = world.sealed(b"078-05-1120", kind="us_ssn")
    with pytest.raises(Exception, match="second factor"):
        reveal(world.services, world.people["ann"], grant, [text])
    world.clock.move(seconds=30)
    step_up(world.services, world.people["ann"], grant, world.code("ann"))
    (opened,) = reveal(world.services, world.people["ann"], grant, [text]).answers
    assert opened.value.expose() == b"078-05-1120"  # type: ignore[union-attr]  # the other answer is a refusal


def test_it_ends_with_the_incident(world: World) -> None:
    """A broken glass is a grant like any other: the end of the incident closes it."""
    request = break_glass(world)
    incident = seen(world, request).request.incident
    assert incident is not None
    resolve_incident(world.services, world.people["eve"], incident)
    assert world.entries_of("grant.end")[0].grant == world.grant_of(request)


def test_it_needs_more_than_the_wish(world: World) -> None:
    """Without duty, without an incident, or for a credential there is nothing to break."""
    incident = world.incident()
    for other in ({"incident": incident}, {}):
        request = world.ask(breaks_glass=True, **other)
        assert seen(world, request).state.value == "denied"
    world.on_call("ann")
    with pytest.raises(UsageError):
        world.ask(kinds=["no_such_kind"], incident=incident, breaks_glass=True)
    request = world.ask(kinds=["password"], incident=incident, breaks_glass=True)
    assert seen(world, request).state.value == "denied"
    assert not world.entries_of("grant.break_glass")


def test_no_second_time_before_somebody_looked(world: World) -> None:
    """Until another person has looked at it, its holder breaks no glass; on every server, also after a restart."""
    first = break_glass(world)
    assert seen(world, first).is_unseen
    world.clock.move(hours=2)
    world.restart()
    sign_in_again(world)
    incident = world.incident(by="ann")
    again = world.ask(incident=incident, breaks_glass=True)
    assert seen(world, again).request.rule == "floor-owes-review"
    look_at(world, first)
    assert not seen(world, first).is_unseen
    third = world.ask(incident=incident, breaks_glass=True)
    assert seen(world, third).state.value == "approved"


def test_two_at_once_are_one(world: World) -> None:
    """Of two attempts at the same moment on two servers exactly one breaks the glass."""
    second = world.second_server()
    world.on_call("ann")
    wish = world.wish(incident=world.incident(), breaks_glass=True)
    steps = [partial(submit_request, server, world.people["ann"], wish) for server in (world.services, second)]
    at_once(steps)
    assert len(world.entries_of("grant.break_glass")) == 1
    second.db.close()


def test_who_looks(world: World) -> None:
    """Another person who may approve, once; not the holder, not an administrator, not an auditor; a look narrows nothing."""
    request = break_glass(world)
    for name in ("ann", "admin", "aud", "eve"):
        with pytest.raises(DeniedError):
            look_at(world, request, name)
    with pytest.raises(UsageError):
        review_request(
            world.services, world.people["bo"], request, Verdict(Answer.APPROVE, kinds=frozenset({"us_ssn"}))
        )
    look_at(world, request, "cy", Answer.DENY)
    (entry,) = world.entries_of("review.break_glass")
    assert (entry.actor.sub, entry.out.value, entry.why, entry.about) == ("cy", "denied", "access.unjustified", "ann")
    with pytest.raises(StateError):
        look_at(world, request, "bo")


def test_nobody_to_look(world: World) -> None:
    """Where nobody could look afterwards, nothing is broken."""
    from milkglass.service.switch_account import switch_account

    for name in ("bo", "cy", "sec"):
        switch_account(world.services, world.people["admin"], name, active=False)
    with pytest.raises(DeniedError, match="afterwards"):
        break_glass(world)


def test_an_export_names_what_nobody_looked_at(world: World) -> None:
    """After 72 hours without a look the verdict warns; a look ends that."""
    request = break_glass(world)
    world.clock.move(hours=73)
    sign_in_again(world)
    found = world.verdict(world.folder / "late")
    assert found.ok
    assert any("broken glass" in one.message for one in found.warnings)
    look_at(world, request)
    assert not any("broken glass" in one.message for one in world.verdict(world.folder / "seen").warnings)

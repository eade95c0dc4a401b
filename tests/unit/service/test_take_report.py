"""What follows from what sources say: once, in order, on the record, and only as far as it can be relied on."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from mgcontext import connect, recorded, signed
from mgworld import at_once

from milkglass.access.request import RequestState
from milkglass.errors import SignInError, StateError, UsageError
from milkglass.service.list_context import list_incidents
from milkglass.service.list_requests import get_request
from milkglass.service.resolve_incident import resolve_incident
from milkglass.service.reveal import reveal
from milkglass.service.step_up import step_up
from milkglass.service.take_report import take_report

if TYPE_CHECKING:
    from mgworld import World

    from milkglass.incidents.incident import Incident


def send(world: World, kind: str, body: dict[str, Any], **other: Any) -> str:
    """Send a body, signed; what came of it."""
    data = json.dumps(body).encode()
    return take_report(world.services, kind, signed(kind, data, world.clock.now, **other), data).outcome


def pagerduty(world: World, *, event: str = "e1", person: str | None = None, **data: Any) -> dict[str, Any]:
    """An event of the recorded incident, just now."""
    body = recorded("pagerduty")
    at = (world.clock.now - timedelta(seconds=10)).isoformat()
    body["event"] |= {"id": event, "occurred_at": at}
    if person is not None:
        body["event"]["agent"] = {"id": person, "type": "user_reference"}
    body["event"]["data"] |= data
    return body


def the_incident(world: World) -> Incident:
    """The only incident."""
    (incident,) = list_incidents(world.services)
    return incident


def test_an_incident_opens_changes_and_ends(world: World) -> None:
    """Three events, three states, three entries; the title is masked before it is kept."""
    connect(world, "pagerduty")
    assert send(world, "pagerduty", pagerduty(world)) == "taken"
    opened = the_incident(world)
    assert (opened.severity, opened.services, opened.opened_by) == (1, {"shop"}, "@pagerduty")
    assert opened.title == "Checkout fails for <EMAIL>"
    world.clock.move(minutes=1)
    assert send(world, "pagerduty", pagerduty(world, event="e2", priority={"summary": "P3"})) == "taken"
    assert the_incident(world).severity == 3
    world.clock.move(minutes=1)
    assert (
        send(world, "pagerduty", pagerduty(world, event="e3", status="acknowledged", priority={"summary": "P3"}))
        == "nothing"
    )
    world.clock.move(minutes=1)
    assert (
        send(world, "pagerduty", pagerduty(world, event="e4", status="resolved", priority={"summary": "P3"})) == "taken"
    )
    assert not the_incident(world).is_open
    types = [kind for kind in world.types() if kind.startswith("incident")]
    assert types == ["incident.open", "incident.change", "incident.resolve"]
    assert {entry.actor.sub for entry in world.entries_of("incident.change")} == {"system"}


def test_a_replay_changes_nothing(world: World) -> None:
    """The same event again is dropped, also after a restart, also once the incident is over: it does not open again."""
    connect(world, "pagerduty")
    first = pagerduty(world)
    send(world, "pagerduty", first)
    size = len(world.entries())
    assert send(world, "pagerduty", first) == "repeated"
    world.services.db.close()
    world.restart()
    assert send(world, "pagerduty", first) == "repeated"
    world.clock.move(minutes=1)
    send(world, "pagerduty", pagerduty(world, event="e2", status="resolved"))
    assert send(world, "pagerduty", first) == "repeated"
    assert not the_incident(world).is_open
    assert len(world.entries()) == size + 1


def test_one_event_in_many_threads_is_taken_once(world: World) -> None:
    """PagerDuty tries again while the first try is still under way: one incident."""
    connect(world, "pagerduty")
    body = pagerduty(world)
    assert at_once([lambda: send(world, "pagerduty", body)] * 8) == [""] * 8
    assert len(list_incidents(world.services)) == 1
    assert len(world.entries_of("incident.open")) == 1


@pytest.mark.parametrize(("hours", "code"), [(2, ""), (49, "identity.sign_in")])
def test_an_old_word_opens_nothing(world: World, hours: int, code: str) -> None:
    """An event that is hours old opens no incident; one that is days old is refused, as one from the future is."""
    connect(world, "pagerduty")
    body = pagerduty(world)
    world.clock.move(hours=hours)
    if code:
        with pytest.raises(SignInError):
            send(world, "pagerduty", body)
    else:
        assert send(world, "pagerduty", body) == "nothing"
    assert list_incidents(world.services) == []
    early = pagerduty(world)
    world.clock.move(minutes=-10)
    with pytest.raises(SignInError):
        send(world, "pagerduty", early)


def test_a_late_resolution_counts(world: World) -> None:
    """What ends access may come late: PagerDuty was down for hours, and says so now."""
    connect(world, "pagerduty")
    send(world, "pagerduty", pagerduty(world))
    world.clock.move(minutes=1)
    body = pagerduty(world, event="e2", status="resolved")
    world.clock.move(hours=30)
    assert send(world, "pagerduty", body) == "taken"
    assert not the_incident(world).is_open


def test_words_out_of_order(world: World) -> None:
    """An earlier word that comes later is not believed over a later one."""
    connect(world, "pagerduty")
    send(world, "pagerduty", pagerduty(world))
    world.clock.move(minutes=1)
    worse = pagerduty(world, event="e2", priority={"summary": "P1"})
    world.clock.move(minutes=1)
    send(world, "pagerduty", pagerduty(world, event="e3", priority={"summary": "P4"}))
    assert send(world, "pagerduty", worse) == "nothing"
    assert the_incident(world).severity == 4


def test_opening_again_is_a_new_incident(world: World) -> None:
    """An incident that is over stays over, with its grants; its source may open another under the same id."""
    connect(world, "pagerduty")
    for event, status in (("e1", "triggered"), ("e2", "resolved"), ("e3", "triggered")):
        send(world, "pagerduty", pagerduty(world, event=event, status=status))
        world.clock.move(minutes=1)
    assert sorted(one.is_open for one in list_incidents(world.services)) == [False, True]
    send(world, "pagerduty", pagerduty(world, event="e4", status="resolved"))
    assert not any(one.is_open for one in list_incidents(world.services))


def test_alertmanager_tells_again_and_again(world: World) -> None:
    """The same call again keeps the incident fresh and writes nothing; after the end it opens nothing."""
    connect(world, "alertmanager")
    firing = recorded("alertmanager")
    assert send(world, "alertmanager", firing) == "taken"
    size = len(world.entries())
    world.clock.move(hours=3)
    assert send(world, "alertmanager", firing) == "nothing"
    assert len(world.entries()) == size
    assert the_incident(world).seen_at == world.clock.now
    over = recorded("alertmanager")
    over["alerts"][0] |= {"status": "resolved", "endsAt": world.clock.now.isoformat()}
    assert send(world, "alertmanager", over) == "taken"
    assert send(world, "alertmanager", firing) == "nothing"
    assert not the_incident(world).is_open


def test_an_old_alert_opens_nothing(world: World) -> None:
    """A call that was kept for two days and is sent again opens nothing here."""
    connect(world, "alertmanager")
    world.clock.move(hours=25)
    assert send(world, "alertmanager", recorded("alertmanager")) == "nothing"
    assert list_incidents(world.services) == []


def test_no_service_of_ours_no_incident(world: World) -> None:
    """An incident of a service that nobody mapped is not one here."""
    connect(world, "pagerduty", changes={"pagerduty": {"services": {}}})
    assert send(world, "pagerduty", pagerduty(world)) == "nothing"
    assert list_incidents(world.services) == []


def test_an_unknown_source_sounds_like_a_wrong_signature(world: World) -> None:
    """Nobody learns which sources there are."""
    connect(world, "pagerduty")
    words = set()
    for name in ("pagerduty", "nothing", "", "../x"):
        with pytest.raises(SignInError) as caught:
            take_report(world.services, name, {}, b"{}")
        words.add(caught.value.message)
    assert len(words) == 1


def automatic(world: World, name: str = "ann") -> RequestState:
    """What becomes of a request for addresses of low risk on the only open incident, by who is on call."""
    world.on_call(name)
    (incident,) = [one for one in list_incidents(world.services) if one.is_open]
    request = world.ask(name, kinds=["ipv4"], incident=incident.id)
    return get_request(world.services, world.people[name], request).state


def test_an_outside_incident_opens_the_automatic_rung(world: World) -> None:
    """A machine said so, it is severe, ann is on call: no approval is needed."""
    connect(world, "pagerduty")
    send(world, "pagerduty", pagerduty(world))
    assert automatic(world) is RequestState.APPROVED


@pytest.mark.parametrize(("person", "state"), [("PANN", "pending"), ("PWHO", "pending"), ("PBO", "approved")])
def test_nobody_profits_from_an_incident_of_their_own(world: World, person: str, state: str) -> None:
    """Opened by the requester, or by a person whom nobody knows: somebody has to look. Opened by somebody else: not."""
    connect(world, "pagerduty")
    send(world, "pagerduty", pagerduty(world, person=person))
    assert automatic(world) == state


@pytest.mark.parametrize(("person", "state"), [("PANN", "pending"), ("PWHO", "pending"), ("PBO", "approved")])
def test_nobody_profits_from_making_an_incident_worse(world: World, person: str, state: str) -> None:
    """Who raises the severity by hand has opened it, for this."""
    connect(world, "pagerduty")
    send(world, "pagerduty", pagerduty(world, priority={"summary": "P4"}))
    world.clock.move(minutes=1)
    send(world, "pagerduty", pagerduty(world, event="e2", person=person))
    assert the_incident(world).severity == 1
    assert automatic(world) == state


def test_a_silent_source_opens_nothing_by_itself(world: World) -> None:
    """Four hours without a word: the approval rung, never the automatic one. The next word makes it fresh again."""
    connect(world, "pagerduty")
    send(world, "pagerduty", pagerduty(world))
    world.clock.move(hours=4, minutes=1)
    world.people["ann"] = world.sign_in("ann")
    world.people["admin"] = world.sign_in("admin")
    assert automatic(world) is RequestState.PENDING
    send(world, "pagerduty", pagerduty(world, event="e2", status="acknowledged"))
    assert automatic(world) is RequestState.APPROVED


def test_a_source_that_was_taken_out_opens_nothing_by_itself(world: World) -> None:
    """Nobody vouches for its incidents any more."""
    connect(world, "pagerduty")
    send(world, "pagerduty", pagerduty(world))
    connect(world)
    assert automatic(world) is RequestState.PENDING


def opened_grant(world: World) -> str:
    """An automatic grant on the incident, stepped up."""
    world.enrol("ann")
    world.on_call("ann")
    request = world.ask("ann", kinds=["ipv4"], incident=the_incident(world).id)
    grant = world.grant_of(request)
    step_up(world.services, world.people["ann"], grant, world.code("ann"))
    return grant


def opens(world: World, grant: str) -> str:
    """The code of what refuses a reveal; nothing if it is answered."""
    try:
        reveal(world.services, world.people["ann"], grant, [world.sealed(b"192.0.2.7", kind="ipv4")])
    except (StateError, UsageError) as error:
        return error.code
    return ""


def test_grants_end_after_the_grace_time(world: World) -> None:
    """Resolved: ten more minutes, not one second longer; and the log verifies with what was opened in between."""
    connect(world, "pagerduty")
    send(world, "pagerduty", pagerduty(world))
    grant = opened_grant(world)
    assert opens(world, grant) == ""
    send(world, "pagerduty", pagerduty(world, event="e2", status="resolved"))
    world.clock.move(minutes=9, seconds=59)
    assert opens(world, grant) == ""
    world.clock.move(seconds=1)
    assert opens(world, grant) == "access.ended.incident"


def test_nothing_is_asked_for_in_the_grace_time(world: World) -> None:
    """An incident that is over gives nobody anything new."""
    connect(world, "pagerduty")
    send(world, "pagerduty", pagerduty(world))
    incident = the_incident(world)
    send(world, "pagerduty", pagerduty(world, event="e2", status="resolved"))
    with pytest.raises(StateError):
        world.ask("ann", incident=incident.id)


def test_an_incident_resolved_here_ends_its_grants_at_once(world: World) -> None:
    """A person who ends an outside incident here means it; what its source says of it later opens nothing."""
    connect(world, "pagerduty")
    send(world, "pagerduty", pagerduty(world))
    grant = opened_grant(world)
    resolve_incident(world.services, world.people["bo"], the_incident(world).id)
    assert opens(world, grant) == "access.ended.incident"


def test_context_is_checked_at_use(world: World) -> None:
    """An automatic grant stops while what it stands on does not hold: less severe, silent, or nobody on call."""
    connect(world, "pagerduty")
    send(world, "pagerduty", pagerduty(world))
    grant = opened_grant(world)
    world.clock.move(minutes=1)
    send(world, "pagerduty", pagerduty(world, event="e2", priority={"summary": "P4"}))
    assert opens(world, grant) == "access.context"
    world.clock.move(minutes=1)
    send(world, "pagerduty", pagerduty(world, event="e3"))
    assert opens(world, grant) == ""
    world.on_call("eve")
    assert opens(world, grant) == "access.context"


def test_a_grant_that_people_approved_stands_on_their_word(world: World) -> None:
    """It needs the incident open, and nothing else of it."""
    connect(world, "pagerduty")
    send(world, "pagerduty", pagerduty(world))
    grant = world.open_grant("ann", kinds=["ipv4"], incident=the_incident(world).id)
    world.clock.move(minutes=1)
    send(world, "pagerduty", pagerduty(world, event="e2", priority={"summary": "P5"}))
    assert opens(world, grant) == ""

"""The window of a grant, at its edges and with a clock that misbehaves."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from milkglass.access.approval import Answer, Review, tally
from milkglass.access.decision import Decision, Rung
from milkglass.access.grant import EndedWhy, GrantState, issue
from milkglass.access.request import PENDING_LIFETIME, RequestState
from milkglass.errors import DeniedError, StateError, UsageError

if TYPE_CHECKING:
    from tests.unit.access.conftest import Story

    from milkglass.access.grant import Grant

TICK = timedelta(microseconds=1)
HOUR = timedelta(hours=1)
EARLY = [why for why in EndedWhy if why is not EndedWhy.EXPIRED]


@pytest.mark.parametrize(
    ("after", "usable"), [(-TICK, False), (0 * TICK, True), (HOUR - TICK, True), (HOUR, False), (24 * HOUR, False)]
)
def test_the_window_is_half_open(story: Story, after: timedelta, *, usable: bool) -> None:
    """Usable from the first moment on, and not at the last."""
    assert story.grant().is_usable(story.now + after, incident_open=True) is usable


@pytest.mark.parametrize(
    "changes",
    [
        {"expires_at": datetime.fromisoformat("2026-11-23T12:00:00+00:00")},
        {"expires_at": datetime.fromisoformat("2026-11-23T11:00:00+00:00")},
        {"expires_at": datetime.fromisoformat("2026-11-23T14:00:00")},
        {"ended_at": datetime.fromisoformat("2026-11-23T12:30:00+00:00")},
        {"ended_why": EndedWhy.REVOKED},
        {"ended_at": datetime.fromisoformat("2026-11-23T12:30:00"), "ended_why": EndedWhy.REVOKED},
    ],
)
def test_a_grant_that_makes_no_sense_is_refused(story: Story, changes: dict[str, Any]) -> None:
    """Empty windows, naive times and half an ending are refused."""
    with pytest.raises(UsageError):
        story.grant(**changes)


@pytest.mark.parametrize("why", EARLY)
def test_an_early_end_is_an_end_whatever_the_clock_says(story: Story, why: EndedWhy) -> None:
    """A revoked, returned or orphaned grant stays ended when the clock is set back to before the end."""
    ended = story.grant().ended(why, story.now + HOUR / 2)
    for moment in (story.now, story.now + HOUR / 2, story.now + 2 * HOUR):
        assert ended.why_ended(moment, incident_open=True) is why
        assert not ended.is_usable(moment, incident_open=True)
    assert ended.ends_at == story.now + HOUR / 2


def test_a_written_expiry_survives_a_clock_set_back(story: Story) -> None:
    """Once somebody wrote down that it expired, an earlier clock reopens nothing."""
    ended = story.grant().ended(EndedWhy.EXPIRED, story.now + 2 * HOUR)
    assert ended.ended_at == story.now + HOUR
    assert ended.why_ended(story.now, incident_open=True) is EndedWhy.EXPIRED


def test_expiry_is_not_written_before_it_has_come(story: Story) -> None:
    """Nobody ends a grant early and calls it expiry."""
    with pytest.raises(StateError):
        story.grant().ended(EndedWhy.EXPIRED, story.now + HOUR - TICK)


@pytest.mark.parametrize("why", EndedWhy)
def test_a_grant_ends_once(story: Story, why: EndedWhy) -> None:
    """An ended or expired grant is not ended again, so its cause and time stay."""
    ended = story.grant().ended(EndedWhy.REVOKED, story.now)
    with pytest.raises(StateError):
        ended.ended(why, story.now + 2 * HOUR)
    if why is not EndedWhy.EXPIRED:
        with pytest.raises(StateError):
            story.grant().ended(why, story.now + HOUR)


def test_a_grant_ends_with_its_incident_only_if_it_has_one(story: Story) -> None:
    """A bound grant is over while its incident is not known to be open; a free one does not care."""
    bound = story.grant(incident="inc-1")
    assert bound.is_usable(story.now, incident_open=True)
    assert bound.why_ended(story.now, incident_open=False) is EndedWhy.INCIDENT
    assert story.grant().is_usable(story.now, incident_open=False)


def test_the_state_that_people_read(story: Story) -> None:
    """Not yet, waiting for the second factor, open, ended."""
    grant = story.grant()

    def state(moment: datetime, *, stepped_up: bool) -> GrantState:
        return grant.state(moment, incident_open=True, stepped_up=stepped_up)

    assert state(story.now - TICK, stepped_up=True) is GrantState.NOT_YET
    assert state(story.now, stepped_up=False) is GrantState.WAITING_STEP_UP
    assert state(story.now, stepped_up=True) is GrantState.OPEN
    assert state(story.now + HOUR, stepped_up=True) is GrantState.ENDED


def decision(rung: Rung, longest: timedelta = HOUR) -> Decision:
    """What the policy says now."""
    return Decision(rung, "some-rule", "Some rule", "it says so", longest, (), "ab" * 32)


def issued(story: Story, *reviewers: str, now: datetime | None = None, **changes: Any) -> Grant:
    """A grant on a request with these approvals; everybody is eligible."""
    rung = changes.pop("decided", Rung.ONE_APPROVAL)
    longest = changes.pop("longest", HOUR)
    narrowed = changes.pop("narrowed", None)
    request = story.request(**changes)
    reviews = [Review(name, Answer.APPROVE, story.now, duration=narrowed) for name in reviewers]
    counted = tally(request, reviews, eligible=reviewers)
    return issue(request, counted, decision(rung, longest), grant_id="grant-1", now=now or story.now)


def test_the_clock_of_a_grant_starts_when_it_is_issued(story: Story) -> None:
    """Three hours of waiting cost nothing, and the window is as long as asked for."""
    later = story.now + 3 * HOUR
    grant = issued(story, "bo", now=later, incident="inc-1")
    assert (grant.not_before, grant.expires_at) == (later, later + HOUR)
    assert (grant.holder, grant.request_id, grant.incident) == ("ana", "req-1", "inc-1")
    assert grant.scope == story.request().scope


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"narrowed": timedelta(minutes=10)}, timedelta(minutes=10)),
        ({"longest": timedelta(minutes=20)}, timedelta(minutes=20)),
        ({"longest": 5 * HOUR, "narrowed": 5 * HOUR}, HOUR),
    ],
)
def test_the_shortest_duration_wins(story: Story, changes: dict[str, Any], expected: timedelta) -> None:
    """Of the request, the reviewers and the policy asked again, the shortest counts."""
    grant = issued(story, "bo", **changes)
    assert grant.expires_at - grant.not_before == expected


@pytest.mark.parametrize(
    "changes",
    [
        {"rung": Rung.TWO_APPROVALS},
        {"state": RequestState.WITHDRAWN},
        {"state": RequestState.DENIED},
        {"state": RequestState.EXPIRED},
        {"state": RequestState.APPROVED},
        {"rung": Rung.DENIED},
    ],
)
def test_no_grant_follows_from_a_request_that_is_not_there_yet(story: Story, changes: dict[str, Any]) -> None:
    """One approval of two, and any request that is not waiting for this, give nothing. An approved one had its grant."""
    with pytest.raises(StateError):
        issued(story, "bo", **changes)


def test_no_grant_follows_from_an_expired_request(story: Story) -> None:
    """An approval is not kept for later."""
    with pytest.raises(StateError):
        issued(story, "bo", now=story.now + PENDING_LIFETIME)


@pytest.mark.parametrize("decided", [Rung.TWO_APPROVALS, Rung.DENIED])
def test_the_policy_is_asked_again_at_the_end(story: Story, decided: Rung) -> None:
    """If it has become stricter than the approvals at hand, there is no grant."""
    with pytest.raises(DeniedError):
        issued(story, "bo", decided=decided)


def test_an_automatic_grant_is_issued_at_the_moment_of_asking_only(story: Story) -> None:
    """The automatic rung opens now or never: a stored approval is no voucher."""
    automatic = {"rung": Rung.AUTOMATIC, "decided": Rung.AUTOMATIC, "state": RequestState.APPROVED}
    assert issued(story, **automatic).holder == "ana"
    with pytest.raises(StateError):
        issued(story, now=story.now + TICK, **automatic)

"""Asking: the limits of a draft and the life of a request."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from milkglass.access.decision import Decision, Rung
from milkglass.access.request import (
    PENDING_LIFETIME,
    Draft,
    RequestState,
    check_draft,
    check_may_withdraw,
    max_sensitivity,
    submit,
)
from milkglass.errors import DeniedError, StateError, UsageError

if TYPE_CHECKING:
    from tests.unit.access.conftest import Story

SENSITIVITY = {"email": 1, "phone": 2, "payment_card": 3, "password": 4}
SECOND = timedelta(seconds=1)


def draft(story: Story, **changes: Any) -> Draft:
    """A draft within every limit, but for the changes."""
    given = {"requester": "ana", "scope": story.scope(), "duration": timedelta(hours=1), "reason": "refunds fail"}
    return Draft(**(given | changes))


def decision(story: Story, rung: Rung, **changes: Any) -> Decision:
    """A decision on a rung."""
    given = {
        "rule_id": "some-rule",
        "title": "Some rule",
        "because": "it says so",
        "max_duration": timedelta(hours=1),
        "reasons": (),
        "policy_hash": "ab" * 32,
    }
    return Decision(rung, **(given | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": ""},
        {"reason": " \n\t\u2003"},
        {"reason": "x" * 2001},
        {"duration": timedelta(minutes=1) - SECOND},
        {"duration": timedelta(hours=12) + SECOND},
        {"duration": timedelta(0)},
        {"duration": -timedelta(hours=1)},
        {"duration": timedelta.max},
    ],
)
def test_a_draft_outside_the_limits_is_refused(story: Story, changes: dict[str, Any]) -> None:
    """No reason, a reason without a word, a reason without end and a duration outside 1 minute to 12 hours are refused."""
    with pytest.raises(UsageError) as caught:
        check_draft(draft(story, **changes), sensitivity=SENSITIVITY, now=story.now)
    assert "xxx" not in str(caught.value)


@pytest.mark.parametrize(
    "changes",
    [
        {"kinds": frozenset({"email", "shoe_size"})},
        {"services": frozenset(f"s{n}" for n in range(51))},
        {"log_from": datetime.fromisoformat("2025-11-20T00:00:00+00:00")},
        {
            "log_from": datetime.fromisoformat("2026-11-23T12:00:01+00:00"),
            "log_to": datetime.fromisoformat("2026-11-24T00:00:00+00:00"),
        },
        {"log_to": datetime.fromisoformat("2026-11-25T12:00:01+00:00")},
    ],
)
def test_a_scope_beyond_the_limits_is_refused(story: Story, changes: dict[str, Any]) -> None:
    """Unknown kinds, too many services, more than a year of log time and the future are refused."""
    with pytest.raises(UsageError):
        check_draft(draft(story, scope=story.scope(**changes)), sensitivity=SENSITIVITY, now=story.now)


@pytest.mark.parametrize("duration", [timedelta(minutes=1), timedelta(hours=12)])
def test_a_draft_at_the_limits_is_fine(story: Story, duration: timedelta) -> None:
    """Both ends of the allowed duration are allowed, and a reason of 2000 characters."""
    check_draft(draft(story, duration=duration, reason="x" * 2000), sensitivity=SENSITIVITY, now=story.now)


def test_the_reason_is_never_printed(story: Story) -> None:
    """Free text stands in no repr: it may hold personal data."""
    assert "refunds" not in repr(draft(story))
    assert "refunds" not in repr(story.request())


def test_the_sensitivity_of_a_scope_is_that_of_its_worst_kind(story: Story) -> None:
    """One card number among addresses makes it a request for card numbers; a kind nobody knows is a credential."""
    assert max_sensitivity(story.scope(kinds=frozenset({"email", "payment_card"})), SENSITIVITY) == 3
    assert max_sensitivity(story.scope(kinds=frozenset({"email", "unheard_of"})), SENSITIVITY) == 4


@pytest.mark.parametrize(
    ("rung", "state"),
    [
        (Rung.AUTOMATIC, RequestState.APPROVED),
        (Rung.ONE_APPROVAL, RequestState.PENDING),
        (Rung.TWO_APPROVALS, RequestState.PENDING),
        (Rung.DENIED, RequestState.DENIED),
    ],
)
def test_a_submitted_request_stands_where_the_rung_puts_it(story: Story, rung: Rung, state: RequestState) -> None:
    """Only the automatic rung approves at once; a denied request is kept as denied."""
    request = submit(draft(story), decision(story, rung), request_id="req-1", now=story.now)
    assert request.state is state
    assert request.policy_hash == "ab" * 32


def test_a_decision_shortens_what_was_asked_and_never_lengthens_it(story: Story) -> None:
    """The duration is the shorter one of draft and decision."""
    for longest, expected in [(timedelta(minutes=5), timedelta(minutes=5)), (timedelta(hours=9), timedelta(hours=1))]:
        decided = decision(story, Rung.ONE_APPROVAL, max_duration=longest)
        assert submit(draft(story), decided, request_id="req-1", now=story.now).duration == expected


def test_a_pending_request_expires_by_the_clock(story: Story) -> None:
    """At the last moment but one it is pending; at the end it is expired and moves nowhere."""
    request = story.request()
    end = story.now + PENDING_LIFETIME
    assert request.state_at(end - SECOND) is RequestState.PENDING
    assert request.state_at(end) is RequestState.EXPIRED
    with pytest.raises(StateError):
        request.moved_to(RequestState.APPROVED, end)


@pytest.mark.parametrize("state", [state for state in RequestState if state is not RequestState.PENDING])
def test_a_decided_request_moves_no_more(story: Story, state: RequestState) -> None:
    """Approved, denied, withdrawn and expired are final, whatever it should become."""
    for target in RequestState:
        with pytest.raises(StateError):
            story.request(state=state).moved_to(target, story.now)


def test_nothing_moves_to_pending(story: Story) -> None:
    """A request is not asked again by moving it."""
    with pytest.raises(StateError):
        story.request().moved_to(RequestState.PENDING, story.now)


def test_only_the_requester_withdraws(story: Story) -> None:
    """Ana may, in any spelling; Bo may not; and nobody once it is decided."""
    check_may_withdraw(story.request(), "ANA", story.now)
    with pytest.raises(DeniedError):
        check_may_withdraw(story.request(), "bo", story.now)
    with pytest.raises(StateError):
        check_may_withdraw(story.request(state=RequestState.APPROVED), "ana", story.now)

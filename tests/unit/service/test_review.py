"""Asking and answering: distinct other people, one grant, and nothing kept for later."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from mgworld import at_once

from milkglass.access.approval import Answer
from milkglass.errors import DeniedError, StateError, UsageError
from milkglass.service.list_grants import get_grant
from milkglass.service.list_requests import get_request, list_requests
from milkglass.service.preview_request import preview_request
from milkglass.service.review_request import Verdict, review_request
from milkglass.service.revoke_grant import revoke_grant
from milkglass.service.submit_request import submit_request
from milkglass.service.withdraw_request import withdraw_request

if TYPE_CHECKING:
    from mgworld import World


def state(world: World, request_id: str) -> str:
    """State of a request, as security sees it."""
    return get_request(world.services, world.people["sec"], request_id).state.value


def test_two_approvals_at_once_make_one_grant(world: World) -> None:
    """Two approvers on two servers answer at the same moment: the request has one grant, and the later one is told so."""
    second = world.second_server()
    servers = [world.services, second]
    for _ in range(5):
        request = world.ask()
        steps = [
            partial(review_request, server, world.people[name], request, Verdict(Answer.APPROVE))
            for server, name in zip(servers, ("bo", "cy"), strict=True)
        ]
        assert sorted(at_once(steps)) == ["", "access.state"]
        issued = [entry for entry in world.entries() if entry.type == "grant.issue" and entry.req == request]
        assert len(issued) == 1
    second.db.close()


def test_approval_and_withdrawal_at_once(world: World) -> None:
    """Of an approval and a withdrawal at the same moment exactly one holds, and there is a grant only if it was the approval."""
    second = world.second_server()
    for _ in range(5):
        request = world.ask()
        steps = [
            partial(review_request, world.services, world.people["bo"], request, Verdict(Answer.APPROVE)),
            partial(withdraw_request, second, world.people["ann"], request),
        ]
        assert sorted(at_once(steps)) == ["", "access.state"]
        issued = any(entry.type == "grant.issue" and entry.req == request for entry in world.entries())
        assert state(world, request) == ("approved" if issued else "withdrawn")
    second.db.close()


def test_high_risk_kinds_need_two_people(world: World) -> None:
    """One approver who answers twice is one person; a second one issues the grant."""
    request = world.ask(kinds=["us_ssn"])
    world.approve(request, "bo")
    with pytest.raises(StateError):
        world.approve(request, "bo")
    assert state(world, request) == "pending"
    world.approve(request, "sec")
    assert state(world, request) == "approved"


def test_one_deny_is_enough(world: World) -> None:
    """After a denial nobody can approve, and there is no grant."""
    request = world.ask(kinds=["us_ssn"])
    world.approve(request, "bo")
    review_request(world.services, world.people["cy"], request, Verdict(Answer.DENY, "not now"))
    assert state(world, request) == "denied"
    with pytest.raises(StateError):
        world.approve(request, "sec")
    assert "grant.issue" not in world.types()


def test_engineers_do_not_review(world: World) -> None:
    """Who has no reviewing role is refused, and nothing is written."""
    request = world.ask()
    with pytest.raises(DeniedError):
        world.approve(request, "eve")
    assert get_request(world.services, world.people["sec"], request).reviews == ()


def test_a_reviewer_may_shorten(world: World) -> None:
    """The grant is as long as the shorter of what was asked for and what was approved."""
    request = world.ask(duration=timedelta(minutes=30))
    review_request(world.services, world.people["bo"], request, Verdict(Answer.APPROVE, duration=timedelta(minutes=5)))
    (issued,) = [entry for entry in world.entries() if entry.type == "grant.issue"]
    assert issued.window.end - issued.window.start == timedelta(minutes=5)
    longer = world.ask(duration=timedelta(minutes=30))
    with pytest.raises(UsageError):
        review_request(
            world.services, world.people["bo"], longer, Verdict(Answer.APPROVE, duration=timedelta(minutes=31))
        )


def test_pending_requests_expire(world: World) -> None:
    """After four hours nobody can approve a request any more."""
    request = world.ask()
    world.clock.move(hours=4)
    world.people["bo"] = world.sign_in("bo")
    with pytest.raises(StateError):
        world.approve(request)
    world.people["sec"] = world.sign_in("sec")
    assert state(world, request) == "expired"


def test_the_policy_is_asked_again_at_the_last_approval(world: World) -> None:
    """A request made for an incident that was resolved in between does not end as a grant that lasts."""
    from milkglass.service.resolve_incident import resolve_incident

    incident = world.incident(severity=3)
    request = world.ask(incident=incident)
    resolve_incident(world.services, world.people["eve"], incident)
    world.approve(request)
    from milkglass.service.list_grants import get_grant

    grant = get_grant(world.services, world.people["ann"], world.grant_of(request))
    assert (grant.state, grant.ended_why) == ("ended", "incident")


def test_what_the_policy_denies_is_kept_as_denied(world: World) -> None:
    """A request for a credential is written down, denied, and can be approved by nobody."""
    request = world.ask(kinds=["password"])
    assert state(world, request) == "denied"
    (decided,) = [entry for entry in world.entries() if entry.type == "request.decide"]
    assert (decided.out, decided.why, decided.policy.rule) == ("denied", "access.denied", "floor-credentials")
    with pytest.raises((DeniedError, StateError)):
        world.approve(request)


def test_preview_writes_nothing(world: World) -> None:
    """A preview says what would happen, and the log does not grow."""
    before = world.types()
    preview = preview_request(world.services, world.people["ann"], world.wish(kinds=["us_ssn"]))
    assert preview.decided.decision.rung == "two_approvals"
    assert preview.decided.can_approve == ("bo", "cy", "sec")
    assert world.types() == before


def test_too_few_reviewers_are_said_at_once(world: World) -> None:
    """A request of the only security person that needs two others, with one left, is refused before anybody waits."""
    from dataclasses import replace

    services = world.services
    with services.db.transaction() as conn:
        for name in ("cy", "sec"):
            account = services.identity.account(conn, name)
            assert account is not None
            services.identity.change_account(conn, replace(account, active=False))
    with pytest.raises(DeniedError):
        world.ask(kinds=["us_ssn"])
    assert "request.submit" not in world.types()


@pytest.mark.parametrize("reason", ["", "   ", "x" * 2001, "a\x1b[31mb", "a\u202eb"])
def test_reasons_that_do_not_fit(world: World, reason: str) -> None:
    """Security case 32: no reason, too long a one, and one that would move a reader's terminal or eyes, are refused, unquoted."""
    with pytest.raises(UsageError) as caught:
        world.ask(reason=reason)
    assert not reason.strip() or reason not in str(caught.value)


def test_requests_are_seen_by_those_concerned(world: World) -> None:
    """Another engineer sees neither a request nor its reason."""
    request = world.ask()
    assert list_requests(world.services, world.people["eve"]) == []
    with pytest.raises(UsageError):
        get_request(world.services, world.people["eve"], request)
    assert [view.request.id for view in list_requests(world.services, world.people["bo"], "pending")] == [request]


def test_reason_is_not_in_the_repr(world: World) -> None:
    """A wish, a verdict and a view do not print free text."""
    wish = world.wish(reason="secret reason")
    request = submit_request(world.services, world.people["ann"], wish)
    shown = [wish, Verdict(Answer.DENY, "secret note"), get_request(world.services, world.people["ann"], request)]
    assert "secret" not in repr(shown)


def test_why_a_grant_was_revoked_can_be_read(world: World) -> None:
    """The reason is kept sealed, its commitment stands in the entry, and who sees the grant reads it."""
    grant = world.grant()
    revoke_grant(world.services, world.people["bo"], grant, "too wide after all")
    assert get_grant(world.services, world.people["ann"], grant).ended_note == "too wide after all"
    assert world.entries_of("grant.revoke")[0].text is not None
    assert "too wide" not in repr(get_grant(world.services, world.people["ann"], grant))

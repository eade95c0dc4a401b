"""Counting reviews: distinct people, at least as many as needed, never the requester, and one deny is enough.

A review is an answer that stands: a later answer of the same person replaces nothing. Faults of peers this file is built
against: one person filling two places, equality in place of at-least, two answers at one instant, an empty list of approvers
that means anyone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from milkglass.access.decision import Rung
from milkglass.access.principal import is_among, is_same_person, person_key
from milkglass.access.request import SHORTEST, AccessRequest, RequestState, check_pending
from milkglass.errors import DeniedError, StateError, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime, timedelta

    from milkglass.access.scope import Scope


class Answer(StrEnum):
    """What a reviewer said."""

    APPROVE = "approve"
    DENY = "deny"


class TallyState(StrEnum):
    """What the reviews come to."""

    PENDING = "pending"
    APPROVED = "approved"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Review:
    """One person's answer.

    Args:
        reviewer: Who.
        answer: What.
        at: When.
        note_id: Where the sealed note stands, if there is one.
        duration: A shorter duration than asked for, if the reviewer narrowed it.
        services: Only these of the services asked for, if the reviewer narrowed them.
        kinds: Only these of the kinds asked for, likewise.
    """

    reviewer: str
    answer: Answer
    at: datetime
    note_id: str | None = None
    duration: timedelta | None = None
    services: frozenset[str] | None = None
    kinds: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Ignored:
    """A review that did not count, and why."""

    review: Review
    reason: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What the reviews come to.

    Args:
        state: Pending, approved or denied.
        missing: How many more people must agree; 0 unless pending.
        counted: Names of the people whose approval counts, in order.
        ignored: Reviews that did not count.
        duration: What a grant may last: the shortest of the request's and of the counted reviews'.
        scope: What a grant may cover: what the request and all counted reviews have in common.
    """

    state: TallyState
    missing: int
    counted: tuple[str, ...]
    ignored: tuple[Ignored, ...]
    duration: timedelta
    scope: Scope


def tally(request: AccessRequest, reviews: Sequence[Review], *, eligible: Collection[str]) -> Tally:
    """Count reviews.

    Args:
        request: What is reviewed; says who asked and how many must agree.
        reviews: In the order in which they were recorded.
        eligible: Names of those who may approve this request **now** (``policy.who_can_approve``). Nobody outside counts;
            an empty collection means nobody, never anyone. A deny stands although its author may not approve any more.
    """
    standing, ignored = _standing(request, reviews)
    approvals = [review for review in standing if review.answer is Answer.APPROVE]
    counted = [review for review in approvals if is_among(review.reviewer, eligible)]
    ignored += [Ignored(review, "may not approve this request") for review in approvals if review not in counted]
    missing = max(0, request.approvals_needed - len(counted))
    state = _state(request, missing, is_denied=len(approvals) < len(standing))
    return Tally(
        state=state,
        missing=missing if state is TallyState.PENDING else 0,
        counted=tuple(review.reviewer for review in counted),
        ignored=tuple(ignored),
        duration=min([request.duration, *(review.duration for review in counted if review.duration is not None)]),
        scope=narrowed(request.scope, counted),
    )


def narrowed(scope: Scope, counted: Sequence[Review]) -> Scope:
    """What a scope and all these reviews agree to; ``check_may_review`` sees to it that something is left."""
    services = scope.services.intersection(*(one.services for one in counted if one.services is not None))
    kinds = scope.kinds.intersection(*(one.kinds for one in counted if one.kinds is not None))
    return replace(scope, services=services, kinds=kinds)


def _standing(request: AccessRequest, reviews: Sequence[Review]) -> tuple[list[Review], list[Ignored]]:
    """The first timely answer of each person but the requester, and the rest."""
    first: dict[str, Review] = {}
    ignored: list[Ignored] = []
    for review in reviews:
        if is_same_person(review.reviewer, request.requester):
            ignored.append(Ignored(review, "is the requester"))
        elif person_key(review.reviewer) in first:
            ignored.append(Ignored(review, "answered before"))
        elif review.at >= request.expires_at:
            ignored.append(Ignored(review, "came after the request had expired"))
        else:
            first[person_key(review.reviewer)] = review
    return list(first.values()), ignored


def _state(request: AccessRequest, missing: int, *, is_denied: bool) -> TallyState:
    if is_denied or request.rung is Rung.DENIED or request.state is RequestState.DENIED:
        return TallyState.DENIED
    return TallyState.PENDING if missing else TallyState.APPROVED


def check_may_review(
    request: AccessRequest, reviews: Sequence[Review], review: Review, *, eligible: Collection[str]
) -> None:
    """Refuse a review that may not be recorded.

    Args:
        request: What is reviewed.
        reviews: Those recorded so far.
        review: The new one; its ``at`` is the server clock.
        eligible: Names of those who may approve this request now.

    Raises:
        DeniedError: if it is the requester, or somebody who may not approve.
        StateError: if the request is not pending, or this person answered before.
        UsageError: if the reviewer's duration is not between one minute and what was asked for, or services or kinds are not
            some of those that were asked for and that earlier reviews left.
    """
    if is_same_person(review.reviewer, request.requester):
        raise DeniedError("nobody reviews a request of their own", hint="ask somebody else to review it")
    if not is_among(review.reviewer, eligible):
        raise DeniedError(f"request {request.id} is not yours to review")
    check_pending(request, review.at)
    if is_among(review.reviewer, [earlier.reviewer for earlier in reviews]):
        raise StateError(f"you answered request {request.id} before, and the first answer stands")
    if review.duration is not None and not SHORTEST <= review.duration <= request.duration:
        raise UsageError("a reviewer may shorten the duration, not lengthen it")
    approvals = [earlier for earlier in reviews if earlier.answer is Answer.APPROVE]
    _check_narrowed("services", review.services, request.scope.services, [one.services for one in approvals])
    _check_narrowed("kinds", review.kinds, request.scope.kinds, [one.kinds for one in approvals])


def _check_narrowed(
    what: str, chosen: frozenset[str] | None, asked: frozenset[str], earlier: Sequence[frozenset[str] | None]
) -> None:
    if chosen is None:
        return
    if not chosen or not chosen <= asked:
        raise UsageError(f"a reviewer may leave out {what}, not add some", hint=f"name some of the {what} asked for")
    left = asked.intersection(*(one for one in earlier if one is not None))
    if not chosen & left:
        raise UsageError(f"nothing is left of the {what}: an earlier review left out all of these", hint="or deny it")


def check_may_look_back(
    request: AccessRequest, reviews: Sequence[Review], review: Review, *, eligible: Collection[str]
) -> None:
    """Refuse a look at a broken glass that may not be recorded; one other person looks, once.

    Raises:
        DeniedError: if it is the requester, or somebody who may not approve.
        StateError: if the glass was not broken, or somebody looked before.
        UsageError: if the reviewer narrows what is over.
    """
    if is_same_person(review.reviewer, request.requester):
        raise DeniedError("nobody reviews a request of their own", hint="ask somebody else to review it")
    if not is_among(review.reviewer, eligible):
        raise DeniedError(f"request {request.id} is not yours to review")
    if not request.breaks_glass or reviews:
        raise StateError(f"request {request.id} waits for nobody to look at it")
    if (review.duration, review.services, review.kinds) != (None, None, None):
        raise UsageError("what was opened cannot be made narrower afterwards")


def check_enough_reviewers(request: AccessRequest, eligible: Collection[str]) -> None:
    """Refuse a request that can never be approved, before anybody waits for it.

    Raises:
        DeniedError: if fewer distinct people than needed may approve it.
    """
    people = {person_key(name) for name in eligible} - {person_key(request.requester)}
    if request.breaks_glass and not people:
        raise DeniedError("nobody could look at a broken glass afterwards", hint="ask for approval instead")
    if len(people) < request.approvals_needed:
        raise DeniedError(
            f"this needs {request.approvals_needed} approvals and {len(people)} people may give one",
            hint="an administrator can give the approver role to more people",
        )

"""Who may record a review, and whether enough people exist. Counting is in `tests/conformance/test_approval_vectors.py`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from milkglass.access.approval import Answer, Review, check_enough_reviewers, check_may_review
from milkglass.access.decision import Rung
from milkglass.access.request import PENDING_LIFETIME, RequestState
from milkglass.errors import DeniedError, StateError, UsageError

if TYPE_CHECKING:
    from tests.unit.access.conftest import Story

ELIGIBLE = ["bo", "cleo"]


def approve(story: Story, who: str = "bo", **changes: object) -> Review:
    """An approval one minute after the request."""
    given = {"reviewer": who, "answer": Answer.APPROVE, "at": story.now + timedelta(minutes=1)}
    return Review(**(given | changes))  # type: ignore[arg-type]  # a builder


def test_an_eligible_person_may_review(story: Story) -> None:
    """Bo, who may approve, answers a pending request."""
    check_may_review(story.request(), [], approve(story), eligible=ELIGIBLE)


@pytest.mark.parametrize("spelling", ["ana", "ANA", " ana", "a\u200bna"])
def test_nobody_reviews_their_own_request(story: Story, spelling: str) -> None:
    """Not even when the list of eligible people names the requester, in any spelling."""
    with pytest.raises(DeniedError):
        check_may_review(story.request(), [], approve(story, spelling), eligible=[*ELIGIBLE, spelling])


@pytest.mark.parametrize("eligible", [[], ["cleo"]])
def test_who_is_not_eligible_may_not_review(story: Story, eligible: list[str]) -> None:
    """An empty list means nobody, never anyone."""
    with pytest.raises(DeniedError):
        check_may_review(story.request(), [], approve(story), eligible=eligible)


def test_one_answer_each(story: Story) -> None:
    """A second answer is refused, also in another spelling and also if it says the opposite."""
    first = approve(story)
    for again in (approve(story, "BO"), approve(story, answer=Answer.DENY)):
        with pytest.raises(StateError):
            check_may_review(story.request(), [first], again, eligible=ELIGIBLE)


@pytest.mark.parametrize("state", [state for state in RequestState if state is not RequestState.PENDING])
def test_a_decided_request_takes_no_review(story: Story, state: RequestState) -> None:
    """Approved, denied, withdrawn and expired requests are closed."""
    with pytest.raises(StateError):
        check_may_review(story.request(state=state), [], approve(story), eligible=ELIGIBLE)


def test_a_review_after_the_expiry_is_refused(story: Story) -> None:
    """The request expires by the clock although nobody wrote it down."""
    late = approve(story, at=story.now + PENDING_LIFETIME)
    with pytest.raises(StateError):
        check_may_review(story.request(), [], late, eligible=ELIGIBLE)


@pytest.mark.parametrize("minutes", [-1, 0, 61, 100_000])
def test_a_reviewer_shortens_and_never_lengthens(story: Story, minutes: int) -> None:
    """Less than a minute and more than was asked for are refused."""
    with pytest.raises(UsageError):
        check_may_review(story.request(), [], approve(story, duration=timedelta(minutes=minutes)), eligible=ELIGIBLE)


@pytest.mark.parametrize(
    ("rung", "eligible", "enough"),
    [
        (Rung.AUTOMATIC, [], True),
        (Rung.ONE_APPROVAL, [], False),
        (Rung.ONE_APPROVAL, ["ana"], False),
        (Rung.ONE_APPROVAL, ["ana", "bo"], True),
        (Rung.TWO_APPROVALS, ["bo", "BO", "b\u200bo"], False),
        (Rung.TWO_APPROVALS, ["bo", "cleo"], True),
    ],
)
def test_a_request_that_nobody_can_approve_is_refused_at_once(
    story: Story, rung: Rung, eligible: list[str], *, enough: bool
) -> None:
    """Distinct people are counted, without the requester."""
    if enough:
        check_enough_reviewers(story.request(rung=rung), eligible)
    else:
        with pytest.raises(DeniedError):
            check_enough_reviewers(story.request(rung=rung), eligible)

"""No sequence of reviews approves with fewer distinct eligible others than needed, and nothing ignored ever helps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from milkglass.access.approval import Answer, Review, TallyState, check_may_review, tally
from milkglass.access.decision import Decision, Rung
from milkglass.access.grant import issue
from milkglass.access.principal import person_key
from milkglass.access.request import PENDING_LIFETIME, AccessRequest, RequestState
from milkglass.access.scope import Scope
from milkglass.errors import AccessError, UsageError

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
NAMES = st.sampled_from(["ana", "ANA", "bo", "Bo", "\uff42\uff4f", "b\u200bo", "cleo", " cleo", "dara"])
REVIEWS = st.builds(
    Review,
    reviewer=NAMES,
    answer=st.sampled_from(Answer),
    at=st.integers(0, 300).map(lambda minutes: NOW + timedelta(minutes=minutes)),
    duration=st.none() | st.integers(1, 120).map(lambda minutes: timedelta(minutes=minutes)),
)
SEQUENCES = st.lists(REVIEWS, max_size=8)
ELIGIBLE = st.sets(NAMES)
RUNGS = st.sampled_from(Rung)


def request_on(rung: Rung, state: RequestState = RequestState.PENDING) -> AccessRequest:
    """Ana's request of an hour on some rung."""
    return AccessRequest(
        id="req-1",
        requester="ana",
        scope=Scope(frozenset({"checkout"}), frozenset({"email"}), NOW - HOUR, NOW),
        duration=HOUR,
        reason="refunds fail",
        incident=None,
        created_at=NOW,
        state=state,
        rung=rung,
        rule="some-rule",
        because="some reason",
    )


@given(RUNGS, SEQUENCES, ELIGIBLE)
def test_approval_means_enough_distinct_eligible_others_who_agreed_in_time(
    rung: Rung, reviews: list[Review], eligible: set[str]
) -> None:
    """Whatever was answered by whom, in which spelling and order: approved implies the quorum, computed another way."""
    counted = tally(request_on(rung), reviews, eligible=eligible)
    others = {person_key(name) for name in eligible} - {"ana"}
    agreed = {
        person_key(review.reviewer)
        for review in reviews
        if review.answer is Answer.APPROVE and review.at < NOW + PENDING_LIFETIME
    }
    if counted.state is TallyState.APPROVED:
        assert rung is not Rung.DENIED
        assert len(agreed & others) >= rung.approvals_needed
    assert len({person_key(name) for name in counted.counted}) == len(counted.counted)
    assert {person_key(name) for name in counted.counted} <= agreed & others
    assert timedelta(0) < counted.duration <= HOUR


@given(RUNGS, SEQUENCES, ELIGIBLE)
def test_a_timely_deny_by_anybody_else_ends_it(rung: Rung, reviews: list[Review], eligible: set[str]) -> None:
    """If somebody's first timely answer is a deny, no further answer makes it an approval."""
    first: dict[str, Answer] = {}
    for review in reviews:
        if person_key(review.reviewer) != "ana" and review.at < NOW + PENDING_LIFETIME:
            first.setdefault(person_key(review.reviewer), review.answer)
    assume(Answer.DENY in first.values())
    assert tally(request_on(rung), reviews, eligible=eligible).state is TallyState.DENIED


@given(RUNGS, SEQUENCES, ELIGIBLE)
def test_what_is_ignored_changes_nothing(rung: Rung, reviews: list[Review], eligible: set[str]) -> None:
    """Counting again without the ignored reviews gives the same state, people and duration; none is lost without a reason."""
    counted = tally(request_on(rung), reviews, eligible=eligible)
    ignored = [one.review for one in counted.ignored]
    kept = [review for review in reviews if not any(review is one for one in ignored)]  # equal ones are not the same
    again = tally(request_on(rung), kept, eligible=eligible)
    assert (again.state, again.counted, again.duration) == (counted.state, counted.counted, counted.duration)
    assert all(one.reason for one in counted.ignored)


@given(RUNGS, SEQUENCES, ELIGIBLE, REVIEWS)
def test_one_more_review_never_lengthens_a_grant(
    rung: Rung, reviews: list[Review], eligible: set[str], more: Review
) -> None:
    """A later answer may narrow, and may not widen what is there; a denial never becomes anything else."""
    before = tally(request_on(rung), reviews, eligible=eligible)
    after = tally(request_on(rung), [*reviews, more], eligible=eligible)
    assert after.duration <= before.duration
    if before.state is TallyState.DENIED:
        assert after.state is TallyState.DENIED


@given(RUNGS, SEQUENCES, ELIGIBLE, ELIGIBLE)
def test_fewer_eligible_people_never_approve_more(
    rung: Rung, reviews: list[Review], eligible: set[str], gone: set[str]
) -> None:
    """Taking roles away never turns pending or denied into approved."""
    fewer = tally(request_on(rung), reviews, eligible=eligible - gone)
    if fewer.state is TallyState.APPROVED:
        assert tally(request_on(rung), reviews, eligible=eligible).state is TallyState.APPROVED


@given(RUNGS, SEQUENCES, ELIGIBLE)
def test_reviews_that_pass_the_gate_are_all_counted(rung: Rung, reviews: list[Review], eligible: set[str]) -> None:
    """What may be recorded is never ignored when counted under the same roles: nobody answers in vain."""
    recorded: list[Review] = []
    for review in reviews:
        try:
            check_may_review(request_on(rung), recorded, review, eligible=eligible)
        except (AccessError, UsageError):
            continue
        recorded.append(review)
    assert tally(request_on(rung), recorded, eligible=eligible).ignored == ()


@given(RUNGS, SEQUENCES, ELIGIBLE, RUNGS, st.sampled_from(RequestState), st.integers(0, 400))
def test_a_grant_is_issued_only_with_the_quorum_of_both_answers_of_the_policy(
    rung: Rung, reviews: list[Review], eligible: set[str], decided: Rung, state: RequestState, minutes: int
) -> None:
    """A grant implies enough people for the rung of the request and for the rung of now, and starts now."""
    request, now = request_on(rung, state), NOW + timedelta(minutes=minutes)
    counted = tally(request, reviews, eligible=eligible)
    decision = Decision(decided, "some-rule", "t", "b", HOUR, (), "ab" * 32)
    try:
        grant = issue(request, counted, decision, grant_id="grant-1", now=now)
    except AccessError:
        return
    assert Rung.DENIED not in {rung, decided}
    assert len(counted.counted) >= max(rung.approvals_needed, decided.approvals_needed)
    assert grant.not_before == now < grant.expires_at <= now + HOUR
    assert now < request.expires_at

"""What a correctly signed log may still not say: each rule of access is checked again from the entries alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from mgaudit import ANN, BO, CY, HASH, KEY, ORIGIN, SCOPE, START, SYSTEM, Recorder, decided

from milkglass.audit.checkpoint import vkey
from milkglass.audit.entry import Actor, Draft, EntryType, Out, PolicyRef, Rung, Scope, ValueCount
from milkglass.audit.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from milkglass.audit.verdict import Verdict


def verdict_on(recorder: Recorder) -> Verdict:
    """Export and verify."""
    return verify(recorder.export(), vkey=vkey(ORIGIN, KEY.public_key()))


def wide() -> Scope:
    """A scope of one service more than was granted."""
    return Scope((*SCOPE.services, "payments"), SCOPE.kinds, SCOPE.log_from, SCOPE.log_to)


def _return(recorder: Recorder) -> None:
    recorder.record(Draft(type=EntryType.GRANT_RETURN, actor=ANN, req="req_1", grant="grant_1"))


REVEALS: dict[str, Callable[[Recorder], object]] = {
    "never issued": lambda r: (r.grant(), r.intend(grant="grant_9")),
    "not the holder": lambda r: (r.grant(), r.intend(actor=Actor("eve"))),
    "another session": lambda r: (r.grant(), r.intend(sess="f" * 16)),
    "before step-up": lambda r: (r.ask(), r.approve(), r.issue(), r.intend(), r.step_up()),
    "step-up for another grant": lambda r: (r.ask(), r.approve(), r.issue(), r.step_up("grant_2"), r.intend()),
    "after the window": lambda r: (r.grant(), r.clock.tick(hours=1), r.intend()),
    "after the return": lambda r: (r.grant(), _return(r), r.intend()),
    "another service": lambda r: (r.grant(), r.intend(scope=wide())),
    "another kind": lambda r: (r.grant(), r.intend(values=ValueCount(1, {"payment_card": 1}))),
    "older log time": lambda r: (
        r.grant(),
        r.intend(scope=Scope(SCOPE.services, SCOPE.kinds, SCOPE.log_from - timedelta(days=1), SCOPE.log_to)),
    ),
    "without a scope": lambda r: (r.grant(), r.intend(scope=None)),
}


@pytest.mark.parametrize("name", REVEALS)
def test_a_reveal_that_no_live_grant_covers_is_a_fault(recorder: Recorder, name: str) -> None:
    """Holder, session, step-up, window, end and scope are each checked, and the entry is named."""
    REVEALS[name](recorder)
    intent = next(entry.n for entry in recorder.entries() if entry.type is EntryType.REVEAL_INTENT)
    assert [(one.code, one.entry) for one in verdict_on(recorder).faults] == [("verify.grant", intent)]


def test_a_result_after_the_end_is_a_fault_of_its_own(recorder: Recorder) -> None:
    """The grant is checked at the result again: what ended in between may not be answered."""
    recorder.grant()
    recorder.intend()
    _return(recorder)
    recorder.disclose()
    assert [(one.code, one.entry) for one in verdict_on(recorder).faults] == [("verify.grant", 7)]


def test_the_end_of_the_incident_ends_the_grant(recorder: Recorder) -> None:
    """A reveal after the incident was resolved is a fault, also without an entry that ends the grant."""
    recorder.ask(incident="inc_1")
    recorder.approve()
    recorder.issue(incident="inc_1")
    recorder.step_up()
    recorder.record(Draft(type=EntryType.INCIDENT_RESOLVE, actor=BO, incident="inc_1"))
    recorder.intend(incident="inc_1")
    assert [one.code for one in verdict_on(recorder).faults] == ["verify.grant"]


TWO = PolicyRef("two", Rung.TWO_APPROVALS, HASH)
GRANTS: dict[str, Callable[[Recorder], object]] = {
    "no review": lambda r: (r.ask(), r.issue()),
    "own review": lambda r: (r.ask(), r.approve(ANN), r.issue()),
    "one of two": lambda r: (r.ask(), r.approve(), r.issue_with(TWO)),
    "one twice": lambda r: (r.ask(), r.approve(), r.approve(), r.issue_with(TWO)),
    "denied rung": lambda r: (r.ask(), r.approve(), r.issue_with(PolicyRef("no", Rung.DENIED, HASH))),
    "not asked for": lambda r: (r.approve(), r.issue()),
    "asked by another": lambda r: (r.ask(actor=Actor("eve")), r.approve(), r.issue()),
    "wider than asked": lambda r: (r.ask(), r.approve(), r.issue_wide()),
    "after a deny": lambda r: (r.ask(), r.approve(), r.deny(), r.issue()),
    "after withdrawal": lambda r: (r.ask(), r.approve(), r.withdraw(), r.issue()),
    "denied by policy": lambda r: (r.ask(), r.deny_by_policy(), r.approve(), r.issue()),
    "twice": lambda r: (r.ask(), r.approve(), r.issue(), r.issue()),
}


class Liar(Recorder):
    """A server that signs what it should not."""

    def issue_with(self, policy: PolicyRef) -> None:
        """A grant by another rung."""
        super().issue(policy=policy)

    def issue_wide(self) -> None:
        """A grant of more than was asked for."""
        super().issue(scope=wide())

    def deny(self) -> None:
        """A reviewer denies."""
        self.record(Draft(type=EntryType.REVIEW_DENY, actor=CY, req="req_1"))

    def withdraw(self) -> None:
        """The requester withdraws."""
        self.record(Draft(type=EntryType.REQUEST_WITHDRAW, actor=ANN, req="req_1"))

    def deny_by_policy(self) -> None:
        """The policy denies."""
        self.record(decided("req_1", Rung.DENIED, out=Out.DENIED, why="access.denied"))


@pytest.fixture
def liar(recorder: Recorder) -> Liar:
    """The same log in the hands of a liar."""
    folder = recorder.folder / "liar"
    folder.mkdir()
    return Liar(folder)


@pytest.mark.parametrize("name", GRANTS)
def test_a_grant_that_its_reviews_do_not_carry_is_a_fault(liar: Liar, name: str) -> None:
    """Reviews by others than the holder, as many as the rung asks for, of a request that stands and covers it."""
    GRANTS[name](liar)
    issued = [entry.n for entry in liar.entries() if entry.type is EntryType.GRANT_ISSUE][-1]
    found = verdict_on(liar).faults
    liar.close()
    assert {(one.code, one.entry) for one in found} == {("verify.grant", issued)}


def test_two_approvals_by_two_people_carry_the_highest_rung(liar: Liar) -> None:
    """Nothing is wrong with a grant that two others approved."""
    liar.ask(rung=Rung.TWO_APPROVALS)
    liar.approve(BO)
    liar.approve(CY)
    liar.issue_with(TWO)
    found = verdict_on(liar)
    liar.close()
    assert found.ok


PAIRS: dict[str, tuple[Callable[[Recorder], object], int]] = {
    "no intent": (lambda r: (r.grant(), r.disclose()), 5),
    "second result": (lambda r: (r.grant(), r.intend(), r.disclose(), r.disclose()), 7),
    "second intent": (lambda r: (r.grant(), r.intend(), r.disclose(), r.intend()), 7),
    "intent of another": (lambda r: (r.grant(), r.intend(), r.disclose(sess="f" * 16)), 6),
}


@pytest.mark.parametrize("name", PAIRS)
def test_intents_and_results_come_in_pairs(recorder: Recorder, name: str) -> None:
    """A result needs its own intent, and an intent has one result."""
    act, at = PAIRS[name]
    act(recorder)
    assert ("verify.pairing", at) in {(one.code, one.entry) for one in verdict_on(recorder).faults}


def test_an_intent_without_result_is_a_warning(recorder: Recorder) -> None:
    """A server that died between the two may have disclosed: it is said, and is no fault."""
    recorder.grant()
    recorder.intend()
    verdict = verdict_on(recorder)
    assert verdict.ok
    assert [(one.code, one.entry) for one in verdict.warnings] == [("verify.pairing", 5)]
    assert "possibly disclosed" in verdict.warnings[0].message


def test_a_clock_that_went_back_is_a_warning(recorder: Recorder) -> None:
    """Security case 29: log time stands still, the difference is on the record, and the verdict points at it."""
    recorder.record(Draft(type=EntryType.SESSION_OPEN, actor=ANN))
    recorder.clock.tick(hours=-2)
    (entry,) = recorder.record(Draft(type=EntryType.SESSION_CLOSE, actor=ANN))
    verdict = verdict_on(recorder)
    assert entry.t == START + timedelta(seconds=1)
    assert entry.skew == (2 * 3600 - 1) * 1000
    assert (verdict.ok, [(one.code, one.entry) for one in verdict.warnings]) == (True, [("verify.time", 1)])


def test_turning_the_clock_back_prolongs_nothing(recorder: Recorder) -> None:
    """Security case 29: log time never goes back, so a grant that ran out stays out."""
    recorder.grant()
    recorder.clock.tick(hours=2)
    recorder.record(Draft(type=EntryType.SESSION_OPEN, actor=SYSTEM))
    recorder.clock.tick(hours=-2)
    recorder.intend()
    assert [one.code for one in verdict_on(recorder).faults] == ["verify.grant"]

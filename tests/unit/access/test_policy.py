"""The ladder: what opens a rung, what closes them all, and what Cedar leaves open and we do not.

What the starter policy answers is in `tests/conformance/test_policy_vectors.py`.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

from milkglass.access.decision import Effect, Rung
from milkglass.access.entities import elevation_requests, entities_of
from milkglass.access.policy import PolicySet, decide, rule_on_review, who_can_approve
from milkglass.access.principal import Principal, Role
from milkglass.errors import UsageError

if TYPE_CHECKING:
    from tests.unit.access.conftest import Story

EVERYTHING = "".join(
    f'@id("all-{action[8:]}") @title("t") @because("b") permit(principal, action == Action::"{action}", resource);\n'
    for action in ("elevate_auto", "elevate_one", "elevate_two")
)
ANYBODY_REVIEWS = '@id("reviews") @title("t") @because("b") permit(principal, action == Action::"approve", resource);\n'
LAX = EVERYTHING + ANYBODY_REVIEWS


def forbid(when: str, action: str = 'action in Action::"elevate"', name: str = "no") -> str:
    """A rule that forbids."""
    return (
        f'@id("{name}") @title("No") @because("because no") forbid(principal, {action}, resource) when {{ {when} }};\n'
    )


def test_the_lowest_open_rung_decides(story: Story) -> None:
    """With every rung open it is the automatic one; each forbid moves it one up, and none leads to a broken glass."""
    rungs = [decide(PolicySet.load(LAX), story.given()).rung]
    text = LAX
    for action in ("elevate_auto", "elevate_one", "elevate_two"):
        text += forbid("true", f'action == Action::"{action}"', f"no-{action[8:]}")
        rungs.append(decide(PolicySet.load(text), story.given()).rung)
    assert rungs == [rung for rung in Rung if rung is not Rung.BREAK_GLASS]


@pytest.mark.parametrize(
    "changes",
    [
        {"max_sensitivity": 4},
        {"requester": Principal("ana", frozenset(Role), frozenset({"checkout"}), active=False)},
    ],
    ids=["credential", "inactive"],
)
def test_the_floor_holds_under_any_policy(story: Story, changes: dict[str, Any]) -> None:
    """A policy that allows everything to everybody opens neither credentials nor anything to an inactive account."""
    decision = decide(PolicySet.load(LAX), story.given(**changes))
    assert decision.rung is Rung.DENIED
    assert decision.rule_id.startswith("floor-")


@pytest.mark.parametrize("changes", [{"is_agent": True}, {"fresh": False}])
def test_the_floor_wants_a_person_where_nobody_can_be_sure(story: Story, changes: dict[str, bool]) -> None:
    """An agent, and a request on stale context, never open anything automatically, whatever the policy says."""
    agent = story.principal(is_agent=changes.get("is_agent", False))
    given = story.given(requester=agent, context_is_fresh=changes.get("fresh", True))
    assert decide(PolicySet.load(LAX), given).rung is Rung.ONE_APPROVAL


def test_an_empty_policy_denies(story: Story) -> None:
    """No rule, no access."""
    decision = decide(PolicySet.load(""), story.given())
    assert (decision.rung, decision.rule_id) == (Rung.DENIED, "default-deny")


@pytest.mark.parametrize("action", ["elevate_auto", "elevate_one", "elevate_two"])
def test_a_forbid_that_fails_denies_everything(story: Story, action: str) -> None:
    """Cedar skips a forbid that overflows and would allow; here any failure on any rung denies them all."""
    overflow = "resource.max_sensitivity + 9223372036854775807 > 0"
    decision = decide(PolicySet.load(LAX + forbid(overflow, f'action == Action::"{action}"')), story.given())
    assert (decision.rung, decision.rule_id) == (Rung.DENIED, "policy-error")
    assert decision.reasons == ()


def test_a_permit_that_fails_denies_everything(story: Story) -> None:
    """A broken permit beside a good one is a broken policy, not a smaller one."""
    broken = (
        '@id("broken") @title("t") @because("b") permit(principal, action == Action::"elevate_two", resource) '
        "when { resource.max_sensitivity * 9223372036854775807 > 0 || true };"
    )
    assert decide(PolicySet.load(LAX + broken), story.given(max_sensitivity=2)).rule_id == "policy-error"


@pytest.mark.parametrize(
    "entities",
    [
        [],
        [{}],
        [{"uid": {"type": "User", "id": "ana"}, "attrs": {}, "parents": []}],
        [{"uid": {"type": "Stranger", "id": "ana"}, "attrs": {}, "parents": []}],
    ],
)
def test_entities_that_do_not_fit_fail_closed(story: Story, entities: list[dict[str, Any]]) -> None:
    """Missing, foreign or half entities are a failed ruling: neither an exception nor an answer."""
    rulings = PolicySet.load(LAX + forbid('resource.services.contains("x")')).ask(
        elevation_requests(story.given(), ["elevate_auto"]), entities
    )
    assert [(ruling.allowed, ruling.failed) for ruling in rulings] == [(False, True)]


def test_a_question_that_cedar_cannot_answer_fails_closed(story: Story) -> None:
    """An action that the schema does not know gives no decision, which is not taken for one."""
    given = story.given()
    rulings = PolicySet.load(LAX).ask(elevation_requests(given, ["elevate_three"]), entities_of(given))
    assert [(ruling.allowed, ruling.failed) for ruling in rulings] == [(False, True)]


@pytest.mark.parametrize(
    "changes",
    [
        {"max_sensitivity": 0},
        {"max_sensitivity": 5},
        {"max_sensitivity": -1},
        {"duration": timedelta(0)},
        {"now": datetime(2026, 11, 23)},  # noqa: DTZ001 - hostile input
        {"now": datetime.max.replace(tzinfo=timezone(-timedelta(hours=9)))},
    ],
)
def test_an_input_that_makes_no_sense_is_refused(story: Story, changes: dict[str, Any]) -> None:
    """A sensitivity outside 1 to 4, no duration and a clock without zone or out of range never reach the policy."""
    with pytest.raises(UsageError):
        story.given(**changes)


@pytest.mark.parametrize("severity", [True, "1", 1.0, None, 2**70])
def test_an_incident_of_the_wrong_type_opens_nothing(story: Story, starter: PolicySet, severity: object) -> None:
    """What an incident source gets wrong ends in a denial, not in a match by luck and not in an exception."""
    decision = decide(starter, story.given(incident=story.incident(severity=severity)))
    assert decision.rung is Rung.DENIED


def test_business_hours_are_those_of_the_server_zone(story: Story) -> None:
    """Weekday and hour are local; Monday noon in UTC is Monday evening in Tokyo."""
    rule = EVERYTHING.replace("resource);", "resource) when { context.clock.local_hour < 18 };") + ANYBODY_REVIEWS
    tokyo = timezone(timedelta(hours=9))
    assert decide(PolicySet.load(rule), story.given(zone=UTC)).rung is Rung.AUTOMATIC
    assert decide(PolicySet.load(rule), story.given(zone=tokyo)).rung is Rung.DENIED


def test_a_rule_may_shorten_the_window_and_the_shortest_counts(story: Story) -> None:
    """@max_duration of the deciding rules limits; that of a rule of another rung does not."""
    text = LAX.replace('@id("all-auto")', '@id("all-auto") @max_duration("30m")').replace(
        '@id("all-one")', '@id("all-one") @max_duration("5m")'
    )
    assert decide(PolicySet.load(text), story.given()).max_duration == timedelta(minutes=30)
    assert decide(PolicySet.load(text), story.given(duration=timedelta(minutes=7))).max_duration == timedelta(minutes=7)


def test_a_decision_explains_itself_in_the_words_of_the_rules(story: Story, starter: PolicySet) -> None:
    """The deciding rule first, then why a lower rung was closed, each with the id of its rule."""
    decision = decide(starter, story.given(incident=story.incident(opened_by="ana")))
    told = decision.explain()
    assert told[0].endswith("[engineer-one-approval]")
    assert any("not automatic" in line and line.endswith("[own-incident-asks]") for line in told)
    assert {reason.effect for reason in decision.reasons} == {Effect.PERMIT, Effect.FORBID}


def test_the_hash_is_that_of_the_text() -> None:
    """An auditor who holds the file can compare it with the log."""
    assert PolicySet.load(LAX).hash == hashlib.sha256(LAX.encode()).hexdigest()
    assert PolicySet.load(LAX).hash != PolicySet.load(LAX + " ").hash


def people(story: Story) -> list[Principal]:
    """Ana and those around her."""
    return [
        story.principal("ana", "engineer", "approver"),
        story.principal("bo", "approver"),
        story.principal("BO", "approver"),
        story.principal("cleo", "security"),
        story.principal("dara", "engineer"),
        story.principal("eve", "admin"),
        story.principal("finn", "admin", "approver"),
        story.principal("gone", "approver", active=False),
        story.principal("robot", "approver", is_agent=True),
        story.principal("auda", "auditor"),
    ]


def test_the_starter_policy_lets_approvers_and_security_review(story: Story, starter: PolicySet) -> None:
    """Distinct active people with the role: not the requester, no agent, no engineer, no mere administrator."""
    names = who_can_approve(starter, story.given(), Rung.TWO_APPROVALS, people(story))
    assert names == ["bo", "cleo", "finn"]


def test_no_policy_lets_the_requester_an_agent_or_a_mere_administrator_review(story: Story) -> None:
    """With a policy that lets everybody review, the floor still keeps these out."""
    names = who_can_approve(PolicySet.load(LAX), story.given(), Rung.ONE_APPROVAL, people(story))
    assert set(names).isdisjoint({"ana", "eve", "gone", "robot"})


@pytest.mark.parametrize("rung", [Rung.AUTOMATIC, Rung.DENIED])
def test_where_there_is_nothing_to_review_nobody_can(story: Story, starter: PolicySet, rung: Rung) -> None:
    """Nobody approves what opened by itself, and nobody lifts a denial."""
    assert who_can_approve(starter, story.given(), rung, people(story)) == []
    if rung is Rung.DENIED:
        assert not any(ruling.allowed for ruling in rule_on_review(starter, story.given(), rung, people(story)))


def test_a_failing_review_rule_lets_nobody_review(story: Story) -> None:
    """A forbid on approve that overflows is not skipped."""
    broken = forbid("context.approvals_needed + 9223372036854775807 > 0", 'action == Action::"approve"')
    assert who_can_approve(PolicySet.load(LAX + broken), story.given(), Rung.ONE_APPROVAL, people(story)) == []

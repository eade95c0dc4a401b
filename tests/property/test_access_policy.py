"""Policy decisions are total, the floor holds under every policy, and a mangled policy never opens more than was written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from importlib import resources
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from milkglass.access.decision import Decision, Rung
from milkglass.access.policy import IncidentFacts, PolicyInput, PolicySet, decide, who_can_approve
from milkglass.access.principal import Principal, Role, person_key
from milkglass.access.scope import Scope
from milkglass.errors import RulesetError

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
STARTER_TEXT = resources.files("milkglass.access").joinpath("policies", "starter.cedar").read_text(encoding="utf-8")
STARTER = PolicySet.starter()
SERVICES = ["checkout", "payments", "search"]
NAMES = st.text(min_size=1, max_size=12).filter(person_key) | st.sampled_from(["ana", "bo"])
SETS = st.frozensets(st.sampled_from(SERVICES))


def principals(names: st.SearchStrategy[str] = NAMES) -> st.SearchStrategy[Principal]:
    """Any account."""
    roles = st.frozensets(st.sampled_from(Role))
    return st.builds(Principal, names, roles, SETS, active=st.booleans(), is_agent=st.booleans())


def inputs(people: st.SearchStrategy[Principal] | None = None) -> st.SearchStrategy[PolicyInput]:
    """Any input that can be made, with incidents of any shape."""
    incidents = st.builds(
        IncidentFacts,
        st.text(),
        st.integers() | st.integers(1, 5),
        st.booleans(),
        SETS | st.frozensets(st.text()),
        NAMES,
    )
    moments = st.datetimes(timezones=st.just(UTC)) | st.just(NOW)
    return st.builds(
        PolicyInput,
        requester=people or principals(),
        scope=st.builds(
            Scope,
            st.frozensets(st.sampled_from(SERVICES), min_size=1),
            st.frozensets(st.sampled_from(["email", "phone"]), min_size=1),
            st.just(NOW - timedelta(days=1)),
            st.just(NOW),
        ),
        duration=st.timedeltas(min_value=timedelta(microseconds=1)) | st.just(timedelta(hours=1)),
        max_sensitivity=st.integers(1, 4),
        now=moments.filter(lambda moment: 1 < moment.year < 9999),
        incident=st.none() | incidents,
        context_is_fresh=st.booleans(),
        zone=st.sampled_from([UTC, timezone(timedelta(hours=14)), timezone(-timedelta(hours=12))]),
    )


@given(inputs())
def test_the_starter_policy_answers_everything_and_opens_only_what_it_says(given_input: PolicyInput) -> None:
    """Never an exception; what opens passes the conditions of the policy, computed here once more by hand."""
    decision = decide(STARTER, given_input)
    assert isinstance(decision, Decision)
    if decision.is_denied:
        return
    asks = given_input.requester
    assert asks.active
    assert Role.ENGINEER in asks.roles
    assert given_input.duration <= timedelta(hours=4)
    assert given_input.max_sensitivity <= {Rung.TWO_APPROVALS: 3, Rung.ONE_APPROVAL: 2}.get(decision.rung, 1)
    if decision.rung is Rung.AUTOMATIC:
        assert given_input.context_is_fresh
        assert not asks.is_agent
        assert given_input.duration <= timedelta(hours=1)
        assert asks.on_call_for >= given_input.scope.services
        incident = given_input.incident
        assert incident is not None
        assert incident.is_open
        assert incident.severity <= 2
        assert incident.services >= given_input.scope.services
        assert person_key(incident.opened_by) != person_key(asks.name)


@given(inputs(), st.lists(principals(), max_size=6), st.sampled_from(Rung))
def test_reviewers_are_always_other_active_people_with_the_role(
    given_input: PolicyInput, people: list[Principal], rung: Rung
) -> None:
    """Never an exception, never the requester, an agent or an inactive account, and never the same person twice."""
    names = who_can_approve(STARTER, given_input, rung, people)
    keys = [person_key(name) for name in names]
    assert len(set(keys)) == len(keys)
    assert person_key(given_input.requester.name) not in keys
    by_key: dict[str, Principal] = {}
    for person in people:
        by_key.setdefault(person_key(person.name), person)
    for key in keys:
        assert by_key[key].active
        assert not by_key[key].is_agent
        assert by_key[key].has_any(Role.APPROVER, Role.SECURITY)


CONDITIONS = st.sampled_from(
    [
        "",
        "when { true }",
        "unless { false }",
        "when { resource.max_sensitivity <= 4 }",
        "when { principal.is_agent || true }",
        "when { context.fresh || !context.fresh }",
        "when { resource.max_sensitivity + 9223372036854775807 > 0 }",
        "when { resource has incident && resource.incident.severity < 9 }",
    ]
)


@st.composite
def lax_policies(draw: st.DrawFn) -> str:
    """Policies that try to open as much as they can."""
    actions = draw(st.lists(st.sampled_from(["elevate_auto", "elevate_one", "elevate_two"]), min_size=1, max_size=5))
    rules = [
        f'@id("rule-{n}") @title("t") @because("b") permit(principal, action == Action::"{action}", resource) {draw(CONDITIONS)};'
        for n, action in enumerate(actions)
    ]
    rules.append('@id("r") @title("t") @because("b") permit(principal, action == Action::"approve", resource);')
    return "\n".join(draw(st.permutations(rules)))


@settings(deadline=None)
@given(lax_policies(), inputs())
def test_no_policy_lifts_the_floor(text: str, given_input: PolicyInput) -> None:
    """Credentials and inactive accounts are denied; agents and stale context never open by themselves."""
    decision = decide(PolicySet.load(text), given_input)
    if given_input.max_sensitivity == 4 or not given_input.requester.active:
        assert decision.is_denied
    if given_input.requester.is_agent or not given_input.context_is_fresh:
        assert decision.rung is not Rung.AUTOMATIC


@settings(deadline=None)
@given(st.text() | st.text(st.sampled_from('@id("a")permit forbid;{}[]!&|=\\\n/ ')))
def test_any_text_loads_or_is_refused(text: str) -> None:
    """A policy is a policy or a ``RulesetError``, nothing in between."""
    try:
        policy = PolicySet.load(text)
    except RulesetError:
        return
    assert all(rule.startswith("floor-") for rule in policy.rules)


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """The starter policy with a piece cut out, doubled, or a few characters put in."""
    start = draw(st.integers(0, len(STARTER_TEXT)))
    end = min(len(STARTER_TEXT), start + draw(st.integers(0, 60)))
    piece = draw(st.just("") | st.just(STARTER_TEXT[start:end] * 2) | st.text(max_size=4) | st.sampled_from("!;{}()<>"))
    return STARTER_TEXT[:start] + piece + STARTER_TEXT[end:]


@settings(deadline=None)
@given(mutations(), inputs())
def test_a_damaged_policy_is_refused_or_still_under_the_floor(text: str, given_input: PolicyInput) -> None:
    """Damage ends in a refusal at load; what loads decides without an exception and never above the floor."""
    assume(text != STARTER_TEXT)
    try:
        policy = PolicySet.load(text)
    except RulesetError:
        return
    decision = decide(policy, given_input)
    assert policy.hash != STARTER.hash
    if given_input.max_sensitivity == 4 or not given_input.requester.active:
        assert decision.is_denied


@settings(deadline=None)
@given(inputs(), st.lists(st.dictionaries(st.text(), st.text() | st.integers() | st.none()), max_size=3))
def test_arbitrary_entities_fail_closed(given_input: PolicyInput, entities: list[dict[str, Any]]) -> None:
    """What is no entity gives failed rulings, one for each question."""
    question = {"principal": {"type": "User", "id": "x"}, "action": {"type": "Action", "id": "elevate_auto"}}
    asked = [{**question, "resource": {"type": "Request", "id": "this"}, "context": {}}] * 2
    assert [ruling.allowed for ruling in STARTER.ask(asked, entities)] == [False, False]


@given(inputs())
def test_the_policy_forgets_between_questions(given_input: PolicyInput) -> None:
    """Asked twice, the same answer; asked for somebody else between, the same answer."""
    first = decide(STARTER, given_input)
    decide(STARTER, PolicyInput(Principal("zoe", frozenset(Role)), given_input.scope, timedelta(hours=1), 1, NOW))
    assert decide(STARTER, given_input) == first

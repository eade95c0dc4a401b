"""Cases of a policy, and the policies to begin with, each with cases of its own in ``vectors/policy``."""

from __future__ import annotations

from pathlib import Path

import pytest

from milkglass.access.cases import read_cases, run
from milkglass.access.policy import PolicySet
from milkglass.access.starters import STARTERS, starter_text
from milkglass.errors import UsageError

VECTORS = Path(__file__).parents[3] / "vectors" / "policy"
FILES = {name: VECTORS / ("starter.json" if name == "team" else f"{name}.yaml") for name in STARTERS}


@pytest.mark.parametrize("name", STARTERS)
def test_each_policy_answers_its_cases(name: str) -> None:
    """Every policy to begin with loads, and every case of it is answered as written."""
    policy = PolicySet.load(starter_text(name))
    results = [run(policy, case) for case in read_cases(FILES[name].read_text(encoding="utf-8"))]
    assert [one for one in results if not one.is_right] == []
    assert len(results) >= 5


@pytest.mark.parametrize("name", STARTERS)
def test_each_rule_of_each_policy_decides_a_case(name: str) -> None:
    """No elevation rule stands in a policy to begin with that none of its cases meets."""
    from milkglass.access.policy import decide

    policy = PolicySet.load(starter_text(name))
    cases = read_cases(FILES[name].read_text(encoding="utf-8"))
    met = {reason.rule_id for case in cases for reason in decide(policy, case.given).reasons}
    own = {rule.id for rule in policy.rules.values() if rule.action != "approve" and not rule.id.startswith("floor-")}
    assert own <= met


def test_a_wrong_expectation_is_told() -> None:
    """A case that expects another rung or another rule is not right, and says both answers."""
    policy = PolicySet.starter()
    cases = read_cases("cases:\n- {name: a, rung: denied}\n- {name: b, rung: one_approval, rule: other}\n")
    results = [run(policy, case) for case in cases]
    assert [(one.is_right, one.got) for one in results] == [(False, "one_approval by engineer-one-approval")] * 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no list of cases"),
        ("cases: []", "no list of cases"),
        ("cases: [1]", "case 1"),
        ("cases:\n- {rung: automatic}\n- {rung: free}", "case 2"),
        ("cases:\n- {rung: denied, with: {nmae: x}}", "nmae"),
        ("base: {minutes: long}\ncases:\n- {rung: denied}", "case 1"),
        ("cases:\n- {rung: denied, with: {incident: {severity: 1}}}", "an incident has"),
        ("cases:\n- {rung: denied, with: {now: 2026-11-23T12:00:00}}", "no zone"),
        ("cases: !!python/object/apply:os.system ['true']", "not YAML"),
        ("a: [", "line 1"),
        ("[" * 20_000, "nested too deeply"),
    ],
)
def test_a_fault_is_named(text: str, told: str) -> None:
    """A file that does not fit is refused with the case and the field, and builds no object of its own."""
    with pytest.raises(UsageError, match=told):
        read_cases(text)

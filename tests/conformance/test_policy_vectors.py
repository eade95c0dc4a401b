"""The starter policy answers what `vectors/policy/starter.json` says."""

from __future__ import annotations

from pathlib import Path

import pytest

from milkglass.access.cases import Case, read_cases, run
from milkglass.access.policy import PolicySet, decide

CASES = read_cases((Path(__file__).parents[2] / "vectors/policy/starter.json").read_text())
STARTER = PolicySet.starter()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_starter_policy_answers_the_vectors(case: Case) -> None:
    """Rung and deciding rule are those of the vector."""
    assert case.rule
    assert run(STARTER, case).is_right


def test_every_rule_of_the_starter_policy_decides_a_vector() -> None:
    """No elevation rule of the starter policy or the floor stands there without a case that it decides."""
    told = {reason.rule_id for case in CASES for reason in decide(STARTER, case.given).reasons}
    elevating = {rule.id for rule in STARTER.rules.values() if rule.action != "approve"}
    assert elevating <= told

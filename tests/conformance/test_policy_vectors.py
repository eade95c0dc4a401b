"""The starter policy answers what `vectors/policy/starter.json` says."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from milkglass.access.policy import History, IncidentFacts, PolicyInput, PolicySet, decide
from milkglass.access.principal import Principal, Role
from milkglass.access.scope import Scope

VECTORS = json.loads((Path(__file__).parents[2] / "vectors/policy/starter.json").read_text())
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
STARTER = PolicySet.starter()


def given(case: dict[str, Any]) -> PolicyInput:
    """The input that a case describes."""
    fields = VECTORS["base"] | case["with"]
    incident = fields["incident"]
    return PolicyInput(
        requester=Principal(
            fields["name"],
            frozenset(Role(role) for role in fields["roles"]),
            frozenset(fields["on_call_for"]),
            active=fields["active"],
            is_agent=fields["is_agent"],
        ),
        scope=Scope(
            frozenset(fields["services"]), frozenset(fields["kinds"]), NOW - timedelta(hours=fields["log_hours"]), NOW
        ),
        duration=timedelta(minutes=fields["minutes"]),
        max_sensitivity=fields["max_sensitivity"],
        now=NOW,
        incident=incident
        and IncidentFacts(
            "inc-1", incident["severity"], incident["open"], frozenset(incident["services"]), incident["opened_by"]
        ),
        context_is_fresh=fields["fresh"],
        breaks_glass=fields["break_glass"],
        history=History(fields["automatic_today"], fields["values_today"], fields["owes_review"]),
    )


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_starter_policy_answers_the_vectors(case: dict[str, Any]) -> None:
    """Rung and deciding rule are those of the vector."""
    decision = decide(STARTER, given(case))
    assert (decision.rung.value, decision.rule_id) == (case["rung"], case["rule"])


def test_every_rule_of_the_starter_policy_decides_a_vector() -> None:
    """No elevation rule of the starter policy stands there without a case that it decides."""
    told = {reason.rule_id for case in VECTORS["cases"] for reason in decide(STARTER, given(case)).reasons}
    elevating = {rule.id for rule in STARTER.rules.values() if rule.action != "approve"}
    assert elevating <= told

"""``/v1/policy``: why, and what would change."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fastapi import APIRouter
from pydantic import Field

from milkglass.service.replay_policy import explain_request, replay_policy
from milkglass.web.api.common import Body, Server, Signed, moment

router = APIRouter()


class Draft(Body):
    """A policy to try on the past."""

    policy: str = Field(max_length=600_000)
    days: int = 30


@router.get("/requests/{request_id}/decision")
def get_decision(request_id: str, services: Server, caller: Signed) -> dict[str, Any]:
    """What the policy says of a request now."""
    decision = explain_request(services, caller, request_id)
    return {
        "rung": decision.rung.value,
        "rule": decision.rule_id,
        "title": decision.title,
        "because": decision.because,
        "minutes": decision.max_duration // timedelta(minutes=1),
        "max_values": decision.max_values,
        "policy_hash": decision.policy_hash,
        "reasons": [
            {"rule": one.rule_id, "title": one.title, "because": one.because, "effect": one.effect, "rung": one.rung}
            for one in decision.reasons
        ],
    }


@router.post("/policy/replay")
def post_replay(body: Draft, services: Server, caller: Signed) -> dict[str, Any]:
    """What a draft would have answered."""
    found = replay_policy(services, caller, body.policy, days=body.days)
    changes = [
        {
            "request": one.request,
            "who": one.who,
            "asked_at": moment(one.asked_at),
            "before": {"rung": one.before[0], "rule": one.before[1]},
            "after": {"rung": one.after[0], "rule": one.after[1]},
            "wider": one.is_wider,
        }
        for one in found.changes
    ]
    return {"decisions": found.decisions, "changes": changes}

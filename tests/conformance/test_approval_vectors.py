"""Reviews are counted as `vectors/approval/tally.json` says."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from milkglass.access.approval import Answer, Review, tally
from milkglass.access.decision import Rung
from milkglass.access.request import AccessRequest, RequestState
from milkglass.access.scope import Scope

VECTORS = json.loads((Path(__file__).parents[2] / "vectors/approval/tally.json").read_text())
ASKED_AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


def request_on(rung: Rung) -> AccessRequest:
    """The request of the vectors on some rung."""
    return AccessRequest(
        id="req-1",
        requester=VECTORS["requester"],
        scope=Scope(frozenset({"checkout"}), frozenset({"email"}), ASKED_AT - timedelta(days=1), ASKED_AT),
        duration=timedelta(minutes=VECTORS["minutes"]),
        reason="refunds fail",
        incident=None,
        created_at=ASKED_AT,
        state=RequestState.PENDING,
        rung=rung,
        rule="some-rule",
        because="some reason",
    )


def review(fields: dict[str, Any]) -> Review:
    """A review of the vectors."""
    narrowed = fields.get("narrowed")
    return Review(
        reviewer=fields["reviewer"],
        answer=Answer(fields["answer"]),
        at=ASKED_AT + timedelta(minutes=fields["minute"]),
        duration=None if narrowed is None else timedelta(minutes=narrowed),
    )


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_reviews_are_counted_as_the_vectors_say(case: dict[str, Any]) -> None:
    """State, missing people, counted and ignored reviews and the duration are those of the vector."""
    counted = tally(request_on(Rung(case["rung"])), [review(one) for one in case["reviews"]], eligible=case["eligible"])
    assert counted.state.value == case["state"]
    assert counted.missing == case["missing"]
    assert list(counted.counted) == case["counted"]
    assert [[ignored.review.reviewer, ignored.reason] for ignored in counted.ignored] == case["ignored"]
    assert counted.duration == timedelta(minutes=case["minutes"])

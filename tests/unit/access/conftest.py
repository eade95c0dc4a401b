"""Builders for the tests of this room: one plausible story, from which each test changes one thing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from milkglass.access.decision import Rung
from milkglass.access.grant import Grant
from milkglass.access.policy import IncidentFacts, PolicyInput, PolicySet
from milkglass.access.principal import Principal, Role
from milkglass.access.request import AccessRequest, RequestState
from milkglass.access.scope import Scope

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Story:
    """Ana is on call for checkout, Bo opened its incident, Cleo approves. Each method takes what differs."""

    now = NOW

    def principal(self, name: str = "ana", *roles: str, **changes: Any) -> Principal:
        """Ana, an engineer on call for checkout, unless said otherwise."""
        given = {"roles": frozenset(map(Role, roles or ("engineer",))), "on_call_for": frozenset({"checkout"})}
        return Principal(name, **(given | changes))

    def scope(self, **changes: Any) -> Scope:
        """The e-mail addresses of checkout in the last 24 hours."""
        given = {
            "services": frozenset({"checkout"}),
            "kinds": frozenset({"email"}),
            "log_from": NOW - timedelta(days=1),
            "log_to": NOW,
        }
        return Scope(**(given | changes))

    def incident(self, **changes: Any) -> IncidentFacts:
        """An open severity 1 of checkout."""
        given = {
            "id": "inc-1",
            "severity": 1,
            "is_open": True,
            "services": frozenset({"checkout"}),
            "opened_by": "bo",
        }
        return IncidentFacts(**(given | changes))

    def given(self, **changes: Any) -> PolicyInput:
        """What the starter policy opens at once."""
        given = {
            "requester": self.principal(),
            "scope": self.scope(),
            "duration": timedelta(hours=1),
            "max_sensitivity": 1,
            "now": NOW,
            "incident": self.incident(),
            "context_is_fresh": True,
        }
        return PolicyInput(**(given | changes))

    def request(self, **changes: Any) -> AccessRequest:
        """Ana's pending request that needs one approval."""
        given = {
            "id": "req-1",
            "requester": "ana",
            "scope": self.scope(),
            "duration": timedelta(hours=1),
            "reason": "refunds fail",
            "incident": None,
            "created_at": NOW,
            "state": RequestState.PENDING,
            "rung": Rung.ONE_APPROVAL,
            "rule": "engineer-one-approval",
            "because": "somebody has to agree",
        }
        return AccessRequest(**(given | changes))

    def grant(self, **changes: Any) -> Grant:
        """Ana's grant of one hour from now on."""
        given = {
            "id": "grant-1",
            "request_id": "req-1",
            "holder": "ana",
            "scope": self.scope(),
            "not_before": NOW,
            "expires_at": NOW + timedelta(hours=1),
        }
        return Grant(**(given | changes))


@pytest.fixture
def story() -> Story:
    """The builders."""
    return Story()


@pytest.fixture(scope="session")
def starter() -> PolicySet:
    """The starter policy, parsed once."""
    return PolicySet.starter()

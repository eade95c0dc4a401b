"""Our models as Cedar entities. The only place that knows both shapes; ``policies/schema.cedarschema`` is the other half."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

from milkglass.access.principal import Principal, person_key
from milkglass.access.scope import Scope, check_aware
from milkglass.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from milkglass.access.decision import Rung

_MOST_SENSITIVE = 4
_RESOURCE = {"type": "Request", "id": "this"}


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """What the policy may know about an incident."""

    id: str
    severity: int
    is_open: bool
    services: frozenset[str]
    opened_by: str


@dataclass(frozen=True, slots=True)
class History:
    """What the record says of the requester.

    Args:
        automatic_grants: How many grants opened by themselves in the last 24 hours.
        values_opened: How many values were opened in the last 24 hours, under any grant.
        owes_review: Whether the glass was broken before and nobody has looked at that yet.
    """

    automatic_grants: int = 0
    values_opened: int = 0
    owes_review: bool = False


@dataclass(frozen=True, slots=True)
class PolicyInput:
    """Everything a decision is made from.

    Args:
        requester: Who asks.
        scope: What for.
        duration: For how long.
        max_sensitivity: The highest sensitivity of the scope's kinds, 1 to 4 (``request.max_sensitivity``).
        now: Server clock, with zone.
        incident: The incident it is for, or None.
        context_is_fresh: False when incidents or on-call lists could not be read or are stale.
        zone: The server's own time zone, for business hours.
        breaks_glass: Whether the emergency path is asked for.
        history: What the requester did lately.

    Raises:
        UsageError: if the sensitivity is not 1 to 4, the duration is not positive or the clock has no zone.
    """

    requester: Principal
    scope: Scope
    duration: timedelta
    max_sensitivity: int
    now: datetime
    incident: IncidentFacts | None = None
    context_is_fresh: bool = False
    zone: tzinfo = UTC
    breaks_glass: bool = False
    history: History = field(default_factory=History)

    def __post_init__(self) -> None:
        check_aware(self.now, "the clock")
        try:
            self.now.astimezone(UTC), self.now.astimezone(self.zone)
        except (OverflowError, ValueError):
            raise UsageError("the clock is out of range") from None
        if self.max_sensitivity not in range(1, _MOST_SENSITIVE + 1):
            raise UsageError("a sensitivity is not 1 to 4")
        if self.duration <= timedelta(0):
            raise UsageError("a duration is not positive")


def entities_of(given: PolicyInput, others: Iterable[Principal] = ()) -> list[dict[str, Any]]:
    """The request, its requester, the people it mentions and any others, each once."""
    people = {person_key(person.name): person for person in others}
    people[person_key(given.requester.name)] = given.requester
    if given.incident is not None:
        opener = given.incident.opened_by
        people.setdefault(person_key(opener), Principal(opener, frozenset(), active=False))
    return [_request(given), *(_user(person) for person in people.values())]


def elevation_requests(given: PolicyInput, actions: Iterable[str]) -> list[dict[str, Any]]:
    """One Cedar question for each rung."""
    context = {"clock": _clock(given), "fresh": given.context_is_fresh}
    return [_ask(given.requester, action, context) for action in actions]


def review_requests(given: PolicyInput, rung: Rung, people: Iterable[Principal]) -> list[dict[str, Any]]:
    """One Cedar question for each possible reviewer."""
    context = {"clock": _clock(given), "approvals_needed": rung.approvals_needed}
    return [_ask(person, "approve", context) for person in people]


def _ask(principal: Principal, action: str, context: dict[str, Any]) -> dict[str, Any]:
    return {
        "principal": _uid(principal.name),
        "action": {"type": "Action", "id": action},
        "resource": _RESOURCE,
        "context": context,
    }


def _clock(given: PolicyInput) -> dict[str, Any]:
    local = given.now.astimezone(given.zone)
    moment = given.now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"now": _call("datetime", moment), "weekday": local.isoweekday(), "local_hour": local.hour}


def _user(person: Principal) -> dict[str, Any]:
    return {
        "uid": _uid(person.name),
        "attrs": {
            "roles": sorted(person.roles),
            "on_call_for": sorted(person.on_call_for),
            "active": person.active,
            "is_agent": person.is_agent,
        },
        "parents": [{"type": "Role", "id": role.value} for role in sorted(person.roles)],
    }


def _request(given: PolicyInput) -> dict[str, Any]:
    attrs: dict[str, Any] = {
        "requester": {"__entity": _uid(given.requester.name)},
        "services": sorted(given.scope.services),
        "kinds": sorted(given.scope.kinds),
        "max_sensitivity": given.max_sensitivity,
        "duration": _duration(given.duration),
        "automatic_today": given.history.automatic_grants,
        "values_today": given.history.values_opened,
        "owes_review": given.history.owes_review,
        "log_range": _duration(given.scope.log_range),
    }
    if given.incident is not None:
        attrs["incident"] = _incident(given.incident)
    return {"uid": _RESOURCE, "attrs": attrs, "parents": []}


def _incident(incident: IncidentFacts) -> dict[str, Any]:
    return {
        "id": incident.id,
        "severity": incident.severity,
        "open": incident.is_open,
        "services": sorted(incident.services),
        "opened_by": {"__entity": _uid(incident.opened_by)},
    }


def _uid(name: str) -> dict[str, str]:
    return {"type": "User", "id": person_key(name)}


def _duration(length: timedelta) -> dict[str, Any]:
    """In milliseconds, rounded up so that nothing looks shorter than it is."""
    return _call("duration", f"{-(-length // timedelta(milliseconds=1))}ms")


def _call(function: str, argument: str) -> dict[str, Any]:
    return {"__extn": {"fn": function, "arg": argument}}

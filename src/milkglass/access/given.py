"""What a decision was made from, in writing: it stands in the log, so that anybody with the policy can decide again.

Between ``policy.decide`` and the entry ``request.decide`` (``docs/spec/audit-entry.md``); read back by ``replay``.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

from milkglass.access.entities import History, IncidentFacts, PolicyInput
from milkglass.access.principal import Principal, Role
from milkglass.access.scope import Scope
from milkglass.errors import FormatError, UsageError

_VERSION = 1


def write(given: PolicyInput) -> str:
    """One line of JSON with sorted keys; equal inputs give equal text."""
    person, scope, history = given.requester, given.scope, given.history
    data = {
        "v": _VERSION,
        "name": person.name,
        "roles": sorted(person.roles),
        "on_call_for": sorted(person.on_call_for & scope.services),
        "active": person.active,
        "agent": person.is_agent,
        "services": sorted(scope.services),
        "kinds": sorted(scope.kinds),
        "from": scope.log_from.isoformat(),
        "to": scope.log_to.isoformat(),
        "seconds": given.duration.total_seconds(),
        "sensitivity": given.max_sensitivity,
        "now": given.now.isoformat(),
        "offset": _offset(given),
        "incident": None if given.incident is None else _incident(given.incident),
        "fresh": given.context_is_fresh,
        "break_glass": given.breaks_glass,
        "history": [history.automatic_grants, history.values_opened, history.owes_review],
    }
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def read(text: str) -> PolicyInput:
    """The input that ``write`` wrote.

    Raises:
        FormatError: if this is not one.
    """
    try:
        data = json.loads(text)
        if data["v"] != _VERSION:
            raise FormatError("the input of a decision is of another version")
        return _input(data)
    except (KeyError, TypeError, ValueError, UsageError, RecursionError):
        raise FormatError("the input of a decision does not read back") from None


def _input(data: dict[str, Any]) -> PolicyInput:
    automatic, opened, owes = data["history"]
    return PolicyInput(
        requester=Principal(
            data["name"],
            frozenset(Role(role) for role in data["roles"]),
            frozenset(data["on_call_for"]),
            active=data["active"],
            is_agent=data["agent"],
        ),
        scope=Scope(
            frozenset(data["services"]),
            frozenset(data["kinds"]),
            datetime.fromisoformat(data["from"]),
            datetime.fromisoformat(data["to"]),
        ),
        duration=timedelta(seconds=data["seconds"]),
        max_sensitivity=data["sensitivity"],
        now=datetime.fromisoformat(data["now"]),
        incident=None if data["incident"] is None else _facts(data["incident"]),
        context_is_fresh=data["fresh"],
        zone=timezone(timedelta(minutes=data["offset"])),
        breaks_glass=data["break_glass"],
        history=History(automatic, opened, owes),
    )


def _offset(given: PolicyInput) -> int:
    """Minutes from UTC to the server's own time at that moment."""
    return int((given.now.astimezone(given.zone).utcoffset() or timedelta(0)).total_seconds() // 60)


def _incident(facts: IncidentFacts) -> dict[str, Any]:
    return {
        "id": facts.id,
        "severity": facts.severity,
        "open": facts.is_open,
        "services": sorted(facts.services),
        "opened_by": facts.opened_by,
    }


def _facts(data: dict[str, Any]) -> IncidentFacts:
    return IncidentFacts(data["id"], data["severity"], data["open"], frozenset(data["services"]), data["opened_by"])

"""What would help: single changes to a request that lead to a lower rung, the lowest first. Pure.

Asked by ``preview`` when a request would wait for people or be denied. Each change is put to the policy itself, so nothing is promised
that it would not answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from milkglass.access.policy import decide
from milkglass.access.request import max_sensitivity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from milkglass.access.decision import Rung
    from milkglass.access.entities import IncidentFacts, PolicyInput
    from milkglass.access.policy import PolicySet

_MOST = 5
_DURATIONS = (timedelta(hours=4), timedelta(hours=2), timedelta(hours=1), timedelta(minutes=30))
_LOG_RANGES = (timedelta(days=31), timedelta(days=7), timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Hint:
    """A change in words, and the rung it leads to."""

    change: str
    rung: Rung


def what_would_help(
    policy: PolicySet, given: PolicyInput, *, sensitivity: Mapping[str, int], incidents: Sequence[IncidentFacts]
) -> list[Hint]:
    """The changes that lead lower, at most five.

    Args:
        policy: The policy.
        given: What is asked for.
        sensitivity: Of every known kind, 1 to 4.
        incidents: Those that are open.
    """
    height = decide(policy, given).rung.height
    if height == 0 or given.breaks_glass:
        return []
    changes = _changes(given, sensitivity, incidents)
    hints = [Hint(words, decide(policy, changed).rung) for words, changed in changes]
    return sorted((hint for hint in hints if hint.rung.height < height), key=lambda hint: hint.rung.height)[:_MOST]


def _changes(
    given: PolicyInput, sensitivity: Mapping[str, int], incidents: Sequence[IncidentFacts]
) -> Iterator[tuple[str, PolicyInput]]:
    yield from _with_incident(given, incidents)
    yield from _fewer_kinds(given, sensitivity)
    yield from _fewer_services(given)
    yield from (
        (f"ask for {_words(length)} only", replace(given, duration=length))
        for length in _DURATIONS
        if length < given.duration
    )
    yield from (
        (f"ask for the last {_words(length)} of log time only", _last(given, length))
        for length in _LOG_RANGES
        if length < given.scope.log_range
    )


def _with_incident(given: PolicyInput, incidents: Sequence[IncidentFacts]) -> Iterator[tuple[str, PolicyInput]]:
    current = None if given.incident is None else given.incident.id
    for incident in incidents:
        if incident.is_open and incident.id != current and given.scope.services <= incident.services:
            yield f"ask for incident {incident.id}", replace(given, incident=incident)


def _fewer_kinds(given: PolicyInput, sensitivity: Mapping[str, int]) -> Iterator[tuple[str, PolicyInput]]:
    """Without the kinds above some sensitivity."""
    for most in range(given.max_sensitivity - 1, 0, -1):
        kept = frozenset(kind for kind in given.scope.kinds if sensitivity.get(kind, 9) <= most)
        if kept and kept != given.scope.kinds:
            scope = replace(given.scope, kinds=kept)
            changed = replace(given, scope=scope, max_sensitivity=max_sensitivity(scope, sensitivity))
            yield f"leave out {', '.join(sorted(given.scope.kinds - kept))}", changed


def _fewer_services(given: PolicyInput) -> Iterator[tuple[str, PolicyInput]]:
    kept = given.scope.services & given.requester.on_call_for
    if kept and kept != given.scope.services:
        left = ", ".join(sorted(given.scope.services - kept))
        yield f"leave out {left}", replace(given, scope=replace(given.scope, services=kept))


def _last(given: PolicyInput, length: timedelta) -> PolicyInput:
    return replace(given, scope=replace(given.scope, log_from=given.scope.log_to - length))


def _words(length: timedelta) -> str:
    days, hours, minutes = length.days, length.seconds // 3600, length.seconds // 60
    number, unit = (days, "day") if days else (hours, "hour") if hours else (minutes, "minute")
    return f"{number} {unit}{'' if number == 1 else 's'}"

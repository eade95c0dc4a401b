"""The one ``Incident`` shape that every source fills and the policy reads."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from milkglass.errors import StateError, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

WORST_SEVERITY = 1
LEAST_SEVERITY = 5
_SERVICE = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}", re.ASCII)
_TITLE_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident.

    Args:
        id: Its id, unique over all sources.
        title: One line for people; free text, never printed.
        severity: 1 (worst) to 5.
        services: The services it concerns, at least one.
        opened_by: Account that opened it; the policy does not let that person profit from it alone.
        responders: Accounts that work on it.
        opened_at: When it opened, with zone.
        resolved_at: When it was resolved, with zone; None while open.
        source: Where it came from.
        url: Where people read about it; empty if nowhere.
        hands: Accounts that opened it or made it worse, by hand.
        is_vouched: False if a person had a hand in it whom nobody knows here; then nothing opens on it without a person.
        seen_at: When its source last spoke of it; None for incidents kept here.
        grants_end_at: Once resolved, when its grants end; None if they ended at once.
        rev: How often its source changed it; the log counts too.

    Raises:
        UsageError: naming the first thing that does not fit.
    """

    id: str
    title: str = field(repr=False)
    severity: int
    services: frozenset[str]
    opened_by: str
    opened_at: datetime
    responders: frozenset[str] = frozenset()
    resolved_at: datetime | None = None
    source: str = "builtin"
    url: str = ""
    hands: frozenset[str] = frozenset()
    is_vouched: bool = True
    seen_at: datetime | None = None
    grants_end_at: datetime | None = None
    rev: int = 0

    def __post_init__(self) -> None:
        if not self.title.strip() or len(self.title) > _TITLE_CHARACTERS or not self.title.isprintable():
            raise UsageError(f"an incident needs a title of one printable line, at most {_TITLE_CHARACTERS} characters")
        if isinstance(self.severity, bool) or not WORST_SEVERITY <= self.severity <= LEAST_SEVERITY:
            raise UsageError("the severity of an incident is 1 (worst) to 5")
        if not self.services or not all(_SERVICE.fullmatch(service) for service in self.services):
            raise UsageError("an incident names at least one service, each well formed")
        if not self.opened_by.strip():
            raise UsageError("an incident says who opened it")
        _check_times(self.opened_at, self.resolved_at)

    @property
    def is_open(self) -> bool:
        """Whether it is not resolved."""
        return self.resolved_at is None

    def carries_grants(self, now: datetime) -> bool:
        """Whether grants that were given for it go on: while it is open, and for the grace time of its source."""
        return self.is_open or (self.grants_end_at is not None and now < self.grants_end_at)

    def covers(self, services: Collection[str]) -> bool:
        """Whether it concerns all of these services; no services at all are never covered."""
        return bool(services) and self.services.issuperset(services)

    def resolved(self, now: datetime) -> Incident:
        """The incident resolved; it never opens again, a new one does.

        Raises:
            StateError: if it is resolved already.
        """
        if not self.is_open:
            raise StateError(f"incident {self.id} is resolved already")
        return replace(self, resolved_at=max(now, self.opened_at))


def _check_times(opened_at: datetime, resolved_at: datetime | None) -> None:
    times = [opened_at] if resolved_at is None else [opened_at, resolved_at]
    if any(moment.utcoffset() is None for moment in times):
        raise UsageError("a time of an incident has no time zone")
    if resolved_at is not None and resolved_at < opened_at:
        raise UsageError("an incident is resolved before it opened")

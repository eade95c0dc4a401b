"""Who is on call by rotas: turns and calendars at each question, PagerDuty from what it said within five minutes. IO."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from milkglass.errors import MissingPartError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from milkglass.incidents.rota import Turns
    from milkglass.incidents.sources.calendar import CalendarFile
    from milkglass.incidents.sources.pagerduty_api import PagerDutyApi

ASK_AFTER: Final = timedelta(minutes=1)
"""How old an answer of an API has to be before it is asked again."""
COUNTS_FOR: Final = timedelta(minutes=5)
"""How long the answer of an API counts."""


@dataclass(slots=True)
class ScheduleOf:
    """A schedule of PagerDuty, and what it said last."""

    api: PagerDutyApi = field(repr=False)
    schedule: str
    people: Mapping[str, str]
    said: tuple[datetime, frozenset[str]] | None = None

    def ask(self, now: datetime) -> None:
        """Ask again if the last answer is older than a minute; no answer leaves the last one, which grows old."""
        if self.said is not None and now - self.said[0] < ASK_AFTER:
            return
        try:
            ids = self.api.on_call(self.schedule, now)
        except MissingPartError:
            return
        self.said = now, frozenset(self.people[one] for one in ids if one in self.people)

    def on_call(self, now: datetime) -> frozenset[str]:
        """Who is on call.

        Raises:
            MissingPartError: if it has not answered lately.
        """
        if self.said is None or now - self.said[0] > COUNTS_FOR:
            raise MissingPartError("PagerDuty has not said lately who is on call")
        return self.said[1]


@dataclass(frozen=True, slots=True)
class Rota:
    """The rota of one service."""

    parts: tuple[Turns | CalendarFile | ScheduleOf, ...]

    def on_call(self, now: datetime) -> frozenset[str] | None:
        """Who is on call; None if a part of it cannot be read now."""
        try:
            return frozenset[str]().union(*(part.on_call(now) for part in self.parts))
        except MissingPartError:
            return None


class Rotas:
    """The rotas of a server. Safe between threads.

    Args:
        rotas: By service.
    """

    def __init__(self, rotas: Mapping[str, Rota]) -> None:
        self._rotas = rotas
        self._lock = threading.Lock()

    def __contains__(self, service: str) -> bool:
        return service in self._rotas

    def lists(self, now: datetime) -> dict[str, frozenset[str]]:
        """Who is on call, by service; nobody where a rota cannot be read."""
        return {service: rota.on_call(now) or frozenset() for service, rota in self._rotas.items()}

    def is_readable(self, services: Collection[str], now: datetime) -> bool:
        """Whether the rotas of these services, as far as there are any, can be read now."""
        return all(self._rotas[one].on_call(now) is not None for one in services if one in self._rotas)

    def ask(self, services: Collection[str], now: datetime) -> None:
        """Ask the APIs behind the rotas of these services."""
        for service in services:
            for part in self._rotas[service].parts if service in self._rotas else ():
                if isinstance(part, ScheduleOf):
                    with self._lock:
                        part.ask(now)

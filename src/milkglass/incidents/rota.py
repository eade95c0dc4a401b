"""Who is on call by a rota that is written down: people take turns. Pure.

Turns change by the clock on the wall of their zone, so that a hand-over at nine stays at nine when summer time begins.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, model_validator

if TYPE_CHECKING:
    from datetime import tzinfo

_Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,62}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, populate_by_name=True)


class Turns(_Strict):
    """People who take turns, one after the other.

    Args:
        people: Accounts, in order; begins with the first again after the last.
        begins: When the first turn begins, on the wall clock of the zone.
        every_days: How long a turn is.
        zone: Such as ``Europe/Oslo``.
    """

    people: list[_Name] = Field(min_length=1, max_length=100)
    begins: datetime = Field(alias="from")
    every_days: int = Field(default=7, ge=1, le=366)
    zone: str = "UTC"

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.begins.tzinfo is not None:
            raise ValueError("the beginning is a wall-clock time of the zone")
        self._zone()
        return self

    def on_call(self, now: datetime) -> frozenset[str]:
        """Whose turn it is; nobody's before the first turn."""
        local = now.astimezone(self._zone()).replace(tzinfo=None)
        turn = (local - self.begins) // timedelta(days=self.every_days)
        return frozenset() if turn < 0 else frozenset({self.people[turn % len(self.people)]})

    def _zone(self) -> tzinfo:
        try:
            return UTC if self.zone == "UTC" else ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("there is no such time zone") from None


class Schedule(_Strict):
    """A schedule of PagerDuty.

    Args:
        source: Name of the source whose token and people it uses.
        schedule: Its id.
    """

    source: str
    schedule: str = Field(pattern=r"^[A-Z0-9]{1,40}$")


class RotaSettings(_Strict):
    """Where it stands who is on call for a service; everybody whom one of these names.

    Args:
        turns: People who take turns.
        calendar: An iCalendar file; its events name people in SUMMARY or ATTENDEE.
        people: Names and addresses of the calendar, each with the account here.
        pagerduty: A schedule of PagerDuty.
    """

    turns: Turns | None = None
    calendar: str | None = None
    people: dict[str, _Name] = Field(default_factory=dict)
    pagerduty: Schedule | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.turns is None and self.calendar is None and self.pagerduty is None:
            raise ValueError("a rota names turns, a calendar or a schedule")
        return self

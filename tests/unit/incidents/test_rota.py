"""Who is on call by turns, by a calendar, by PagerDuty; and what happens while one of them cannot be read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from milkglass.errors import MissingPartError
from milkglass.incidents.rota import RotaSettings, Turns
from milkglass.incidents.sources.calendar import CalendarFile
from milkglass.incidents.sources.pagerduty_api import PagerDutyApi
from milkglass.incidents.sources.rotas import Rota, Rotas, ScheduleOf

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
OSLO = ZoneInfo("Europe/Oslo")
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example.com//rota//EN
BEGIN:VEVENT
UID:1@example.com
DTSTAMP:20261101T000000Z
DTSTART;TZID=Europe/Oslo:20261102T090000
DTEND;TZID=Europe/Oslo:20261102T170000
RRULE:FREQ=WEEKLY;BYDAY=MO,TU
EXDATE;TZID=Europe/Oslo:20261124T090000
SUMMARY:Ann Example
END:VEVENT
BEGIN:VEVENT
UID:2@example.com
DTSTAMP:20261101T000000Z
DTSTART:20261123T093000Z
DTEND:20261123T110000Z
SUMMARY:shop primary
ATTENDEE;CN=Bo:mailto:Bo@example.com
ATTENDEE;CN=Cy:MAILTO:cy@example.com
END:VEVENT
END:VCALENDAR
"""
PEOPLE = {"ann example": "ann", "bo@example.com": "bo", "CY@example.com": "cy"}


def turns(**changes: Any) -> Turns:
    """Ann and Bo, a week each, from nine on a Monday in Oslo."""
    given = {"people": ["ann", "bo"], "from": datetime(2026, 3, 23, 9, 0), "zone": "Europe/Oslo"}  # noqa: DTZ001
    return Turns.model_validate(given | changes)


@pytest.mark.parametrize(
    ("at", "who"),
    [
        (datetime(2026, 3, 23, 8, 59, tzinfo=OSLO), set()),
        (datetime(2026, 3, 23, 9, 0, tzinfo=OSLO), {"ann"}),
        (datetime(2026, 3, 30, 8, 59, tzinfo=OSLO), {"ann"}),  # summer time began on the 29th
        (datetime(2026, 3, 30, 9, 0, tzinfo=OSLO), {"bo"}),
        (datetime(2026, 4, 6, 9, 0, tzinfo=OSLO), {"ann"}),
        (datetime(2026, 10, 26, 8, 59, tzinfo=OSLO), {"ann"}),  # and ended on the 25th
        (datetime(2026, 10, 26, 9, 0, tzinfo=OSLO), {"bo"}),
    ],
)
def test_turns_change_by_the_clock_on_the_wall(at: datetime, who: set[str]) -> None:
    """Nobody before the first turn; a hand-over at nine stays at nine in summer and winter."""
    assert turns().on_call(at.astimezone(UTC)) == who


@settings(max_examples=40, deadline=None)
@given(hours=st.integers(0, 24 * 365 * 5))
def test_there_is_exactly_one(hours: int) -> None:
    """From the first turn on, it is always somebody's, and one person's only."""
    assert len(turns().on_call(datetime(2026, 3, 23, 8, 0, tzinfo=UTC) + timedelta(hours=hours))) == 1


@pytest.mark.parametrize(
    "changes",
    [{"people": []}, {"people": ["Ann"]}, {"every_days": 0}, {"zone": "Mars/Base"}, {"from": NOW}, {"extra": 1}],
)
def test_turns_that_make_no_sense_are_refused(changes: dict[str, Any]) -> None:
    """When the file is read, not at three in the morning."""
    with pytest.raises(ValidationError):
        turns(**changes)
    with pytest.raises(ValidationError):
        RotaSettings.model_validate({"people": {}})


def calendar(tmp_path: Path, text: str = CALENDAR) -> CalendarFile:
    """A calendar in a file."""
    (tmp_path / "shop.ics").write_bytes(text.replace("\n", "\r\n").encode())
    return CalendarFile(tmp_path / "shop.ics", PEOPLE)


@pytest.mark.parametrize(
    ("at", "who"),
    [
        (datetime(2026, 11, 23, 8, 30, tzinfo=UTC), {"ann"}),
        (datetime(2026, 11, 23, 10, 0, tzinfo=UTC), {"ann", "bo", "cy", "shop primary"}),
        (datetime(2026, 11, 24, 10, 0, tzinfo=UTC), set()),  # taken out of the series
        (datetime(2026, 12, 1, 10, 0, tzinfo=UTC), {"ann"}),
        (datetime(2026, 11, 23, 16, 0, tzinfo=UTC), set()),  # the end is not part of it
        (datetime(2026, 6, 1, 8, 0, tzinfo=UTC), set()),
    ],
)
def test_calendars(tmp_path: Path, at: datetime, who: set[str]) -> None:
    """Recurring events with their exceptions; summaries and addresses, in any spelling of capitals."""
    assert calendar(tmp_path).on_call(at) == who


def test_a_changed_calendar_is_read_again(tmp_path: Path) -> None:
    """Another export of the calendar counts from the next question on."""
    file = calendar(tmp_path)
    assert "ann" in file.on_call(NOW)
    calendar(tmp_path, CALENDAR.replace("Ann Example", "eve"))
    assert "eve" in file.on_call(NOW)


@pytest.mark.parametrize("text", ["", "BEGIN:VCALENDAR\n", "not a calendar", CALENDAR.replace("20261102T", "x")])
def test_a_file_that_is_no_calendar_is_no_rota(tmp_path: Path, text: str) -> None:
    """It cannot be read, which is not the same as nobody being on call."""
    with pytest.raises(MissingPartError):
        calendar(tmp_path, text).on_call(NOW)
    (tmp_path / "shop.ics").unlink()
    with pytest.raises(MissingPartError):
        CalendarFile(tmp_path / "shop.ics", {}).on_call(NOW)


class FakePagerDuty(httpx2.BaseTransport):
    """Answers as PagerDuty does, or not at all."""

    def __init__(self) -> None:
        self.calls: list[httpx2.Request] = []
        self.users = ["PANN"]
        self.status = 200
        self.fails = False
        self.body: Any = None

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """One call."""
        self.calls.append(request)
        if self.fails:
            raise httpx2.ConnectError("no route to host")
        page = [{"user": {"id": one, "type": "user_reference"}, "escalation_level": 1} for one in self.users]
        return httpx2.Response(self.status, json=self.body or {"oncalls": page, "more": False, "offset": 0})


def test_pagerduty_says_who_is_on_call() -> None:
    """Several people at once; those without an account here do not count; one question in a minute."""
    fake = FakePagerDuty()
    fake.users = ["PANN", "PBO", "PWHO"]
    schedule = ScheduleOf(PagerDutyApi("https://api.example.com", "t0ken", fake), "PSHOP", {"PANN": "ann", "PBO": "bo"})
    rotas = Rotas({"shop": Rota((schedule,))})
    assert not rotas.is_readable(["shop"], NOW)
    for seconds in (0, 30, 59):
        rotas.ask(["shop", "bank"], NOW + timedelta(seconds=seconds))
    assert len(fake.calls) == 1
    assert rotas.lists(NOW) == {"shop": {"ann", "bo"}}
    assert fake.calls[0].headers["authorization"] == "Token token=t0ken"
    assert "schedule_ids%5B%5D=PSHOP" in str(fake.calls[0].url)
    rotas.ask(["shop"], NOW + timedelta(seconds=60))
    assert len(fake.calls) == 2
    assert "t0ken" not in repr(schedule)


@pytest.mark.parametrize("how", ["fails", "status", "redirect", "nonsense"])
def test_a_silent_pagerduty_grows_old(how: str) -> None:
    """No answer, an error, a redirect or nonsense: the last answer counts for five minutes, then nobody is on call."""
    fake = FakePagerDuty()
    schedule = ScheduleOf(PagerDutyApi("https://api.example.com", "t", fake), "PSHOP", {"PANN": "ann"})
    rotas = Rotas({"shop": Rota((schedule,))})
    rotas.ask(["shop"], NOW)
    fake.fails = how == "fails"
    fake.status = {"status": 500, "redirect": 302}.get(how, 200)
    fake.body = {"oncalls": 5} if how == "nonsense" else None
    rotas.ask(["shop"], NOW + timedelta(minutes=5))
    assert rotas.is_readable(["shop", "bank"], NOW + timedelta(minutes=5))
    late = NOW + timedelta(minutes=5, seconds=1)
    assert not rotas.is_readable(["shop"], late)
    assert rotas.lists(late) == {"shop": set()}

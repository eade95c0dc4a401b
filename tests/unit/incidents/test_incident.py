"""The one shape of an incident."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from milkglass.errors import StateError, UsageError
from milkglass.incidents.incident import Incident

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def incident(**changes: Any) -> Incident:
    """An open incident, but for the changes."""
    given = {
        "id": "inc-1",
        "title": "Refunds fail",
        "severity": 1,
        "services": frozenset({"checkout"}),
        "opened_by": "bo",
        "opened_at": NOW,
    }
    return Incident(**(given | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"title": "   "},
        {"title": "x" * 201},
        {"title": "two\nlines"},
        {"title": "colour \x1b[31m"},
        {"severity": 0},
        {"severity": 6},
        {"severity": True},
        {"services": frozenset()},
        {"services": frozenset({"*"})},
        {"services": frozenset({"checkout", "Bad Name"})},
        {"opened_by": " "},
        {"opened_at": datetime(2026, 11, 23)},  # noqa: DTZ001 - hostile input
        {"resolved_at": datetime(2026, 11, 24)},  # noqa: DTZ001 - hostile input
        {"resolved_at": NOW - timedelta(seconds=1)},
    ],
)
def test_an_incident_that_does_not_fit_is_refused(changes: dict[str, Any]) -> None:
    """Every field is checked once, when the incident is made; the message repeats no title."""
    with pytest.raises(UsageError) as caught:
        incident(**changes)
    assert "lines" not in caught.value.message.replace("one printable line", "")


def test_the_title_is_never_printed() -> None:
    """It is free text and may hold personal data."""
    assert "Refunds" not in repr(incident())


def test_it_covers_the_services_it_names_and_only_all_of_them_at_once() -> None:
    """A set is covered if every service in it is; no services at all are not."""
    both = incident(services=frozenset({"checkout", "payments"}))
    assert both.covers({"checkout"})
    assert both.covers({"checkout", "payments"})
    assert not both.covers({"checkout", "search"})
    assert not both.covers(set())


def test_it_is_resolved_once() -> None:
    """Resolving closes it; a second time is refused, so its end does not move."""
    resolved = incident().resolved(NOW + timedelta(hours=1))
    assert not resolved.is_open
    with pytest.raises(StateError):
        resolved.resolved(NOW + timedelta(hours=2))


def test_a_clock_set_back_resolves_at_the_opening() -> None:
    """Resolving works under an earlier clock too, and never lies before the opening."""
    assert incident().resolved(NOW - timedelta(hours=1)).resolved_at == NOW

"""What a scope covers, at its edges."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

from milkglass.access.scope import Covered, Refusal
from milkglass.errors import UsageError

if TYPE_CHECKING:
    from tests.unit.access.conftest import Story

DAY = datetime(2026, 11, 23, tzinfo=UTC)
NEXT = DAY + timedelta(days=1)


@pytest.mark.parametrize(
    "changes",
    [
        {"services": frozenset()},
        {"kinds": frozenset()},
        {"services": frozenset({"*"})},
        {"services": frozenset({"Checkout"})},
        {"services": frozenset({"check out"})},
        {"services": frozenset({"x" * 64})},
        {"services": frozenset({"checkout\n"})},
        {"services": frozenset({"\u0441heckout"})},
        {"kinds": frozenset({"*"})},
        {"kinds": frozenset({"email_"})},
        {"kinds": frozenset({"x" * 25})},
        {"log_from": datetime(2026, 11, 1)},  # noqa: DTZ001 - hostile input
        {"log_to": datetime(2026, 11, 30)},  # noqa: DTZ001 - hostile input
        {"log_from": DAY, "log_to": DAY},
        {"log_from": NEXT, "log_to": DAY},
    ],
)
def test_a_scope_that_is_empty_misnamed_or_back_to_front_is_refused(story: Story, changes: dict[str, Any]) -> None:
    """Nothing means everything: neither an empty set nor a star nor a range without end."""
    with pytest.raises(UsageError):
        story.scope(**changes)


@pytest.mark.parametrize(
    ("log_from", "log_to", "covered"),
    [
        (DAY, NEXT, True),
        (DAY + timedelta(hours=5), DAY + timedelta(hours=6), True),
        (DAY - timedelta(days=9), NEXT + timedelta(days=9), True),
        (NEXT - timedelta(microseconds=1), NEXT + timedelta(days=1), True),
        (NEXT, NEXT + timedelta(hours=1), False),
        (DAY - timedelta(days=1), DAY, False),
        (DAY - timedelta(days=1), DAY + timedelta(microseconds=1), True),
    ],
)
def test_log_time_covers_the_days_it_touches(
    story: Story, log_from: datetime, log_to: datetime, *, covered: bool
) -> None:
    """A value carries only its day: it is covered exactly if the asked range and its day have a moment in common."""
    answer = story.scope(log_from=log_from, log_to=log_to).covers("checkout", "email", DAY, NEXT)
    assert isinstance(answer, Covered) is covered


def test_a_period_that_is_empty_or_inverted_covers_nothing(story: Story) -> None:
    """A keyring row whose period ends before it begins lies in no log time."""
    scope = story.scope(log_from=DAY, log_to=NEXT)
    noon = DAY + timedelta(hours=12)
    for begins, ends in [(noon, noon), (noon, noon - timedelta(hours=1))]:
        assert isinstance(scope.covers("checkout", "email", begins, ends), Refusal)


@pytest.mark.parametrize(
    ("service", "kind", "code"),
    [
        ("search", "email", "access.scope.service"),
        ("checkout", "phone", "access.scope.kind"),
        ("checkout2", "email", "access.scope.service"),
        ("checkout", "email_address", "access.scope.kind"),
        ("", "", "access.scope.kind"),
    ],
)
def test_what_is_outside_is_refused_by_name(story: Story, service: str, kind: str, code: str) -> None:
    """Services and kinds are compared whole; the refusal says which of the two it was."""
    answer = story.scope(log_from=DAY, log_to=NEXT).covers(service, kind, DAY, NEXT)
    assert isinstance(answer, Refusal)
    assert answer.code == code


def test_key_days_are_utc_days_with_an_open_end(story: Story) -> None:
    """Midnight as the end adds no day; a range written in another zone is counted in UTC."""
    assert story.scope(log_from=DAY, log_to=NEXT).key_days() == [date(2026, 11, 23)]
    east = timezone(timedelta(hours=9))
    local_day = datetime(2026, 11, 23, tzinfo=east)
    days = story.scope(log_from=local_day, log_to=local_day + timedelta(days=1)).key_days()
    assert days == [date(2026, 11, 22), date(2026, 11, 23)]

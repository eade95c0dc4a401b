"""The last question before a key is used, asked with everything that could be wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from milkglass.access.grant import EndedWhy
from milkglass.access.reveal import Allowed, Asked, authorise, refusal_of_grant
from milkglass.access.scope import Refusal

if TYPE_CHECKING:
    from tests.unit.access.conftest import Story

DAY = int(datetime(2026, 11, 23, tzinfo=UTC).timestamp())
DAY_SECONDS = 86_400
SENSITIVITY = {"email": 1, "phone": 2, "password": 4}
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Row:
    """A keyring row as reveal sees it: the key of checkout for one UTC day."""

    service: str = "checkout"
    not_before: int = DAY
    not_after: int = DAY + DAY_SECONDS


EMAIL = Asked("d", "email", Row())


def answers(story: Story, *values: Asked, **changes: Any) -> list[Allowed | Refusal]:
    """What Ana gets under her stepped-up grant half an hour into its window, but for the changes."""
    given = {
        "grant": story.grant(),
        "holder": story.principal(),
        "stepped_up_at": story.now + timedelta(minutes=1),
        "now": story.now + HOUR / 2,
        "incident_open": False,
        "sensitivity": SENSITIVITY,
    } | changes
    return authorise(given.pop("grant"), values, **given)


def code(answer: Allowed | Refusal) -> str:
    """The code of a refusal."""
    assert isinstance(answer, Refusal)
    return answer.code


def test_a_value_inside_everything_opens(story: Story) -> None:
    """The answer names the service of the key and the kind, which is all that an opener needs."""
    assert answers(story, EMAIL) == [Allowed("checkout", "email")]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (replace(EMAIL, mode="o"), "access.one_way"),
        (replace(EMAIL, mode="p"), "access.one_way"),
        (replace(EMAIL, mode=""), "access.one_way"),
        (replace(EMAIL, kind="phone"), "access.scope.kind"),
        (replace(EMAIL, kind="never_heard_of"), "access.unknown_kind"),
        (replace(EMAIL, row=None), "keys.unknown"),
        (replace(EMAIL, row=Row(service="search")), "access.scope.service"),
        (replace(EMAIL, row=Row(not_before=DAY + DAY_SECONDS, not_after=DAY + 2 * DAY_SECONDS)), "access.scope.day"),
        (replace(EMAIL, row=Row(not_before=DAY - 2 * DAY_SECONDS, not_after=DAY - DAY_SECONDS)), "access.scope.day"),
        (replace(EMAIL, row=Row(not_before=DAY, not_after=DAY)), "keys.period"),
        (replace(EMAIL, row=Row(not_before=DAY, not_after=DAY - 1)), "keys.period"),
        (replace(EMAIL, row=Row(not_before=0, not_after=DAY + DAY_SECONDS)), "keys.period"),
        (replace(EMAIL, row=Row(not_before=DAY, not_after=DAY + DAY_SECONDS + 1)), "keys.period"),
        (replace(EMAIL, row=Row(not_before=-(10**30), not_after=10**30)), "keys.period"),
        (replace(EMAIL, row=Row(not_before=10**15, not_after=10**15 + 1)), "keys.period"),
    ],
)
def test_a_value_outside_anything_stays_sealed(story: Story, value: Asked, expected: str) -> None:
    """Wrong mode, kind, service or day, an unknown key, or a key row that claims an impossible or endless period."""
    answer = answers(story, value)[0]
    assert code(answer) == expected


def test_a_credential_stays_sealed_even_if_a_grant_names_it(story: Story) -> None:
    """A scope that should not exist gives nothing: the kind is checked again here."""
    grant = story.grant(scope=story.scope(kinds=frozenset({"password", "email"})))
    assert code(answers(story, replace(EMAIL, kind="password"), grant=grant)[0]) == "access.credential"


def test_each_value_has_its_own_answer_in_order(story: Story) -> None:
    """One bad value in a batch costs no other, and no position moves."""
    given = answers(story, EMAIL, replace(EMAIL, row=None), EMAIL)
    assert [isinstance(answer, Allowed) for answer in given] == [True, False, True]
    assert answers(story) == []


@pytest.mark.parametrize(
    ("log_from", "log_to", "opens"),
    [
        ("2026-11-23T05:00:00+00:00", "2026-11-23T06:00:00+00:00", True),
        ("2026-11-22T00:00:00+00:00", "2026-11-23T00:00:00+00:00", False),
        ("2026-11-24T00:00:00+00:00", "2026-11-25T00:00:00+00:00", False),
        ("2026-11-23T08:00:00+09:00", "2026-11-23T09:00:00+09:00", False),
        ("2026-11-23T08:00:00+09:00", "2026-11-23T09:00:01+09:00", True),
    ],
)
def test_log_time_is_kept_to_the_utc_day(story: Story, log_from: str, log_to: str, *, opens: bool) -> None:
    """A sealed value carries its day and no second: an hour opens its whole UTC day, and no day beside it."""
    times = {"log_from": datetime.fromisoformat(log_from), "log_to": datetime.fromisoformat(log_to)}
    answer = answers(story, EMAIL, grant=story.grant(scope=story.scope(**times)))[0]
    assert isinstance(answer, Allowed) is opens


@pytest.mark.parametrize("name", ["bo", "ana2", "an", "administrator"])
def test_a_grant_serves_its_holder_only(story: Story, name: str) -> None:
    """Somebody else's grant opens nothing, whatever roles they have."""
    holder = story.principal(name, "engineer", "approver", "security", "auditor", "admin")
    assert code(answers(story, EMAIL, holder=holder)[0]) == "access.holder"


def test_an_account_that_was_switched_off_opens_nothing(story: Story) -> None:
    """The grant may still run; the account does not."""
    assert code(answers(story, EMAIL, holder=story.principal(active=False))[0]) == "access.inactive"


@pytest.mark.parametrize(
    ("minutes", "expected"), [(-1, "access.not_yet"), (60, "access.ended.expired"), (10_000, "access.ended.expired")]
)
def test_outside_the_window_nothing_opens(story: Story, minutes: int, expected: str) -> None:
    """Before the first moment and from the last on."""
    assert code(answers(story, EMAIL, now=story.now + timedelta(minutes=minutes))[0]) == expected


@pytest.mark.parametrize("why", [why for why in EndedWhy if why is not EndedWhy.EXPIRED])
def test_an_ended_grant_opens_nothing_even_if_the_clock_goes_back(story: Story, why: EndedWhy) -> None:
    """Revoked, returned, or ended with its incident; also a minute before the end was written."""
    grant = story.grant().ended(why, story.now + HOUR / 2)
    for moment in (story.now + HOUR / 2, story.now + timedelta(minutes=2)):
        assert code(answers(story, EMAIL, grant=grant, now=moment)[0]) == f"access.ended.{why}"


def test_a_bound_grant_opens_nothing_without_its_open_incident(story: Story) -> None:
    """Resolved, or not known: the same answer, although nobody has ended the grant yet."""
    bound = story.grant(incident="inc-1")
    assert code(answers(story, EMAIL, grant=bound, incident_open=False)[0]) == "access.ended.incident"
    assert answers(story, EMAIL, grant=bound, incident_open=True) == [Allowed("checkout", "email")]


@pytest.mark.parametrize("minutes", [None, -1, 60, 600])
def test_without_a_step_up_for_this_window_nothing_opens(story: Story, minutes: int | None) -> None:
    """No second factor, one from before the grant, or one from after its end."""
    moment = None if minutes is None else story.now + timedelta(minutes=minutes)
    assert code(answers(story, EMAIL, stepped_up_at=moment)[0]) == "identity.step_up"


def test_whose_grant_it_is_comes_first(story: Story) -> None:
    """A stranger learns nothing about the state of somebody's grant."""
    refused = refusal_of_grant(
        story.grant().ended(EndedWhy.REVOKED, story.now),
        holder=story.principal("bo"),
        stepped_up_at=None,
        now=story.now,
        incident_open=False,
    )
    assert refused is not None
    assert refused.code == "access.holder"

"""No order of events and no clock makes an ended grant usable, and no value outside a scope opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from milkglass.access.grant import EndedWhy, Grant, GrantState
from milkglass.access.principal import Principal, Role
from milkglass.access.reveal import Allowed, Asked, authorise
from milkglass.access.scope import Scope
from milkglass.errors import StateError

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SERVICES = ["checkout", "search"]
KINDS = {"email": 1, "phone": 2, "password": 4}
MOMENTS = st.integers(-7200, 7200).map(lambda seconds: NOW + timedelta(seconds=seconds))
LOG_TIMES = st.datetimes(datetime(2026, 11, 20), datetime(2026, 11, 26)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001


@st.composite
def scopes(draw: st.DrawFn) -> Scope:
    """Any scope in the week around now."""
    log_from, log_to = sorted(draw(st.lists(LOG_TIMES, min_size=2, max_size=2, unique=True)))
    services = draw(st.sets(st.sampled_from(SERVICES), min_size=1))
    kinds = draw(st.sets(st.sampled_from(sorted(KINDS)), min_size=1))
    return Scope(frozenset(services), frozenset(kinds), log_from, log_to)


def grant_of(scope: Scope | None = None, incident: str | None = None) -> Grant:
    """Ana's grant of an hour from now on."""
    whole = Scope(frozenset({"checkout"}), frozenset({"email"}), NOW - HOUR, NOW)
    return Grant("grant-1", "req-1", "ana", scope or whole, NOW, NOW + HOUR, incident)


@given(
    st.sampled_from([None, "inc-1"]),
    st.lists(st.tuples(st.sampled_from(EndedWhy), MOMENTS), max_size=5),
    st.lists(st.tuples(MOMENTS, st.booleans()), min_size=1, max_size=20),
)
def test_no_history_leaves_a_grant_usable_after_its_end(
    incident: str | None, events: list[tuple[EndedWhy, datetime]], looks: list[tuple[datetime, bool]]
) -> None:
    """Ends in any order at any time, then a clock that jumps: usable implies in the window, not ended, incident open."""
    grant = grant_of(incident=incident)
    ended = False
    for why, moment in events:
        try:
            grant = grant.ended(why, moment)
        except StateError:
            continue
        assert not ended
        ended = True
    for moment, is_open in looks:
        usable = grant.is_usable(moment, incident_open=is_open)
        assert not (usable and ended)
        assert not (usable and not NOW <= moment < NOW + HOUR)
        assert not (usable and incident and not is_open)
        state = grant.state(moment, incident_open=is_open, stepped_up=True)
        assert usable is (state is GrantState.OPEN)


@given(MOMENTS, st.sampled_from(EndedWhy), st.booleans())
def test_ending_only_ever_takes_away(moment: datetime, why: EndedWhy, is_open: bool) -> None:  # noqa: FBT001 - hypothesis
    """The end of a grant is never later after it was ended than before."""
    grant = grant_of()
    try:
        ended = grant.ended(why, moment)
    except StateError:
        return
    assert ended.ends_at <= grant.ends_at
    assert ended.expires_at == grant.expires_at
    assert not ended.is_usable(moment, incident_open=is_open)


@dataclass(frozen=True)
class Row:
    """A keyring row as reveal sees it."""

    service: str
    not_before: int
    not_after: int


ROWS = st.builds(
    Row,
    st.sampled_from([*SERVICES, "", "*"]),
    st.integers() | st.integers(1763596800, 1764288000),
    st.integers() | st.integers(1763596800, 1764288000),
)
VALUES = st.builds(Asked, st.sampled_from(["d", "o", "r", ""]), st.sampled_from([*KINDS, "unheard"]), st.none() | ROWS)


@given(
    scopes(),
    st.lists(VALUES, max_size=6),
    st.sampled_from(["ana", "ANA", "bo"]),
    st.booleans(),
    MOMENTS,
    st.none() | MOMENTS,
)
def test_what_opens_is_inside_everything(
    scope: Scope,
    values: list[Asked],
    name: str,
    active: bool,  # noqa: FBT001 - hypothesis
    now: datetime,
    stepped_up_at: datetime | None,
) -> None:
    """Never raises, answers each value, and an allowed one passes every condition, computed here once more by hand."""
    answers = authorise(
        grant_of(scope),
        values,
        holder=Principal(name, frozenset(Role), active=active),
        stepped_up_at=stepped_up_at,
        now=now,
        incident_open=False,
        sensitivity=KINDS,
    )
    assert len(answers) == len(values)
    for value, answer in zip(values, answers, strict=True):
        if not isinstance(answer, Allowed):
            continue
        assert name.lower() == "ana"
        assert active
        assert NOW <= now < NOW + HOUR
        assert stepped_up_at is not None
        assert NOW <= stepped_up_at < NOW + HOUR
        assert value.mode == "d"
        assert KINDS[value.kind] < 4
        assert value.row is not None
        assert (answer.service, answer.kind) == (value.row.service, value.kind)
        assert answer.service in scope.services
        assert answer.kind in scope.kinds
        assert 0 < value.row.not_after - value.row.not_before <= 86_400
        assert value.row.not_before < scope.log_to.timestamp()
        assert value.row.not_after > scope.log_from.timestamp()


@given(scopes(), st.dates(date(2026, 11, 18), date(2026, 11, 28)))
def test_the_days_that_are_announced_are_the_days_that_open(scope: Scope, day: date) -> None:
    """``key_days`` names exactly the UTC days whose values the scope covers."""
    begins = datetime(day.year, day.month, day.day, tzinfo=UTC)
    service, kind = min(scope.services), min(scope.kinds)
    covered = scope.covers(service, kind, begins, begins + timedelta(days=1))
    assert (type(covered).__name__ == "Covered") is (day in scope.key_days())

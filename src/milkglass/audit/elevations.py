"""Who saw what, why, when and how long: the log folded into one `Elevation` for each request.

Read by `service/read_audit.py` and `cli/audit.py`. Pure: entries in, answers out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from milkglass.audit.entry import Entry, EntryType, Out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime, timedelta

    from milkglass.audit.entry import Scope, Window


class Outcome(StrEnum):
    """What became of a request."""

    PENDING = "pending"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"
    GRANTED = "granted"
    OPENED = "opened"
    EXPIRED = "expired"
    REVOKED = "revoked"
    RETURNED = "returned"
    INCIDENT_END = "incident_end"


@dataclass(slots=True)
class Elevation:
    """One request and everything that came of it.

    Args:
        request: Id of the request.
        who: Who asked.
        roles: Their roles at that time.
        scope: Services, kinds and log time asked for.
        asked_at: When.
        incident: The incident it was asked for.
        text: Commitment to the reason (hex); the words are kept encrypted elsewhere.
        rule: Which rule of the policy decided.
        rung: Which step of the ladder that was.
        approved_by: Who approved, in order.
        looked_at_by: Who looked at a broken glass afterwards.
        grant: Id of the grant, if there came one.
        window: When the grant could be used.
        opened_at: First step-up.
        ended_at: When it was ended before its time.
        outcome: What became of it.
        reveals: Reveals that were answered.
        refusals: Reveals that were refused.
        values: Values that were opened, by kind.
        last_reveal_at: Time of the last answered reveal.
        possibly_disclosed: Reveals that were begun and whose result is not on the record.
    """

    request: str
    who: str
    roles: tuple[str, ...]
    scope: Scope
    asked_at: datetime
    incident: str | None = None
    text: str | None = None
    rule: str | None = None
    rung: str | None = None
    approved_by: tuple[str, ...] = ()
    looked_at_by: str | None = None
    grant: str | None = None
    window: Window | None = None
    opened_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: Outcome = Outcome.PENDING
    reveals: int = 0
    refusals: int = 0
    values: Mapping[str, int] = field(default_factory=Counter)
    last_reveal_at: datetime | None = None
    possibly_disclosed: int = 0

    @property
    def values_opened(self) -> int:
        """How many values were opened."""
        return sum(self.values.values())

    @property
    def closes_at(self) -> datetime | None:
        """When it ended or will end."""
        if self.window is None:
            return None
        return min(self.window.end, self.ended_at) if self.ended_at else self.window.end

    @property
    def lasted(self) -> timedelta | None:
        """How long values could be opened: from the first step-up to the end; None if they never could."""
        closes = self.closes_at
        return None if self.opened_at is None or closes is None else max(closes, self.opened_at) - self.opened_at


def elevations(entries: Iterable[Entry], now: datetime | None = None) -> list[Elevation]:
    """One elevation for each request in the log, in the order in which they were asked for.

    Args:
        entries: The log from its beginning.
        now: The moment for which to say what has expired; the time of the last entry when left out.
    """
    found: dict[str, Elevation] = {}
    begun: dict[str, Elevation] = {}
    last_at = now
    for entry in entries:
        last_at = now or entry.t
        if entry.type is EntryType.REQUEST_SUBMIT and entry.req is not None and entry.scope is not None:
            found.setdefault(entry.req, _asked(entry.req, entry.scope, entry))
        elevation = found.get(entry.req or "")
        if elevation is None:
            continue
        _follow_reveal(elevation, entry, begun)
        _STEPS.get(entry.type, _nothing)(elevation, entry)
    for elevation in begun.values():
        elevation.possibly_disclosed += 1
    for elevation in found.values():
        _expire(elevation, last_at)
    return list(found.values())


def _expire(elevation: Elevation, now: datetime | None) -> None:
    """The end by the clock has no entry of its own."""
    is_live = elevation.outcome in {Outcome.GRANTED, Outcome.OPENED}
    if is_live and now is not None and elevation.window is not None and elevation.window.end <= now:
        elevation.outcome = Outcome.EXPIRED


def _asked(request: str, scope: Scope, entry: Entry) -> Elevation:
    who = entry.actor
    return Elevation(request, who.sub, who.roles, scope, entry.t, incident=entry.incident, text=entry.text)


def _follow_reveal(elevation: Elevation, entry: Entry, begun: dict[str, Elevation]) -> None:
    if entry.reveal is None:
        return
    if entry.type is EntryType.REVEAL_INTENT:
        begun[entry.reveal] = elevation
    elif entry.type is EntryType.REVEAL_RESULT:
        begun.pop(entry.reveal, None)


def _decided(elevation: Elevation, entry: Entry) -> None:
    if entry.policy is not None:
        elevation.rule, elevation.rung = entry.policy.rule, entry.policy.rung.value
    if entry.out is not Out.OK:
        elevation.outcome = Outcome.DENIED


def _approved(elevation: Elevation, entry: Entry) -> None:
    elevation.approved_by = (*elevation.approved_by, entry.actor.sub)


def _looked_at(elevation: Elevation, entry: Entry) -> None:
    elevation.looked_at_by = entry.actor.sub


def _denied(elevation: Elevation, entry: Entry) -> None:
    elevation.outcome = Outcome.DENIED


def _withdrawn(elevation: Elevation, entry: Entry) -> None:
    elevation.outcome = Outcome.WITHDRAWN


def _issued(elevation: Elevation, entry: Entry) -> None:
    elevation.grant, elevation.window, elevation.outcome = entry.grant, entry.window, Outcome.GRANTED
    elevation.scope = entry.scope or elevation.scope


def _stepped_up(elevation: Elevation, entry: Entry) -> None:
    if elevation.opened_at is None:
        elevation.opened_at = entry.t
    if elevation.outcome is Outcome.GRANTED:
        elevation.outcome = Outcome.OPENED


def _ended(outcome: Outcome) -> Callable[[Elevation, Entry], None]:
    def end(elevation: Elevation, entry: Entry) -> None:
        if elevation.ended_at is None:
            elevation.ended_at, elevation.outcome = entry.t, outcome

    return end


def _revealed(elevation: Elevation, entry: Entry) -> None:
    if entry.out is not Out.OK or entry.values is None:
        elevation.refusals += 1
        return
    elevation.reveals += 1
    elevation.values = Counter(elevation.values) + Counter(entry.values.kinds)
    elevation.last_reveal_at = entry.t


def _refused(elevation: Elevation, entry: Entry) -> None:
    elevation.refusals += 1


def _nothing(elevation: Elevation, entry: Entry) -> None:
    """The entry says nothing about the elevation itself."""


_STEPS: Mapping[EntryType, Callable[[Elevation, Entry], None]] = {
    EntryType.REQUEST_DECIDE: _decided,
    EntryType.REQUEST_WITHDRAW: _withdrawn,
    EntryType.REVIEW_APPROVE: _approved,
    EntryType.REVIEW_DENY: _denied,
    EntryType.REVIEW_BREAK_GLASS: _looked_at,
    EntryType.GRANT_ISSUE: _issued,
    EntryType.GRANT_BREAK_GLASS: _issued,
    EntryType.GRANT_REVOKE: _ended(Outcome.REVOKED),
    EntryType.GRANT_RETURN: _ended(Outcome.RETURNED),
    EntryType.GRANT_END: _ended(Outcome.INCIDENT_END),
    EntryType.STEPUP_OK: _stepped_up,
    EntryType.REVEAL_RESULT: _revealed,
    EntryType.REVEAL_REFUSE: _refused,
}

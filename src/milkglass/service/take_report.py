"""Take what a source outside says about its incidents: once, in order, and never more than it may say.

What opens must be fresh, what closes may be late: an old call that is sent again opens nothing, and ends at most what it names.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from milkglass.audit.entry import Draft, EntryType, Window
from milkglass.incidents.incident import Incident
from milkglass.incidents.signing import refused
from milkglass.incidents.sources.door import receive
from milkglass.incidents.sources.outside import Origin
from milkglass.service.caller import SYSTEM
from milkglass.service.services import change
from milkglass.service.trusted import find_account, find_incident

if TYPE_CHECKING:
    from collections.abc import Mapping

    from milkglass.incidents.report import Hand, Report
    from milkglass.incidents.settings import Source
    from milkglass.service.services import Change, Services

OPENS_WITHIN: Final = timedelta(hours=1)
"""How old a word may be that opens an incident or makes it worse."""
ALERT_OPENS_WITHIN: Final = timedelta(hours=24)
"""For Alertmanager, which says when an alert began and not when it spoke."""
KEPT_FOR: Final = timedelta(hours=48)
"""How old a word may be at all, and how long calls are remembered: PagerDuty tries again for two days."""
AHEAD: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a call: ``taken``, ``repeated``, or ``nothing`` if it changed nothing."""

    outcome: str


def take_report(services: Services, name: str, headers: Mapping[str, str], body: bytes) -> Taken:
    """Take a call of a source.

    Args:
        services: The services.
        name: Which source, as in ``context.yaml``.
        headers: With names in lower case.
        body: Raw, as signed.

    Raises:
        SignInError: if there is no such source, or it did not sign this, or all it says is too old.
        FormatError: if it is not what this source sends.
    """
    source = services.context.sources.get(name)
    if source is None:
        raise refused()
    delivery = receive(source, headers, body, services.clock())
    repeats = source.settings.kind == "alertmanager"
    with change(services) as at:
        timely = [one for one in delivery.reports if repeats or at.now - KEPT_FOR <= one.at <= at.now + AHEAD]
        if delivery.reports and not timely:
            raise refused()
        if not repeats and services.outside.is_known(at.conn, name, delivery.id):
            return Taken("repeated")
        if not repeats:
            services.outside.remember(at.conn, name, delivery.id, at.now, at.now - 2 * KEPT_FOR)
        changed = [_apply(services, at, source, report) for report in timely]
    return Taken("taken" if any(changed) else "nothing")


def close_outside(services: Services, at: Change, source: Source, origin: Origin, incident: Incident) -> None:
    """Resolve an incident that its source says is over; its grants end after the grace time."""
    ended = replace(
        incident.resolved(at.now),
        grants_end_at=at.now + source.settings.grace,
        seen_at=at.now,
        rev=incident.rev + 1,
    )
    services.incidents.resolve(at.conn, ended)
    services.outside.put(at.conn, origin, ended)
    grace = Window(at.now, at.now + source.settings.grace)
    _record(at, EntryType.INCIDENT_RESOLVE, source, ended, window=grace)


def _apply(services: Services, at: Change, source: Source, report: Report) -> bool:
    """What follows from one word of a source; whether anything did."""
    origin = services.outside.newest(at.conn, source.name, report.key)
    if origin is None:
        return _open(services, at, source, report)
    incident = find_incident(services, at, origin.id)
    if report.at < origin.said_at:
        return False
    if not incident.is_open:
        return report.at > origin.said_at and _open(services, at, source, report)
    said = replace(origin, said_at=report.at)
    if not report.is_open:
        close_outside(services, at, source, said, incident)
        return True
    return _change(services, at, source, said, incident, report)


def _open(services: Services, at: Change, source: Source, report: Report) -> bool:
    limit = ALERT_OPENS_WITHIN if source.settings.kind == "alertmanager" else OPENS_WITHIN
    if not report.is_open or not report.services or not at.now - limit <= report.at <= at.now + AHEAD:
        return False
    account = _account(services, at, report.hand)
    incident = Incident(
        id=services.new_id("inc"),
        title=services.mask(report.title),
        severity=report.severity,
        services=report.services,
        opened_by=account or f"@{source.name}",
        opened_at=at.now,
        source=source.name,
        url=report.url,
        hands=frozenset({account} if account else ()),
        is_vouched=not report.hand.is_person or account is not None,
        seen_at=at.now,
        rev=1,
    )
    commitment = services.incidents.add(at.conn, incident)
    services.outside.put(at.conn, Origin(incident.id, source.name, report.key, report.at), incident)
    _record(at, EntryType.INCIDENT_OPEN, source, incident, text=commitment)
    return True


def _change(services: Services, at: Change, source: Source, said: Origin, incident: Incident, report: Report) -> bool:
    """Another severity or other services. Who makes an incident worse by hand is remembered as who opened it is."""
    is_worse = report.severity < incident.severity or not report.services <= incident.services
    account = _account(services, at, report.hand)
    new = replace(
        incident,
        severity=report.severity,
        services=report.services or incident.services,
        hands=incident.hands | ({account} if is_worse and account else frozenset()),
        is_vouched=incident.is_vouched and not (is_worse and report.hand.is_person and account is None),
        url=report.url or incident.url,
        seen_at=at.now,
    )
    if is_worse and at.now - report.at > OPENS_WITHIN and source.settings.kind != "alertmanager":
        return False
    changes = replace(new, seen_at=incident.seen_at) != incident
    if changes:
        new = replace(new, rev=incident.rev + 1)
        _record(at, EntryType.INCIDENT_CHANGE, source, new)
    services.outside.put(at.conn, said, new)
    return changes


def _account(services: Services, at: Change, hand: Hand) -> str | None:
    """The account behind a hand; nobody if the operator named one that does not exist."""
    account = None if hand.account is None else find_account(services, at, hand.account)
    return None if account is None else account.name


def _record(
    at: Change,
    entry_type: EntryType,
    source: Source,
    incident: Incident,
    *,
    text: str | None = None,
    window: Window | None = None,
) -> None:
    entry = Draft(type=entry_type, actor=SYSTEM, incident=incident.id, about=source.name, text=text, window=window)
    at.record(entry)

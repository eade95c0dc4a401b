"""Make a report for a person, an authority or an auditor; that it was made is on the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from milkglass.access.principal import Role
from milkglass.audit import checkpoint as notes
from milkglass.audit.elevations import elevations
from milkglass.audit.entry import Draft, EntryType
from milkglass.audit.jsontext import format_time
from milkglass.audit.report.about_period import Evidence, gdpr_30, gdpr_32, soc2
from milkglass.audit.report.about_person import ccpa, gdpr_15, hipaa_528
from milkglass.audit.report.page import Report
from milkglass.errors import UsageError
from milkglass.masking.kinds import KINDS
from milkglass.service.caller import change_by
from milkglass.service.record import checked_entries
from milkglass.service.search_subject import search_subject
from milkglass.service.services import look

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from milkglass.audit.report.page import Section
    from milkglass.audit.subject import Identifier
    from milkglass.service.caller import Caller
    from milkglass.service.services import Look, Services

_PERSON: Mapping[str, tuple[str, str, Callable[[Mapping[str, Any], Mapping[str, str]], tuple[Section, ...]]]] = {
    "gdpr-15": ("Who saw your personal data", "GDPR Art. 15, right of access", gdpr_15),
    "hipaa-528": ("Accounting of disclosures", "HIPAA, 45 CFR 164.528", hipaa_528),
    "ccpa": ("Personal information disclosed", "CCPA, Cal. Civ. Code 1798.110 and 1798.115", ccpa),
}
_PERIOD: Mapping[str, tuple[str, str, Callable[[Evidence], tuple[Section, ...]]]] = {
    "gdpr-30": ("Record of processing activities: logs", "GDPR Art. 30", gdpr_30),
    "gdpr-32": ("Security of processing: access to personal data in logs", "GDPR Art. 32 and Art. 5(2)", gdpr_32),
    "soc2": ("Access to personal data in logs", "SOC 2, Trust Services Criteria (2017)", soc2),
}
ABOUT_A_PERSON = tuple(_PERSON)
ABOUT_A_PERIOD = tuple(_PERIOD)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which report, of when, and for those about a person of whom and why.

    Args:
        name: One of ``ABOUT_A_PERSON`` or ``ABOUT_A_PERIOD``.
        since: From when; for a person six years back when left out.
        until: Up to when; now when left out.
        identifiers: What the person is known by.
        reason: Why the person is looked for.
        names: Whether staff is named.
    """

    name: str
    since: datetime | None = None
    until: datetime | None = None
    identifiers: Sequence[Identifier] = ()
    reason: str = ""
    names: bool = False


def make_report(services: Services, caller: Caller, wanted: Wanted) -> Report:
    """Make a report.

    Raises:
        DeniedError: if the caller is no auditor.
        UsageError: if there is no such report, or it lacks what it needs.
        AuditError: if the record is not what was signed.
    """
    caller.require(Role.AUDITOR)
    if wanted.name in _PERSON:
        return _of_person(services, caller, wanted)
    if wanted.name in _PERIOD:
        return _of_period(services, caller, wanted)
    raise UsageError("there is no such report", hint=f"one of {', '.join((*_PERSON, *_PERIOD))}")


def _of_person(services: Services, caller: Caller, wanted: Wanted) -> Report:
    title, law, write = _PERSON[wanted.name]
    found = search_subject(services, caller, wanted.identifiers, wanted.reason, since=wanted.since, until=wanted.until)
    told = found.to_json(names=wanted.names)
    with look(services) as at:
        return _page(services, at, wanted.name, (title, law), (told["from"], told["to"]), write(told, _titles()))


def _of_period(services: Services, caller: Caller, wanted: Wanted) -> Report:
    if wanted.since is None:
        raise UsageError("this report needs a period", hint="say from when")
    title, law, write = _PERIOD[wanted.name]
    with change_by(services, caller) as (at, now_caller):
        now_caller.require(Role.AUDITOR)
        about = f"report {wanted.name}"
        at.record(Draft(type=EntryType.AUDIT_EXPORT, actor=now_caller.actor, sess=now_caller.sess, about=about))
    with look(services) as at:
        until = wanted.until or at.now
        found = _evidence(services, at, wanted.since, until)
        period = format_time(wanted.since), format_time(until)
        return _page(services, at, wanted.name, (title, law), period, write(found))


def _evidence(services: Services, at: Look, since: datetime, until: datetime) -> Evidence:
    entries = checked_entries(services, at)
    asked = [one for one in elevations(entries, at.now) if since <= one.asked_at <= until]
    reasons = {one.request: request.reason for one in asked if (request := services.rows.request(at.conn, one.request))}
    return Evidence(
        entries=[entry for entry in entries if since <= entry.t <= until],
        elevations=asked,
        reasons=reasons,
        titles=_titles(),
        months=services.keyring.months(),
    )


def _page(
    services: Services,
    at: Look,
    name: str,
    head: tuple[str, str],
    period: tuple[str, str],
    sections: tuple[Section, ...],
) -> Report:
    signed = notes.verify(services.log.checkpoint(at.conn), services.log.vkey)
    log = services.log.origin, signed.size, signed.root.hex()
    return Report(name, head[0], head[1], period, format_time(at.now), log, sections)


def _titles() -> dict[str, str]:
    return {name: kind.title for name, kind in KINDS.items()}

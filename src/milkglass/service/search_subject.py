"""Who saw the data of one person: searched by value, which is on the record before the search and after it.

The values stay in this call: the log gets pseudonyms (``docs/spec/audit-entry.md`` section 9). For auditors only, and only so
often a day: who may ask about values without end could find out whether a guess is right.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from milkglass.access.principal import Role
from milkglass.audit.accounting import disclosed
from milkglass.audit.elevations import elevations
from milkglass.audit.entry import Draft, EntryType, Out, ValueCount
from milkglass.audit.statement import Disclosure, Looked, Statement
from milkglass.errors import AuditError, DeniedError, VerifyError
from milkglass.service.accounting import YEARS_KEPT, kept_keys, this_years_key
from milkglass.service.caller import change_by
from milkglass.service.erase_subject import check_asked, erased_at, kinds_of, pseudonyms
from milkglass.service.facts import Counted
from milkglass.service.record import checked_entries, stored_rows
from milkglass.service.services import look

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from milkglass.audit.accounting import Disclosed
    from milkglass.audit.elevations import Elevation
    from milkglass.audit.entry import Entry
    from milkglass.audit.subject import Identifier
    from milkglass.service.caller import Caller
    from milkglass.service.services import Look, Services

MOST_SEARCHES_A_DAY = 50
_YEAR = timedelta(days=366)


def search_subject(
    services: Services,
    caller: Caller,
    identifiers: Sequence[Identifier],
    reason: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Statement:
    """Every disclosure of the values of one person in the last six years.

    Args:
        services: The services.
        caller: An auditor.
        identifiers: 1 to 20 values that the person is known by.
        reason: Why this is asked, as ``request of the data subject, ticket 12``.
        since: Nothing before this; six years back when left out.
        until: Nothing from this on; now when left out.

    Raises:
        DeniedError: if the caller is no auditor, or has searched too often today (``access.too_many``).
        UsageError: if there are too many identifiers or no reason.
        KeysError: if an accounting key is missing: the answer would not be whole.
        AuditError: if entries or disclosure rows are not what was signed, or the search cannot be recorded.
    """
    caller.require(Role.AUDITOR)
    check_asked(identifiers, reason)
    search = services.new_id("search")
    subjects = _intend(services, caller, search, identifiers, reason)
    with look(services) as at:
        found = _answer(services, at, identifiers, since, until)
    _record_result(services, caller, search, subjects, found)
    return found


def _intend(
    services: Services, caller: Caller, search: str, identifiers: Sequence[Identifier], reason: str
) -> tuple[str, ...]:
    """Durable when it returns; a refusal is recorded too, without pseudonyms."""
    with change_by(services, caller) as (at, now_caller):
        now_caller.require(Role.AUDITOR)
        is_allowed = at.count(Counted.SEARCHES, f"{now_caller.name} {at.now:%Y-%m-%d}") < MOST_SEARCHES_A_DAY
        kinds = kinds_of(identifiers)
        subjects = pseudonyms(this_years_key(services, at), identifiers) if is_allowed else ()
        entry = Draft(
            type=EntryType.SEARCH_INTENT,
            actor=now_caller.actor,
            sess=now_caller.sess,
            out=Out.OK if is_allowed else Out.DENIED,
            why=None if is_allowed else "access.too_many",
            about=search,
            text=services.texts.put(at.conn, reason, f"txt_{search}").commitment,
            values=ValueCount(sum(kinds.values()), kinds),
            subjs=subjects,
        )
        at.record(entry)
    if not is_allowed:
        raise DeniedError(
            f"{MOST_SEARCHES_A_DAY} searches a day are the most", code="access.too_many", hint="go on tomorrow"
        )
    return subjects


def _record_result(
    services: Services, caller: Caller, search: str, subjects: tuple[str, ...], found: Statement
) -> None:
    kinds = Counter[str]()
    for one in found.disclosures:
        kinds.update(one.kinds)
    with change_by(services, caller) as (at, now_caller):
        now_caller.require(Role.AUDITOR)
        entry = Draft(
            type=EntryType.SEARCH_RESULT,
            actor=now_caller.actor,
            sess=now_caller.sess,
            about=search,
            values=ValueCount(kinds.total(), dict(sorted(kinds.items()))),
            subjs=subjects,
        )
        at.record(entry)


def _answer(
    services: Services, at: Look, identifiers: Sequence[Identifier], since: datetime | None, until: datetime | None
) -> Statement:
    keys = kept_keys(services, at)
    subjects = {name for key in keys.values() for name in pseudonyms(key, identifiers)}
    entries = checked_entries(services, at)
    results = {entry.n: entry for entry in entries if entry.type is EntryType.REVEAL_RESULT}
    end = min(at.now, until) if until else at.now
    begin = max(at.now - YEARS_KEPT * _YEAR, since) if since else at.now - YEARS_KEPT * _YEAR
    try:
        found = [one for one in disclosed(results, stored_rows(at), subjects) if begin <= one.result.t <= end]
    except VerifyError as error:
        raise AuditError(error.message, code="audit.tampered", hint=error.hint) from None
    asked = {one.request: one for one in elevations(entries, at.now)}
    return Statement(
        asked=kinds_of(identifiers),
        since=begin,
        until=end,
        size=at.size,
        disclosures=tuple(_disclosures(services, at, found, asked)),
        searches=tuple(_searches(services, at, entries, subjects, begin)),
        erased_at=erased_at(services, at, identifiers),
        unfinished=sum(one.possibly_disclosed for one in asked.values()),
    )


def _disclosures(
    services: Services, at: Look, found: Iterable[Disclosed], asked: Mapping[str, Elevation]
) -> Iterable[Disclosure]:
    """One for each reveal, however many values of the person it showed."""
    by_result: dict[int, list[Disclosed]] = {}
    for one in found:
        by_result.setdefault(one.result.n, []).append(one)
    for n, rows in by_result.items():
        entry, elevation = rows[0].result, asked.get(rows[0].result.req or "")
        request = services.rows.request(at.conn, entry.req) if entry.req else None
        yield Disclosure(
            n=n,
            at=entry.t,
            kinds=dict(sorted(Counter(one.row.kind for one in rows).items())),
            services=entry.scope.services if entry.scope else (),
            who=entry.actor.sub,
            roles=entry.actor.roles,
            grant=entry.grant,
            request=entry.req,
            incident=entry.incident,
            rung=elevation.rung if elevation else None,
            approved_by=elevation.approved_by if elevation else (),
            reason=None if request is None else request.reason,
        )


def _searches(
    services: Services, at: Look, entries: Iterable[Entry], subjects: set[str], begin: datetime
) -> Iterable[Looked]:
    for entry in entries:
        if entry.type is EntryType.SEARCH_INTENT and entry.t >= begin and not subjects.isdisjoint(entry.subjs):
            reason = services.texts.find(at.conn, f"txt_{entry.about}")
            yield Looked(entry.t, entry.actor.sub, entry.actor.roles, reason)

"""Put one person beyond reach: asked for by one, confirmed by another, in force at once on every day that can still be opened.

What is kept are pseudonyms under a key of their own. The signed log is the deny-list, and a file beside the database holds it a
second time (`db/denied.py`); `service/reveal.py` asks both after it opened a value and before anything is answered. So every
spelling and mode is covered, and no log line has to be found or rewritten. Spec: ``docs/spec/audit-entry.md`` section 10.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import update

from milkglass.access.principal import Role
from milkglass.audit.accounting import disclosed
from milkglass.audit.entry import Draft, EntryType, ValueCount
from milkglass.audit.subject import subject_of
from milkglass.db.tables.audit import audit_rows
from milkglass.errors import AuditError, DeniedError, StateError, UsageError, VerifyError
from milkglass.service.accounting import YEARS_KEPT, kept_keys
from milkglass.service.caller import change_by
from milkglass.service.deciding import check_text
from milkglass.service.record import checked_entries, stored_rows
from milkglass.service.services import look

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from milkglass.audit.subject import Identifier
    from milkglass.service.caller import Caller
    from milkglass.service.facts import Erasure
    from milkglass.service.services import Change, Look, Services

MAY_ASK = (Role.AUDITOR, Role.SECURITY)
MAY_CONFIRM = (Role.APPROVER, Role.SECURITY)
MAY_SEE = (Role.AUDITOR, Role.SECURITY, Role.APPROVER)
LAPSES_AFTER = timedelta(days=7)
MOST_IDENTIFIERS = 20
_LONGEST_REASON = 2000
_KEY = "erasure"


@dataclass(frozen=True, slots=True)
class Remains:
    """What is left of an erased person, and until when.

    Args:
        erasure: What was confirmed.
        months: Sealed values may stand in logs of these months; they are noise once the month's unseal pair is destroyed.
        rows_emptied: Disclosure rows whose content went.
        accounted_until: Last year in which who saw this person's data can be answered, unless rows were emptied.
    """

    erasure: Erasure
    months: tuple[str, ...]
    rows_emptied: int
    accounted_until: int


def ask_erasure(
    services: Services, caller: Caller, identifiers: Sequence[Identifier], reason: str, *, with_record: bool = False
) -> str:
    """Ask that a person be put beyond reach; nothing happens before somebody else confirms it.

    Args:
        services: The services.
        caller: An auditor, or security.
        identifiers: 1 to 20 values that the person is known by.
        reason: Why, for the record.
        with_record: Empty the disclosure rows too: who saw the person's data is then known to nobody any more.

    Returns:
        The id of the erasure.

    Raises:
        DeniedError: if the caller is neither.
        UsageError: if there are too many identifiers or no reason.
        KeysError: if rows are to be emptied and an accounting key is missing.
    """
    caller.require(*MAY_ASK)
    check_asked(identifiers, reason)
    erasure, kinds = services.new_id("erase"), kinds_of(identifiers)
    with change_by(services, caller) as (at, now_caller):
        now_caller.require(*MAY_ASK)
        keys = [services.keys.side_key(_KEY), *(kept_keys(services, at).values() if with_record else ())]
        entry = Draft(
            type=EntryType.ERASE_REQUEST,
            actor=now_caller.actor,
            sess=now_caller.sess,
            about=erasure,
            text=services.texts.put(at.conn, reason, f"txt_{erasure}").commitment,
            values=ValueCount(sum(kinds.values()), kinds),
            subjs=tuple(sorted({name for key in keys for name in pseudonyms(key, identifiers)})),
        )
        at.record(entry)
    return erasure


def confirm_erasure(services: Services, caller: Caller, erasure_id: str) -> Remains:
    """Confirm what somebody else asked for. When this returns, no value of the person is answered any more.

    Raises:
        DeniedError: if the caller may not confirm, or asked for it themselves.
        UsageError: if there is no such erasure.
        StateError: if it is done, or was asked for more than seven days ago.
        StorageError: if the deny-list cannot be written.
        AuditError: if the record is not what was signed.
    """
    caller.require(*MAY_CONFIRM)
    with change_by(services, caller) as (at, now_caller):
        now_caller.require(*MAY_CONFIRM)
        erasure = _find(at, erasure_id)
        _check(at, now_caller, erasure)
        emptied = _empty_rows(services, at, erasure)
        kinds = dict(erasure.kinds)
        entry = Draft(
            type=EntryType.ERASE_DONE,
            actor=now_caller.actor,
            sess=now_caller.sess,
            about=erasure.id,
            values=ValueCount(sum(kinds.values()), kinds),
            subjs=erasure.subjs,
        )
        at.record(entry)
        services.denied.add(erasure.id, erasure.subjs)
    with look(services) as at:
        done = _find(at, erasure_id)
        return Remains(done, tuple(services.keyring.months()), emptied, at.now.year + YEARS_KEPT)


def list_erasures(services: Services, caller: Caller) -> list[Erasure]:
    """Every erasure asked for, oldest first.

    Raises:
        DeniedError: if the caller is neither auditor, security nor approver.
    """
    caller.require(*MAY_SEE)
    with look(services) as at:
        return at.facts.erasures(at.size)


def erased_check(services: Services, at: Look) -> Callable[[str, bytes], bool]:
    """A question: is this value, of this kind, of a person who was erased?

    Raises:
        StorageError: if the deny-list cannot be read; then nothing may be answered.
    """
    key, in_file = services.keys.side_key(_KEY), services.denied.subjects()

    def is_erased(kind: str, value: bytes) -> bool:
        name = subject_of(key, kind, value).hex()
        return name in in_file or at.facts.erased_at(name) is not None

    return is_erased


def erased_at(services: Services, at: Look, identifiers: Sequence[Identifier]) -> datetime | None:
    """When the first of these was put beyond reach."""
    names = pseudonyms(services.keys.side_key(_KEY), identifiers)
    return min((when for name in names if (when := at.facts.erased_at(name))), default=None)


def replay_erasures(services: Services, at: Look) -> None:
    """Write to the file what the log has and the file has not: it was lost, or restored from an older copy."""
    known = services.denied.ids()
    for one in at.facts.erasures(at.size):
        if one.done is not None and one.id not in known:
            services.denied.add(one.id, one.subjs)


def check_asked(identifiers: Sequence[Identifier], reason: str) -> None:
    """Refuse what is too much, or has no reason.

    Raises:
        UsageError: saying which.
    """
    if not 0 < len(identifiers) <= MOST_IDENTIFIERS:
        raise UsageError(f"this takes 1 to {MOST_IDENTIFIERS} identifiers")
    if not reason.strip() or len(reason) > _LONGEST_REASON:
        raise UsageError("this needs a reason", hint="say whose request or which case this is for")
    check_text(reason, "the reason")


def pseudonyms(key: bytes, identifiers: Iterable[Identifier]) -> tuple[str, ...]:
    """Under one key: 32 hex characters each, sorted, each once."""
    return tuple(sorted({subject_of(key, *pair).hex() for one in identifiers for pair in one.spellings()}))


def kinds_of(identifiers: Iterable[Identifier]) -> dict[str, int]:
    """How many of each kind were asked for."""
    return dict(sorted(Counter(one.kind for one in identifiers).items()))


def _find(at: Look, erasure_id: str) -> Erasure:
    for one in at.facts.erasures(at.size):
        if one.id == erasure_id:
            return one
    raise UsageError("there is no such erasure", code="usage.unknown")


def _check(at: Look, caller: Caller, erasure: Erasure) -> None:
    if erasure.asked_by == caller.name:
        raise DeniedError("an erasure is confirmed by somebody else than who asked for it", hint="ask a colleague")
    if erasure.done is not None:
        raise StateError(f"erasure {erasure.id} is done")
    if at.now - erasure.asked_at > LAPSES_AFTER:
        raise StateError(f"erasure {erasure.id} has lapsed", hint="ask for it again")


def _empty_rows(services: Services, at: Change, erasure: Erasure) -> int:
    """Content of the person's disclosure rows, if that was asked for; hashes stay, so the tree still verifies."""
    entries = checked_entries(services, at)
    results = {entry.n: entry for entry in entries if entry.type is EntryType.REVEAL_RESULT}
    try:
        found = list(disclosed(results, stored_rows(at), erasure.subjs))
    except VerifyError as error:
        raise AuditError(error.message, code="audit.tampered", hint=error.hint) from None
    table = audit_rows.c
    for one in found:
        where = (table.entry == one.result.n) & (table.i == one.row.i)
        at.conn.execute(update(audit_rows).where(where).values(bytes=None))
    return len(found)

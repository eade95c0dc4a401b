"""The accounting key of a year: made once and on the record, so that a lost file is never replaced in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milkglass.access.principal import Role
from milkglass.audit.entry import Draft, EntryType
from milkglass.errors import KeysError, StateError, UsageError
from milkglass.service.caller import SYSTEM, change_by
from milkglass.service.facts import Counted

if TYPE_CHECKING:
    from milkglass.service.caller import Caller
    from milkglass.service.services import Change, Look, Services

YEARS_KEPT = 6
"""45 CFR 164.528: an account of disclosures goes back six years."""
KEY_LOST = "keys.accounting"


def label_of(year: int) -> str:
    """The key as entries name it."""
    return f"accounting/{year}"


def this_years_key(services: Services, at: Change) -> bytes:
    """The key under which disclosures of now are accounted.

    Raises:
        KeysError: if it was made and is not there; code ``keys.accounting``. Nothing is disclosed then.
    """
    year = at.now.year
    key, is_made = services.accounting.get(year), at.count(Counted.KEYS_MADE, label_of(year)) > 0
    if key is None and is_made:
        raise _lost(year)
    if key is None:
        key = services.accounting.make(year)
    if not is_made:
        at.record(Draft(type=EntryType.KEYS_CREATE, actor=SYSTEM, about=label_of(year)))
    return key


def kept_keys(services: Services, at: Look) -> dict[int, bytes]:
    """The keys of this year and the six before that were made and not ended.

    Raises:
        KeysError: if one of them is missing: an answer without that year would be false.
    """
    found: dict[int, bytes] = {}
    for year in range(at.now.year - YEARS_KEPT, at.now.year + 1):
        label = label_of(year)
        if not at.count(Counted.KEYS_MADE, label) or at.count(Counted.KEYS_SHREDDED, label):
            continue
        key = services.accounting.get(year)
        if key is None:
            raise _lost(year)
        found[year] = key
    return found


def end_year(services: Services, caller: Caller, year: int) -> None:
    """Destroy the accounting key of a year: its pseudonyms name nobody from then on. The tree still verifies.

    Raises:
        DeniedError: if the caller is not security.
        StateError: if the year is not over for six years, or has no key.
    """
    caller.require(Role.SECURITY)
    with change_by(services, caller) as (at, now_caller):
        if not 1 <= year <= at.now.year - YEARS_KEPT - 1:
            raise StateError("that year must still be accounted for", hint=f"a year ends {YEARS_KEPT} years after it")
        if not at.count(Counted.KEYS_MADE, label_of(year)):
            raise UsageError("there is no accounting key of that year", code="usage.unknown")
        at.record(Draft(type=EntryType.KEYS_SHRED, actor=now_caller.actor, sess=caller.sess, about=label_of(year)))
    services.accounting.destroy(year)


def _lost(year: int) -> KeysError:
    return KeysError(
        f"the accounting key of {year} is missing",
        code=KEY_LOST,
        hint="put its file back from a backup; nothing is disclosed that cannot be accounted for",
    )

"""What every format says of an entry: how bad it is, and a sentence. Pure."""

from __future__ import annotations

import json
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from milkglass.audit.entry import Entry, EntryType, Out, encode

if TYPE_CHECKING:
    from datetime import datetime

_NOTABLE = frozenset(
    {
        EntryType.REVEAL_RESULT,
        EntryType.SEARCH_RESULT,
        EntryType.ERASE_DONE,
        EntryType.KEYS_SHRED,
        EntryType.GRANT_BREAK_GLASS,
        EntryType.AUDIT_EXPORT,
        EntryType.FACTOR_LOCK,
        EntryType.ACCOUNT_CHANGE,
        EntryType.POLICY_LOAD,
    }
)


class Level(IntEnum):
    """How much an entry should be looked at."""

    INFO = 1
    NOTICE = 2
    WARNING = 3
    ERROR = 4


def level(entry: Entry) -> Level:
    """Refusals warn, failures are errors, what discloses or destroys is a notice."""
    if entry.out is not Out.OK:
        return Level.WARNING if entry.out is Out.DENIED else Level.ERROR
    return Level.NOTICE if entry.type in _NOTABLE else Level.INFO


def sentence(entry: Entry) -> str:
    """Who did what to what, in one line."""
    about = entry.grant or entry.req or entry.incident or entry.about
    parts = [entry.actor.sub, entry.type.value]
    parts += [about] if about else []
    parts += [f"{entry.values.count} values"] if entry.values else []
    parts += [f"{entry.out.value}: {entry.why}"] if entry.why else []
    return " ".join(parts)


def fields(entry: Entry) -> dict[str, Any]:
    """The entry as JSON values, without pseudonyms: they are of use inside the log only."""
    found: dict[str, Any] = json.loads(encode(entry))
    found.pop("subjs", None)
    return found


def milliseconds(moment: datetime) -> int:
    """Since 1970 UTC."""
    return round(moment.timestamp() * 1000)

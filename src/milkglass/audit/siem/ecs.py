"""Elastic Common Schema 8.17. Pure; source: elastic/ecs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from milkglass.audit.entry import Out
from milkglass.audit.jsontext import format_time
from milkglass.audit.siem.common import fields, level, sentence

if TYPE_CHECKING:
    from milkglass.audit.entry import Entry

VERSION: Final = "8.17.0"
_CATEGORY: Final = {
    "reveal": ("database", "access"),
    "search": ("database", "access"),
    "session": ("authentication", "start"),
    "stepup": ("authentication", "info"),
    "factor": ("authentication", "change"),
    "account": ("iam", "admin"),
    "grant": ("iam", "change"),
    "request": ("iam", "info"),
    "review": ("iam", "info"),
}
_OUTCOME: Final = {Out.OK: "success", Out.DENIED: "failure", Out.ERROR: "failure"}


def to_ecs(entry: Entry, *, origin: str, build: str) -> dict[str, Any]:
    """One document."""
    category, kind = _CATEGORY.get(entry.type.value.partition(".")[0], ("configuration", "change"))
    whole = fields(entry)
    event = {
        "action": entry.type.value,
        "category": [category],
        "type": [kind],
        "kind": "event",
        "id": entry.id,
        "sequence": entry.n,
        "outcome": _OUTCOME[entry.out],
        "module": "milkglass",
        "dataset": "milkglass.audit",
        "severity": int(level(entry)),
    }
    return {
        "@timestamp": format_time(entry.t),
        "ecs": {"version": VERSION},
        "event": event | ({"reason": entry.why} if entry.why else {}),
        "message": sentence(entry),
        "user": {"name": entry.actor.sub, "roles": list(entry.actor.roles)},
        "observer": {"product": "milkglass", "vendor": "milkglass", "version": build, "name": origin},
        "milkglass": whole,
    }

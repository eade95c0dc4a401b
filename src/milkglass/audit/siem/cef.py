"""ArcSight Common Event Format, version 0. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from milkglass.audit.siem.common import Level, level, milliseconds, sentence

if TYPE_CHECKING:
    from milkglass.audit.entry import Entry

_SEVERITY: Final = {Level.INFO: 2, Level.NOTICE: 4, Level.WARNING: 6, Level.ERROR: 8}


def to_cef(entry: Entry, *, origin: str, build: str) -> str:
    """One line, without its end."""
    head = ("milkglass", "milkglass", build, entry.type.value, entry.type.value.replace(".", " "))
    values = {
        "rt": str(milliseconds(entry.t)),
        "externalId": entry.id,
        "suser": entry.actor.sub,
        "spriv": ",".join(entry.actor.roles),
        "outcome": entry.out.value,
        "reason": entry.why,
        "cn1": str(entry.n),
        "cn1Label": "entry",
        "cs1": entry.grant,
        "cs1Label": "grant" if entry.grant else None,
        "cs2": ",".join(entry.scope.services) if entry.scope else None,
        "cs2Label": "services" if entry.scope else None,
        "cs3": ",".join(entry.scope.kinds) if entry.scope else None,
        "cs3Label": "kinds" if entry.scope else None,
        "cs4": entry.about,
        "cs4Label": "about" if entry.about else None,
        "cnt": str(entry.values.count) if entry.values else None,
        "dvchost": origin,
        "msg": sentence(entry),
    }
    extension = " ".join(f"{key}={_value(value)}" for key, value in values.items() if value)
    return f"CEF:0|{'|'.join(map(_head, head))}|{_SEVERITY[level(entry)]}|{extension}"


def _head(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|")


def _value(text: str) -> str:
    return text.replace("\\", "\\\\").replace("=", "\\=").replace("\r", "\\r").replace("\n", "\\n")

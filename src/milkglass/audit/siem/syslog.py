"""Syslog, RFC 5424: a message of its own, or a frame round another format. Pure.

The SD-ID uses enterprise number 32473, which RFC 5612 sets aside for examples: milkglass has none of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from milkglass.audit.jsontext import format_time
from milkglass.audit.siem.common import Level, level, sentence

if TYPE_CHECKING:
    from milkglass.audit.entry import Entry

_FACILITY: Final = 13
"""Log audit (RFC 5424 section 6.2.1)."""
_SEVERITY: Final = {Level.INFO: 6, Level.NOTICE: 5, Level.WARNING: 4, Level.ERROR: 3}
_NO_NAME: Final = re.compile(r"[^\x21-\x7e]")
_SD_ID: Final = "milkglass@32473"


def to_syslog(entry: Entry, *, origin: str, message: str | None = None) -> str:
    """One message.

    Args:
        entry: The entry.
        origin: Name of the log; stands as the host.
        message: The entry in another format, in place of a sentence.
    """
    priority = _FACILITY * 8 + _SEVERITY[level(entry)]
    host = _NO_NAME.sub("-", origin)[:255] or "-"
    data = {
        "n": str(entry.n),
        "id": entry.id,
        "actor": entry.actor.sub,
        "out": entry.out.value,
        "why": entry.why,
        "grant": entry.grant,
        "about": entry.about,
    }
    params = " ".join(f'{name}="{_escape(value)}"' for name, value in data.items() if value)
    text = sentence(entry) if message is None else message
    return (
        f"<{priority}>1 {format_time(entry.t)} {host} milkglass - {entry.type.value} [{_SD_ID} {params}] \ufeff{text}"
    )


def _escape(text: str) -> str:
    return re.sub(r'(["\\\]])', r"\\\1", text)

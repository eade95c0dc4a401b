"""An iCalendar file as a rota: whom its events name at a moment, recurring ones with all their exceptions (RFC 5545). IO."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import recurring_ical_events  # type: ignore[import-untyped]  # it has no types
from icalendar import Calendar

from milkglass.errors import MissingPartError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

_MOST_BYTES: Final = 5 << 20
_MAILTO: Final = "mailto:"


class CalendarFile:
    """Reads the file again when it has changed. Safe between threads.

    Args:
        path: The file.
        people: Names and addresses as the calendar writes them, each with the account here.
    """

    def __init__(self, path: Path, people: Mapping[str, str]) -> None:
        self._path, self._people = path, {name.casefold(): account for name, account in people.items()}
        self._lock = threading.Lock()
        self._read: tuple[tuple[int, int], Any] | None = None

    def on_call(self, now: datetime) -> frozenset[str]:
        """The accounts that events of this moment name; names that are not mapped stand for themselves.

        Raises:
            MissingPartError: if the file is not there, or is not a calendar.
        """
        with self._lock:
            query = self._query()
            try:
                events = list(query.between(now, now + timedelta(seconds=1)))
            except Exception as error:
                raise _unreadable(self._path) from error
        names = {name for event in events for name in _names(event)}
        return frozenset(self._people.get(name.casefold(), name) for name in names)

    def _query(self) -> Any:
        try:
            stat = self._path.stat()
            seen = (stat.st_mtime_ns, stat.st_size)
            if self._read is None or self._read[0] != seen:
                if stat.st_size > _MOST_BYTES:
                    raise _unreadable(self._path)
                self._read = seen, recurring_ical_events.of(Calendar.from_ical(self._path.read_bytes()))
        except (OSError, ValueError, IndexError, KeyError) as error:
            raise _unreadable(self._path) from error
        return self._read[1]


def _names(event: Any) -> Iterator[str]:
    """The summary, and the addresses of those who attend."""
    yield str(event.get("SUMMARY", "")).strip()
    attendees = event.get("ATTENDEE") or []
    for one in attendees if isinstance(attendees, list) else [attendees]:
        text = str(one)
        yield text[len(_MAILTO) :] if text.lower().startswith(_MAILTO) else text


def _unreadable(path: Path) -> MissingPartError:
    return MissingPartError(f"the calendar {path.name} cannot be read", hint="docs/howto/connect-incidents.md")

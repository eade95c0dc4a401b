"""Log times on the command line: RFC 3339 with a zone, ``now``, or how long ago (``90m``, ``2h``, ``7d``)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from milkglass.errors import UsageError

_AGO = re.compile(r"([0-9]{1,6})([smhd])", re.ASCII)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def parse_moment(text: str, now: datetime) -> str:
    """The moment as the API takes it.

    Raises:
        UsageError: if it is none of the forms.
    """
    try:
        return _moment(text, now).astimezone(UTC).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError):
        raise UsageError(
            "a time does not fit", hint="2026-11-24T02:15:00Z, now, or how long ago: 90m, 2h, 7d"
        ) from None


def _moment(text: str, now: datetime) -> datetime:
    ago = _AGO.fullmatch(text)
    if text == "now":
        return now
    if ago:
        return now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    when = datetime.fromisoformat(text)
    if when.tzinfo is None:
        raise ValueError
    return when

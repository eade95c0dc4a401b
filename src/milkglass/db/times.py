"""Moments as the tables hold them: RFC 3339, UTC, milliseconds, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, datetime

from milkglass.errors import StorageError


def to_text(moment: datetime) -> str:
    """The moment, cut to milliseconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def from_text(text: str) -> datetime:
    """The moment in UTC.

    Raises:
        StorageError: if the column does not hold one; code ``storage.tampered``.
    """
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError:
        raise StorageError("a time in the database is not one", code="storage.tampered") from None


def cut(moment: datetime) -> datetime:
    """The moment in UTC as it will be read back."""
    return from_text(to_text(moment))

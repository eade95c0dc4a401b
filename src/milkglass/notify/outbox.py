"""Messages that wait to be sent, written in the transaction of the step they tell of. IO.

A row holds ids only. Whoever takes it holds it for two minutes; what is not marked as done by then is taken again, under the same
id, so that a receiver knows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import insert, select, update

from milkglass.db.tables.notify import outbox
from milkglass.db.times import from_text, to_text
from milkglass.notify.notice import Event

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row

HELD_FOR: Final = timedelta(minutes=2)
MOST_TRIES: Final = 10
_FIRST_PAUSE: Final = timedelta(seconds=10)
_LONGEST_PAUSE: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message: its id, where it goes, what it tells of, when that was, and how often it was tried, this time included."""

    id: str
    channel: str
    event: Event
    request: str
    at: datetime
    tries: int


def add(
    conn: Connection, message_id: str, channel: str, event: Event, request: str, at: datetime, due: datetime
) -> None:
    """Put a message out to wait; the same event of the same request goes to a channel once."""
    values = {
        "id": message_id,
        "channel": channel,
        "event": event.value,
        "request": request,
        "at": to_text(at),
        "due_at": to_text(due),
        "tries": 0,
    }
    same = (outbox.c.channel == channel) & (outbox.c.event == event.value) & (outbox.c.request == request)
    if conn.execute(select(outbox.c.n).where(same)).first() is None:
        conn.execute(insert(outbox), values)


def take(conn: Connection, now: datetime, most: int = 20) -> Sequence[Waiting]:
    """Messages that are due, the oldest first; nobody else takes them for two minutes."""
    query = (
        select(outbox)
        .where(outbox.c.done_at.is_(None), outbox.c.due_at <= to_text(now))
        .order_by(outbox.c.due_at, outbox.c.n)
        .limit(most)
    )
    taken = [_waiting(row) for row in conn.execute(query)]
    for one in taken:
        where = outbox.c.id == one.id
        conn.execute(update(outbox).where(where), {"tries": one.tries, "due_at": to_text(now + HELD_FOR)})
    return taken


def done(conn: Connection, message_id: str, now: datetime, ref: str | None = None) -> None:
    """A message was sent, or need not be."""
    conn.execute(update(outbox).where(outbox.c.id == message_id), {"done_at": to_text(now), "ref": ref})


def later(conn: Connection, waiting: Waiting, now: datetime) -> bool:
    """Try a message again after a pause that doubles; False if it was tried ten times and is given up."""
    if waiting.tries >= MOST_TRIES:
        done(conn, waiting.id, now)
        return False
    pause = min(_FIRST_PAUSE * 2 ** (waiting.tries - 1), _LONGEST_PAUSE)
    conn.execute(update(outbox).where(outbox.c.id == waiting.id), {"due_at": to_text(now + pause)})
    return True


def earlier(conn: Connection, channel: str, request: str) -> str | None:
    """What a channel calls its first message about a request, so that it can be changed."""
    query = select(outbox.c.ref).where(
        outbox.c.channel == channel, outbox.c.request == request, outbox.c.event == Event.PENDING.value
    )
    return conn.execute(query).scalar_one_or_none()


def _waiting(row: Row[tuple[object, ...]]) -> Waiting:
    values = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    return Waiting(
        values["id"],
        values["channel"],
        Event(values["event"]),
        values["request"],
        from_text(values["at"]),
        values["tries"] + 1,
    )

"""What is on the record is what people are told: entries become messages in the transaction that records them.

So no step forgets to tell, and nothing is told that did not happen. Sending comes later (``courier.py``) and fails nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from milkglass.access.request import PENDING_LIFETIME
from milkglass.audit.entry import EntryType, Out, Rung
from milkglass.notify import outbox
from milkglass.notify.notice import Event

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from milkglass.audit.entry import Draft
    from milkglass.service.services import Services

_EVENTS: Final = {
    EntryType.GRANT_ISSUE: Event.APPROVED,
    EntryType.GRANT_BREAK_GLASS: Event.BREAK_GLASS,
    EntryType.REVIEW_DENY: Event.DENIED,
    EntryType.REQUEST_WITHDRAW: Event.WITHDRAWN,
    EntryType.GRANT_REVOKE: Event.REVOKED,
    EntryType.GRANT_RETURN: Event.RETURNED,
}
_WAITS: Final = {Rung.ONE_APPROVAL, Rung.TWO_APPROVALS}


def tell(services: Services, conn: Connection, draft: Draft, now: datetime) -> None:
    """Put out what an entry has to say to people and programs."""
    if draft.req is None:
        return
    event = _event(draft)
    if event is not None:
        _put(services, conn, event, draft.req, now, now)
    if event is Event.PENDING:
        _put(services, conn, Event.EXPIRED, draft.req, now, now + PENDING_LIFETIME)


def _event(draft: Draft) -> Event | None:
    if draft.type is not EntryType.REQUEST_DECIDE:
        return _EVENTS.get(draft.type)
    if draft.out is not Out.OK:
        return Event.DENIED
    return Event.PENDING if draft.policy is not None and draft.policy.rung in _WAITS else None


def _put(services: Services, conn: Connection, event: Event, request: str, now: datetime, due: datetime) -> None:
    for name, channel in services.context.channels.items():
        if channel.wants(event):
            outbox.add(conn, services.new_id("msg"), name, event, request, now, due)

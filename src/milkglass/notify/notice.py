"""What a message says: ids, names and numbers, and where to read more. Never a value, never free text that was not masked. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta


class Event(StrEnum):
    """What people and programs are told of."""

    PENDING = "request.pending"
    APPROVED = "request.approved"
    DENIED = "request.denied"
    WITHDRAWN = "request.withdrawn"
    EXPIRED = "request.expired"
    REVOKED = "grant.revoked"
    RETURNED = "grant.returned"
    BREAK_GLASS = "grant.break_glass"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell.

    Args:
        id: Of the message; the same however often it is sent.
        event: What happened.
        at: When.
        request: Id of the request it is about.
        requester: Who asked.
        services: What for.
        kinds: Of which kinds.
        duration: For how long.
        approvals_needed: How many people have to agree.
        max_sensitivity: Of the kinds, 1 to 4.
        incident: Its id, if there is one.
        reason: In the requester's words, masked; never printed.
        url: Where to read and answer.
    """

    id: str
    event: Event
    at: datetime
    request: str
    requester: str
    services: tuple[str, ...]
    kinds: tuple[str, ...]
    duration: timedelta
    approvals_needed: int
    max_sensitivity: int
    incident: str | None
    reason: str = field(repr=False)
    url: str

    @property
    def headline(self) -> str:
        """One line."""
        what, where = ", ".join(self.kinds), ", ".join(self.services)
        return f"{self.requester} {_VERBS[self.event]} {what} of {where}"

    @property
    def minutes(self) -> int:
        """The duration in whole minutes."""
        return int(self.duration.total_seconds() // 60)


_VERBS = {
    Event.PENDING: "asks to open",
    Event.APPROVED: "may open",
    Event.DENIED: "may not open",
    Event.WITHDRAWN: "no longer asks to open",
    Event.EXPIRED: "got no answer and may not open",
    Event.REVOKED: "may no longer open",
    Event.RETURNED: "is done with",
    Event.BREAK_GLASS: "broke the glass to open",
}

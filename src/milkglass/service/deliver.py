"""Send the messages that are due. Each is built from what is so now; one whose time has passed is dropped."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from milkglass.access.request import RequestState, max_sensitivity
from milkglass.errors import MilkglassError
from milkglass.notify import outbox
from milkglass.notify.notice import Event, Notice
from milkglass.service.services import look
from milkglass.service.trusted import find_request

if TYPE_CHECKING:
    from datetime import datetime

    from milkglass.notify.outbox import Waiting
    from milkglass.service.services import Look, Services

_log = logging.getLogger(__name__)
_STILL = {Event.PENDING: RequestState.PENDING, Event.EXPIRED: RequestState.EXPIRED}


def deliver_due(services: Services) -> int:
    """Send what is due; how many messages were taken in hand.

    Raises:
        StorageError: if the database refused.
        AuditError: if the log is not what was signed.
    """
    now = services.clock()
    with services.db.transaction() as conn:
        taken = outbox.take(conn, now)
    for waiting in taken:
        _deliver(services, waiting, now)
    return len(taken)


def _deliver(services: Services, waiting: Waiting, now: datetime) -> None:
    channel = services.context.channels.get(waiting.channel)
    with look(services) as at:
        notice = None if channel is None else _notice(services, at, waiting)
        earlier = outbox.earlier(at.conn, waiting.channel, waiting.request)
    try:
        ref = None if channel is None or notice is None else channel.send(notice, earlier, now)
    except MilkglassError as error:
        _postpone(services, waiting, error, now)
        return
    with services.db.transaction() as conn:
        outbox.done(conn, waiting.id, now, ref)


def _postpone(services: Services, waiting: Waiting, error: MilkglassError, now: datetime) -> None:
    with services.db.transaction() as conn:
        goes_on = outbox.later(conn, waiting, now)
    if not goes_on:
        _log.error("message %s to %s is given up: %s", waiting.id, waiting.channel, error.message)


def _notice(services: Services, at: Look, waiting: Waiting) -> Notice | None:
    """What to tell; nothing if a request that waited has been answered, or one that would have expired was."""
    request = find_request(services, at, waiting.request)
    if waiting.event in _STILL and request.state_at(at.now) is not _STILL[waiting.event]:
        return None
    return Notice(
        id=waiting.id,
        event=waiting.event,
        at=waiting.at,
        request=request.id,
        requester=request.requester,
        services=tuple(sorted(request.scope.services)),
        kinds=tuple(sorted(request.scope.kinds)),
        duration=request.duration,
        approvals_needed=request.approvals_needed,
        max_sensitivity=max_sensitivity(request.scope, services.sensitivity),
        incident=request.incident,
        reason=services.mask(request.reason),
        url=f"{services.context.public_url}/requests/{request.id}",
    )

"""Take back one's own request while it is pending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milkglass.access.request import RequestState, check_may_withdraw
from milkglass.audit.entry import Draft, EntryType
from milkglass.service.caller import change_by
from milkglass.service.trusted import find_request

if TYPE_CHECKING:
    from milkglass.service.caller import Caller
    from milkglass.service.services import Services


def withdraw_request(services: Services, caller: Caller, request_id: str) -> None:
    """Withdraw a request.

    Raises:
        UsageError: if there is no such request.
        DeniedError: if it is somebody else's.
        StateError: if it is not pending any more.
    """
    with change_by(services, caller) as (at, now_caller):
        request = find_request(services, at, request_id)
        check_may_withdraw(request, now_caller.name, at.now)
        services.rows.set_state(at.conn, request.moved_to(RequestState.WITHDRAWN, at.now))
        entry = Draft(type=EntryType.REQUEST_WITHDRAW, actor=now_caller.actor, sess=caller.sess, req=request.id)
        at.record(entry)

"""Ask for access. What the policy allows by itself is granted in the same transaction; what it denies is kept as denied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milkglass.access.approval import tally
from milkglass.access.decision import Rung
from milkglass.access.given import write
from milkglass.access.request import submit
from milkglass.audit.entry import Draft, EntryType, Out
from milkglass.errors import DeniedError
from milkglass.service.caller import SYSTEM, change_by
from milkglass.service.deciding import check_reachable, decide_draft
from milkglass.service.entries import policy_entry, scope_entry
from milkglass.service.issuing import issue_grant

if TYPE_CHECKING:
    from milkglass.access.request import AccessRequest
    from milkglass.service.caller import Caller
    from milkglass.service.deciding import Decided, Wish
    from milkglass.service.services import Change, Services


def submit_request(services: Services, caller: Caller, wish: Wish) -> str:
    """Write a request and let the policy decide; the id of the request.

    Raises:
        UsageError: if the wish does not fit.
        DeniedError: if too few people could ever approve it.
        StateError: if its incident is not open.
    """
    draft = wish.draft(caller.name)
    with change_by(services, caller) as (at, now_caller):
        decided = decide_draft(services, at, now_caller, draft)
        decision = decided.decision
        request = submit(draft, decision, request_id=services.new_id("req"), now=at.now)
        if request.rung is not Rung.DENIED:
            check_reachable(services, at, request)
        _write(services, at, now_caller, request, decided)
        if request.rung in {Rung.AUTOMATIC, Rung.BREAK_GLASS}:
            issue_grant(services, at, request, tally(request, [], eligible=[]), decision)
    return request.id


def _write(services: Services, at: Change, caller: Caller, request: AccessRequest, decided: Decided) -> None:
    """The row, and two entries: what was asked, what the policy answered, and from what."""
    decision = decided.decision
    reason = services.texts.put(at.conn, request.reason)
    services.rows.add_request(at.conn, request, reason)
    is_denied = decision.is_denied
    at.record(
        Draft(
            type=EntryType.REQUEST_SUBMIT,
            actor=caller.actor,
            sess=caller.sess,
            req=request.id,
            incident=request.incident,
            scope=scope_entry(request.scope),
            text=reason.commitment,
        ),
        Draft(
            type=EntryType.REQUEST_DECIDE,
            actor=SYSTEM,
            out=Out.DENIED if is_denied else Out.OK,
            why=DeniedError.code if is_denied else None,
            req=request.id,
            incident=request.incident,
            scope=scope_entry(request.scope),
            policy=policy_entry(decision),
            about=request.requester,
            given=write(decided.given),
        ),
    )

"""The end of every way to a grant: rows and entry in the transaction of the last step that it needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milkglass.access.grant import issue
from milkglass.audit.entry import Draft, EntryType
from milkglass.service.caller import SYSTEM
from milkglass.service.entries import policy_entry, scope_entry, window_entry

if TYPE_CHECKING:
    from milkglass.access.approval import Tally
    from milkglass.access.decision import Decision
    from milkglass.access.grant import Grant
    from milkglass.access.request import AccessRequest
    from milkglass.service.services import Change, Services


def issue_grant(services: Services, at: Change, request: AccessRequest, counted: Tally, decision: Decision) -> Grant:
    """Make, store and record the grant that follows from a request.

    Raises:
        StateError: if the reviews do not approve it.
        DeniedError: if the policy does not allow it any more.
    """
    grant = issue(request, counted, decision, grant_id=services.new_id("grant"), now=at.now)
    services.rows.add_grant(at.conn, grant)
    entry = Draft(
        type=EntryType.GRANT_BREAK_GLASS if request.breaks_glass else EntryType.GRANT_ISSUE,
        actor=SYSTEM,
        req=request.id,
        grant=grant.id,
        incident=grant.incident,
        scope=scope_entry(grant.scope),
        window=window_entry(grant),
        policy=policy_entry(decision),
        about=grant.holder,
        limit=grant.max_values,
    )
    at.record(entry)
    return grant

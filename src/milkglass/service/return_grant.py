"""Give back one's own grant before its window ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milkglass.access.grant import EndedWhy
from milkglass.access.principal import is_same_person
from milkglass.audit.entry import Draft, EntryType
from milkglass.errors import DeniedError
from milkglass.service.caller import change_by
from milkglass.service.trusted import find_grant

if TYPE_CHECKING:
    from milkglass.service.caller import Caller
    from milkglass.service.services import Services


def return_grant(services: Services, caller: Caller, grant_id: str) -> None:
    """Give back one's own grant.

    Raises:
        UsageError: if there is no such grant.
        DeniedError: if it is somebody else's.
        StateError: if it has ended already.
    """
    with change_by(services, caller) as (at, now_caller):
        grant = find_grant(services, at, grant_id)
        if not is_same_person(grant.holder, now_caller.name):
            raise DeniedError(f"grant {grant_id} belongs to somebody else", hint="revoke it if you may")
        services.rows.end_grant(at.conn, grant.ended(EndedWhy.RETURNED, at.now))
        at.record(
            Draft(
                type=EntryType.GRANT_RETURN,
                actor=now_caller.actor,
                sess=caller.sess,
                grant=grant.id,
                req=grant.request_id,
            )
        )

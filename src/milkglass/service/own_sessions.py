"""A person's open sessions: list them, end one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from milkglass.errors import UsageError
from milkglass.service.caller import change_by
from milkglass.service.services import look
from milkglass.service.sign_in import close_session
from milkglass.service.trusted import NOT_FOUND

if TYPE_CHECKING:
    from milkglass.identity.sessions import Session
    from milkglass.service.caller import Caller
    from milkglass.service.services import Services


@dataclass(frozen=True, slots=True)
class SessionView:
    """An open session, and whether it is the one that asks."""

    session: Session
    is_current: bool


def list_sessions(services: Services, caller: Caller) -> list[SessionView]:
    """The caller's open sessions, the newest first."""
    with look(services) as at:
        found = services.identity.sessions_in_full(at.conn, caller.name)
        return [
            SessionView(one, one.id_hash == caller.session.id_hash)
            for one in found
            if one.why_over(at.now) is None and at.facts.session_holder(one.audit_id) == caller.name
        ]


def end_session(services: Services, caller: Caller, audit_id: str) -> None:
    """End one of the caller's sessions.

    Raises:
        UsageError: if the caller has none of this id; code ``usage.unknown``.
    """
    with change_by(services, caller) as (at, now_caller):
        mine = services.identity.sessions_of(at.conn, now_caller.name)
        found = [id_hash for id_hash in mine if id_hash.hex()[:16] == audit_id]
        if not found:
            raise UsageError("there is no such session", code=NOT_FOUND)
        close_session(services, at, now_caller, found[0])

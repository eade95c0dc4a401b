"""Read grants: one's own, and everybody's for those who review, audit or administer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from milkglass.access.principal import Role, is_same_person
from milkglass.errors import UsageError
from milkglass.service.services import look
from milkglass.service.trusted import NOT_FOUND, check_grant, find_grant, incident_is_open

if TYPE_CHECKING:
    from milkglass.access.grant import EndedWhy, Grant, GrantState
    from milkglass.service.caller import Caller
    from milkglass.service.services import Look, Services

_SEES_ALL = (Role.APPROVER, Role.SECURITY, Role.AUDITOR, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class GrantView:
    """A grant as it stands now. ``stepped_up``: in the caller's session if it is theirs, else in any."""

    grant: Grant
    state: GrantState
    ended_why: EndedWhy | None
    ended_note: str | None = field(repr=False)
    stepped_up: bool
    values_opened: int


def list_grants(services: Services, caller: Caller) -> list[GrantView]:
    """Grants that the caller may see, the newest first.

    Raises:
        AuditError: if a grant in the database is not the one on the record.
    """
    with look(services) as at:
        seen = [check_grant(at, row) for row in services.rows.grants(at.conn) if _may_see(caller, row)]
        return [_view(services, at, caller, grant) for grant in seen]


def get_grant(services: Services, caller: Caller, grant_id: str) -> GrantView:
    """One grant.

    Raises:
        UsageError: if the caller sees no such grant; code ``usage.unknown``.
        AuditError: if it is not the one on the record.
    """
    with look(services) as at:
        grant = find_grant(services, at, grant_id)
        if not _may_see(caller, grant):
            raise UsageError("there is no such grant", code=NOT_FOUND)
        return _view(services, at, caller, grant)


def _may_see(caller: Caller, grant: Grant) -> bool:
    return is_same_person(grant.holder, caller.name) or caller.has_any(*_SEES_ALL)


def _view(services: Services, at: Look, caller: Caller, grant: Grant) -> GrantView:
    is_open = incident_is_open(services, at, grant)
    if is_same_person(grant.holder, caller.name):
        stepped_up = at.facts.stepped_up_at(grant.id, caller.sess) is not None
    else:
        stepped_up = at.facts.is_stepped_up(grant.id)
    issued = at.facts.grant(grant.id, at.size)
    return GrantView(
        grant=grant,
        state=grant.state(at.now, incident_open=is_open, stepped_up=stepped_up),
        ended_why=grant.why_ended(at.now, incident_open=is_open),
        ended_note=services.rows.ended_note(at.conn, grant.id),
        stepped_up=stepped_up,
        values_opened=0 if issued is None else issued.values_opened,
    )

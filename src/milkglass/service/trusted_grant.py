"""A grant that row and signed log agree on, term by term; what one of them alone says is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milkglass.errors import AuditError, UsageError
from milkglass.service.deciding import NOT_FOUND, scope_entry, window_entry
from milkglass.service.ledger import IssuedGrant

if TYPE_CHECKING:
    from milkglass.access.grant import Grant
    from milkglass.service.services import Look, Services


def trusted_grant(services: Services, at: Look, grant_id: str) -> Grant:
    """The grant.

    Raises:
        UsageError: if there is none; code ``usage.unknown``.
        AuditError: if its row is not what the log says of it; code ``audit.tampered``.
    """
    grant = services.rows.grant(at.conn, grant_id)
    issued = services.ledger.grant(grant_id)
    if grant is None and issued is None:
        raise UsageError("there is no such grant", code=NOT_FOUND)
    if grant is None or issued is None or not _agree(grant, issued):
        raise AuditError(
            "the grant in the database is not the one on the record",
            code="audit.tampered",
            hint="look at who can write the database file",
        )
    return grant


def incident_is_open(services: Services, at: Look, grant: Grant) -> bool:
    """Whether the grant's incident is open; False if nobody can tell."""
    incident = None if grant.incident is None else services.incidents.get(at.conn, grant.incident)
    return incident is not None and incident.is_open


def _agree(grant: Grant, issued: IssuedGrant) -> bool:
    row = IssuedGrant(
        holder=grant.holder,
        request=grant.request_id,
        scope=scope_entry(grant.scope),
        window=window_entry(grant),
        incident=grant.incident,
        ended_at=grant.ended_at,
        ended_why=None if grant.ended_why is None else grant.ended_why.value,
        values_opened=issued.values_opened,
    )
    return row == issued

"""Open an incident of one's own making."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milkglass.access.principal import Role
from milkglass.audit.entry import Draft, EntryType
from milkglass.incidents.incident import Incident
from milkglass.service.caller import change_by

if TYPE_CHECKING:
    from collections.abc import Collection

    from milkglass.service.caller import Caller
    from milkglass.service.services import Services

MAY_HANDLE_INCIDENTS = (Role.ENGINEER, Role.APPROVER, Role.SECURITY, Role.ADMIN)


def open_incident(
    services: Services, caller: Caller, *, title: str, severity: int, affected: Collection[str]
) -> Incident:
    """Open an incident; the policy does not let who opened it profit from it alone.

    Args:
        services: The services.
        caller: Anybody but an auditor.
        title: One line.
        severity: 1 (worst) to 5.
        affected: The services it concerns.

    Raises:
        DeniedError: if the caller may not.
        UsageError: if it does not fit.
    """
    with change_by(services, caller) as (at, now_caller):
        now_caller.require(*MAY_HANDLE_INCIDENTS)
        incident = Incident(
            id=services.new_id("inc"),
            title=title,
            severity=severity,
            services=frozenset(affected),
            opened_by=now_caller.name,
            opened_at=at.now,
        )
        commitment = services.incidents.add(at.conn, incident)
        entry = Draft(
            type=EntryType.INCIDENT_OPEN,
            actor=now_caller.actor,
            sess=caller.sess,
            incident=incident.id,
            text=commitment,
        )
        at.record(entry)
    return incident

"""Resolve an incident; every grant that was given for it ends in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milkglass.access.grant import EndedWhy
from milkglass.audit.entry import Draft, EntryType
from milkglass.service.caller import SYSTEM, change_by
from milkglass.service.open_incident import MAY_HANDLE_INCIDENTS
from milkglass.service.trusted import check_grant, find_incident

if TYPE_CHECKING:
    from milkglass.incidents.incident import Incident
    from milkglass.service.caller import Caller
    from milkglass.service.services import Change, Services


def resolve_incident(services: Services, caller: Caller, incident_id: str) -> Incident:
    """Resolve an incident.

    Raises:
        UsageError: if there is none.
        DeniedError: if the caller may not.
        StateError: if it is resolved already.
    """
    with change_by(services, caller) as (at, now_caller):
        now_caller.require(*MAY_HANDLE_INCIDENTS)
        incident = find_incident(services, at, incident_id).resolved(at.now)
        services.incidents.resolve(at.conn, incident)
        at.record(
            Draft(type=EntryType.INCIDENT_RESOLVE, actor=now_caller.actor, sess=caller.sess, incident=incident.id)
        )
        _end_grants(services, at, incident)
    return incident


def _end_grants(services: Services, at: Change, incident: Incident) -> None:
    for grant in services.rows.grants_of_incident(at.conn, incident.id):
        check_grant(at, grant)
        if at.now < grant.expires_at:
            services.rows.end_grant(at.conn, grant.ended(EndedWhy.INCIDENT, at.now))
            at.record(
                Draft(
                    type=EntryType.GRANT_END, actor=SYSTEM, grant=grant.id, req=grant.request_id, incident=incident.id
                )
            )

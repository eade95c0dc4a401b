"""``/v1/incidents``: open, list, resolve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from pydantic import Field

from milkglass.service.list_context import list_incidents
from milkglass.service.open_incident import open_incident
from milkglass.service.resolve_incident import resolve_incident
from milkglass.web.api.common import Body, IncidentsReader, IncidentsWriter, Server, moment

if TYPE_CHECKING:
    from milkglass.incidents.incident import Incident

router = APIRouter()


class NewIncident(Body):
    """What is broken, how badly, and where."""

    title: str = Field(max_length=1000)
    severity: int
    services: list[str] = Field(max_length=50)


@router.get("/incidents")
def get_incidents(services: Server, caller: IncidentsReader) -> list[dict[str, Any]]:
    """Every incident."""
    return [_to_json(incident) for incident in list_incidents(services)]


@router.post("/incidents", status_code=201)
def post_incident(body: NewIncident, services: Server, caller: IncidentsWriter) -> dict[str, Any]:
    """Open one."""
    incident = open_incident(services, caller, title=body.title, severity=body.severity, affected=body.services)
    return _to_json(incident)


@router.post("/incidents/{incident_id}/resolve")
def post_resolve(incident_id: str, services: Server, caller: IncidentsWriter) -> dict[str, Any]:
    """Resolve one; its grants end."""
    return _to_json(resolve_incident(services, caller, incident_id))


def _to_json(incident: Incident) -> dict[str, Any]:
    return {
        "id": incident.id,
        "title": incident.title,
        "severity": incident.severity,
        "services": sorted(incident.services),
        "open": incident.is_open,
        "opened_by": incident.opened_by,
        "opened_at": moment(incident.opened_at),
        "resolved_at": None if incident.resolved_at is None else moment(incident.resolved_at),
        "source": incident.source,
        "url": incident.url,
    }

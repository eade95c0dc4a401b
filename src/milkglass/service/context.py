"""Whether what surrounds requests may be relied on now, and asking its sources again when a decision or a reveal depends on it.

Asking happens before the transaction of the step, never in it: a source that is slow keeps nobody else waiting.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from milkglass.errors import MissingPartError
from milkglass.incidents.sources.rotas import ASK_AFTER, COUNTS_FOR
from milkglass.service.services import change, look
from milkglass.service.take_report import close_outside
from milkglass.service.trusted import find_incident

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from milkglass.incidents.incident import Incident
    from milkglass.incidents.sources.outside import Origin
    from milkglass.service.services import Services


def is_fresh(services: Services, incident: Incident | None, affected: Collection[str], now: datetime) -> bool:
    """Whether something may open without a person, as far as context goes.

    The rotas of the services can be read, the source of the incident spoke lately, and nobody unknown had a hand in it.
    """
    if not services.context.rotas.is_readable(affected, now):
        return False
    if incident is None or incident.seen_at is None:
        return True
    source = services.context.sources.get(incident.source)
    if source is None or not incident.is_vouched:
        return False
    counts_for = COUNTS_FOR if source.name in services.context.apis else source.settings.fresh_for
    return now - incident.seen_at <= counts_for


def ask_sources(services: Services, incident_id: str | None, affected: Collection[str]) -> None:
    """Ask those sources that can be asked about an incident and who is on call; one that does not answer grows stale.

    Args:
        services: The services.
        incident_id: The incident, if there is one; it need not exist.
        affected: The services whose rotas matter.

    Raises:
        StorageError: if the database refused.
        AuditError: if the log is not what was signed.
    """
    services.context.rotas.ask(affected, services.clock())
    if incident_id is not None and services.context.apis:
        _ask_about(services, incident_id)


def ask_for_grant(services: Services, grant_id: str) -> None:
    """As ``ask_sources``, for what a grant stands on; it need not exist."""
    if not services.context.apis:
        return
    with look(services) as at:
        grant = services.rows.grant(at.conn, grant_id)
    if grant is not None:
        ask_sources(services, grant.incident, grant.scope.services)


def _ask_about(services: Services, incident_id: str) -> None:
    with look(services) as at:
        origin = services.outside.origin(at.conn, incident_id)
        incident = None if origin is None else find_incident(services, at, incident_id)
    api = None if origin is None else services.context.apis.get(origin.source)
    if origin is None or incident is None or api is None or not incident.is_open:
        return
    if incident.seen_at is not None and at.now - incident.seen_at < ASK_AFTER:
        return
    try:
        is_open = api.is_open(origin.key)
    except MissingPartError:
        return
    _believe(services, origin, is_open=is_open)


def _believe(services: Services, asked: Origin, *, is_open: bool) -> None:
    """An answer can end an incident or keep it fresh; making it worse is left to signed events, which say by whom."""
    with change(services) as at:
        origin = services.outside.origin(at.conn, asked.id)
        incident = find_incident(services, at, asked.id)
        if origin is None or not incident.is_open:
            return
        if is_open:
            services.outside.put(at.conn, origin, replace(incident, seen_at=at.now))
        else:
            close_outside(services, at, services.context.sources[origin.source], origin, incident)

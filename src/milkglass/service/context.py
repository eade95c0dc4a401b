"""Whether what sources say may be relied on now, and asking them again when a decision or a reveal depends on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from milkglass.incidents.incident import Incident
    from milkglass.service.services import Services


def is_fresh(services: Services, incident: Incident, now: datetime) -> bool:
    """Whether something may open on this incident without a person: its source spoke lately, and nobody unknown did for it."""
    if incident.seen_at is None:
        return True
    source = services.context.sources.get(incident.source)
    return source is not None and incident.is_vouched and now - incident.seen_at <= source.settings.fresh_for

"""incident.io webhooks (by way of Svix): an object under the name of its event. Private incidents carry an id only. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from milkglass.incidents.report import Delivery, Hand, Report, hand_of, moment_of, part, title_of, url_of
from milkglass.incidents.signing import check_standard

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from milkglass.incidents.settings import Source, SourceSettings

_OPEN = {"live", "active", "paused"}
_OPENED = "public_incident.incident_created_v2"


def check(source: Source, headers: Mapping[str, str], body: bytes, now: datetime) -> str | None:
    """Whether incident.io signed this; the id of the message."""
    return check_standard(headers, body, source.secrets, now)


def read(settings: SourceSettings, payload: dict[str, Any]) -> Delivery:
    """The incident of an event; nothing of a private one, whose services cannot be known."""
    event = str(payload["event_type"])
    found = payload.get(event) or {}
    incident = found.get("incident", found) if isinstance(found, dict) else {}
    if not event.startswith("public_incident.") or part(incident, "incident_status") is None:
        return Delivery("", ())
    return Delivery("", (_report(settings, event, incident),))


def _report(settings: SourceSettings, event: str, incident: dict[str, Any]) -> Report:
    return Report(
        key=incident["id"],
        at=moment_of(incident["updated_at"]),
        is_open=part(incident, "incident_status", "category") in _OPEN,
        title=title_of(incident.get("name")),
        severity=settings.severity_of(part(incident, "severity", "name")),
        services=settings.services_of(_names(incident), as_written=False),
        hand=_hand(settings, event, incident),
        url=url_of(incident.get("permalink")),
    )


def _hand(settings: SourceSettings, event: str, incident: dict[str, Any]) -> Hand:
    """Who created it; who updated it is not told, so it may have been anybody."""
    if event != _OPENED:
        return Hand(is_person=True)
    user = part(incident, "creator", "user", "id")
    return Hand() if user is None else hand_of(settings, user)


def _names(incident: dict[str, Any]) -> Iterator[str]:
    """What its custom fields say, the affected service among them."""
    for entry in incident.get("custom_field_entries") or ():
        for value in entry.get("values") or ():
            for path in (("value_catalog_entry", "name"), ("value_option", "value"), ("value_text",)):
                name = part(value, *path)
                if isinstance(name, str):
                    yield name

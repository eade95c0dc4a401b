"""PagerDuty webhooks, version 3: one event in each call. Pure.

Facts: ``X-PagerDuty-Signature: v1=<hex>[,v1=<hex>]`` over the raw body, no time in it; ``event.id`` is the same when a delivery is
tried again, for up to 48 hours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from milkglass.incidents.report import Delivery, Hand, Report, hand_of, moment_of, part, title_of, url_of
from milkglass.incidents.signing import check_hex

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from milkglass.incidents.settings import Source, SourceSettings

_GONE = {"resolved"}
_PERSON = {"user_reference", "user"}


def check(source: Source, headers: Mapping[str, str], body: bytes, now: datetime) -> str | None:
    """Whether PagerDuty signed this; the id is in the body."""
    check_hex(headers.get("x-pagerduty-signature", ""), "v1=", body, source.secrets)
    return None


def read(settings: SourceSettings, payload: dict[str, Any]) -> Delivery:
    """The incident of an event; nothing of events that are not about one (a ping, a note)."""
    event = payload["event"]
    incident = event["data"] if str(event["event_type"]).startswith("incident.") else {}
    if incident.get("type") != "incident":
        return Delivery(event["id"], ())
    return Delivery(event["id"], (_report(settings, event, incident),))


def _report(settings: SourceSettings, event: dict[str, Any], incident: dict[str, Any]) -> Report:
    agent = event.get("agent") or {}
    person = str(agent.get("type", "")) in _PERSON
    priority = part(incident, "priority", "summary")
    return Report(
        key=incident["id"],
        at=moment_of(event["occurred_at"]),
        is_open=incident["status"] not in _GONE,
        title=title_of(incident.get("title")),
        severity=settings.severity_of(priority, part(incident, "urgency")),
        services=settings.services_of([str(part(incident, "service", "id"))], as_written=False),
        hand=hand_of(settings, agent.get("id")) if person else Hand(),
        url=url_of(incident.get("html_url")),
    )

"""Alertmanager webhooks, version 4: a group of alerts in each call, told again and again while they fire. Pure.

An alert is known by fingerprint and start: once it is resolved, an old call that says it fires opens nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from milkglass.incidents.report import Delivery, Report, moment_of, title_of, url_of
from milkglass.incidents.signing import check_bearer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from milkglass.incidents.settings import Source, SourceSettings

_MOST_ALERTS = 500


def check(source: Source, headers: Mapping[str, str], body: bytes, now: datetime) -> str | None:
    """Whether the caller holds the secret: Alertmanager sends it as a bearer token (``http_config.authorization``)."""
    check_bearer(headers.get("authorization", ""), source.secrets)
    return None


def read(settings: SourceSettings, payload: dict[str, Any]) -> Delivery:
    """An incident for each alert. There is no id: the same call again is a sign of life, and changes nothing by itself."""
    alerts = payload["alerts"][:_MOST_ALERTS]
    return Delivery("", tuple(_report(settings, alert) for alert in alerts))


def _report(settings: SourceSettings, alert: dict[str, Any]) -> Report:
    labels, notes = alert["labels"], alert.get("annotations") or {}
    is_open = alert["status"] == "firing"
    starts = moment_of(alert["startsAt"])
    services = [labels[name] for name in ("service", "job") if isinstance(labels.get(name), str)]
    return Report(
        key=f"{alert['fingerprint']}/{int(starts.timestamp())}",
        at=starts if is_open else moment_of(alert["endsAt"]),
        is_open=is_open,
        title=title_of(notes.get("summary") or labels.get("alertname")),
        severity=settings.severity_of(labels.get("severity")),
        services=settings.services_of(services[:1]),
        url=url_of(alert.get("generatorURL")),
    )

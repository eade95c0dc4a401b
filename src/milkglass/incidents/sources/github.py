"""GitHub issues with the label ``incident``; severity and services are labels too (``sev1``, ``service:shop``). Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from milkglass.incidents.report import Delivery, Hand, Report, hand_of, moment_of, part, title_of, url_of
from milkglass.incidents.signing import check_hex

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from milkglass.incidents.settings import Source, SourceSettings

LABEL = "incident"
_SERVICE = "service:"
_GONE = {"deleted", "transferred"}


def check(source: Source, headers: Mapping[str, str], body: bytes, now: datetime) -> str | None:
    """Whether GitHub signed this. Its delivery id is not part of what is signed, so it is not used."""
    check_hex(headers.get("x-hub-signature-256", ""), "sha256=", body, source.secrets)
    return None


def read(settings: SourceSettings, payload: dict[str, Any]) -> Delivery:
    """The issue of an event; nothing of other events."""
    issue = payload.get("issue")
    if not isinstance(issue, dict) or "pull_request" in issue:
        return Delivery("", ())
    labels = [str(part(label, "name")) for label in issue.get("labels") or ()]
    is_open = issue["state"] == "open" and LABEL in labels and payload.get("action") not in _GONE
    report = Report(
        key=f"{payload['repository']['full_name']}#{int(issue['number'])}",
        at=moment_of(issue["updated_at"]),
        is_open=is_open,
        title=title_of(issue.get("title")),
        severity=settings.severity_of(*labels),
        services=services_in(settings, labels),
        hand=_hand(settings, payload.get("sender") or {}, issue.get("user") or {}),
        url=url_of(issue.get("html_url")),
    )
    return Delivery("", (report,))


def _hand(settings: SourceSettings, *people: dict[str, Any]) -> Hand:
    """Who did it; behind a bot that labels issues stands who wrote the issue."""
    for one in people:
        if one.get("type") != "Bot":
            return hand_of(settings, one.get("login"))
    return Hand()


def services_in(settings: SourceSettings, labels: list[str]) -> frozenset[str]:
    """Labels ``service:NAME``, and labels that are mapped as they stand."""
    named = [label.removeprefix(_SERVICE) for label in labels if label.startswith(_SERVICE)]
    return settings.services_of(named) | settings.services_of(labels, as_written=False)

"""Jira and Jira Service Management webhooks: issues with the label ``incident``. Pure.

Jira Cloud signs the raw body: ``X-Hub-Signature: sha256=<hex>``. ``timestamp`` (milliseconds) is part of the body.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from milkglass.incidents.report import Delivery, Hand, Report, hand_of, part, texts_in, title_of
from milkglass.incidents.signing import check_hex
from milkglass.incidents.sources.github import LABEL, services_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from milkglass.incidents.settings import Source, SourceSettings

_DELETED = "jira:issue_deleted"


def check(source: Source, headers: Mapping[str, str], body: bytes, now: datetime) -> str | None:
    """Whether Jira signed this."""
    check_hex(headers.get("x-hub-signature", ""), "sha256=", body, source.secrets)
    return None


def read(settings: SourceSettings, payload: dict[str, Any]) -> Delivery:
    """The issue of an event; nothing of other events."""
    event, issue = str(payload["webhookEvent"]), payload.get("issue")
    if not event.startswith("jira:issue_") or not isinstance(issue, dict):
        return Delivery("", ())
    fields = issue["fields"]
    labels = texts_in(fields.get("labels"))
    is_done = part(fields, "status", "statusCategory", "key") == "done"
    report = Report(
        key=issue["key"],
        at=datetime.fromtimestamp(int(payload["timestamp"]) / 1000, UTC),
        is_open=LABEL in labels and not is_done and event != _DELETED,
        title=title_of(fields.get("summary")),
        severity=settings.severity_of(part(fields, "priority", "name")),
        services=services_in(settings, labels),
        hand=_hand(settings, payload.get("user") or {}, fields.get("creator") or {}),
    )
    return Delivery("", (report,))


def _hand(settings: SourceSettings, *people: dict[str, Any]) -> Hand:
    """Who did it; behind an automation stands who wrote the issue."""
    for one in people:
        if one.get("accountType") != "app":
            return hand_of(settings, one.get("accountId"))
    return Hand()

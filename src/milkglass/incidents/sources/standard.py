"""Any other program: Standard Webhooks 1.0 with a body of our own making (``docs/howto/connect-incidents.md``). Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from milkglass.errors import FormatError
from milkglass.incidents.report import Delivery, Hand, Report, hand_of, moment_of, texts_in, title_of, url_of
from milkglass.incidents.signing import check_standard

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from milkglass.incidents.settings import Source, SourceSettings


def check(source: Source, headers: Mapping[str, str], body: bytes, now: datetime) -> str | None:
    """Whether the sender signed this; the id of the message."""
    return check_standard(headers, body, source.secrets, now)


def read(settings: SourceSettings, payload: dict[str, Any]) -> Delivery:
    """The incident of a message of type ``incident``; nothing of other types."""
    if payload["type"] != "incident":
        return Delivery("", ())
    data = payload["data"]
    if not isinstance(data["open"], bool):
        raise FormatError("whether the incident is open is true or false")
    report = Report(
        key=data["id"],
        at=moment_of(payload["timestamp"]),
        is_open=data["open"],
        title=title_of(data.get("title")),
        severity=settings.severity_of(str(data.get("severity"))),
        services=settings.services_of(texts_in(data["services"])),
        hand=Hand() if data.get("by") is None else hand_of(settings, data["by"]),
        url=url_of(data.get("url")),
    )
    return Delivery("", (report,))

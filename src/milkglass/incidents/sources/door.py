"""The door for webhooks: signature first, then the body; what a body holds is never in an error. Pure."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Protocol

from milkglass.errors import FormatError
from milkglass.incidents.sources import alertmanager, github, incident_io, jira, pagerduty, standard

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from milkglass.incidents.report import Delivery
    from milkglass.incidents.settings import Source, SourceSettings


class _Check(Protocol):
    def __call__(self, source: Source, headers: Mapping[str, str], body: bytes, now: datetime) -> str | None: ...


class _Read(Protocol):
    def __call__(self, settings: SourceSettings, payload: dict[str, Any]) -> Delivery: ...


_KINDS: Final[dict[str, tuple[_Check, _Read]]] = {
    "pagerduty": (pagerduty.check, pagerduty.read),
    "alertmanager": (alertmanager.check, alertmanager.read),
    "incident_io": (incident_io.check, incident_io.read),
    "github": (github.check, github.read),
    "jira": (jira.check, jira.read),
    "standard": (standard.check, standard.read),
}
_MALFORMED = (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError, RecursionError, OSError)


def receive(source: Source, headers: Mapping[str, str], body: bytes, now: datetime) -> Delivery:
    """What a call of a source brought.

    Args:
        source: Whose door was knocked at.
        headers: With names in lower case.
        body: Raw, as signed.
        now: Server clock.

    Raises:
        SignInError: if the source did not sign it, or not now.
        FormatError: if it is not what this source sends.
    """
    check, read = _KINDS[source.settings.kind]
    message_id = check(source, headers, body, now)
    try:
        delivery = read(source.settings, json.loads(body))
        named = message_id or str(delivery.id) or body.hex()
        digest = hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()
    except _MALFORMED:
        raise FormatError("the body is not what this source sends", hint="docs/howto/connect-incidents.md") from None
    return replace(delivery, id=digest)

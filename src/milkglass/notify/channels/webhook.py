"""Programs: Standard Webhooks 1.0 with ids and links, never content; the id is the same however often a message is sent. IO."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from standardwebhooks.webhooks import Webhook

from milkglass.errors import MissingPartError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milkglass.notify.addresses import Poster
    from milkglass.notify.notice import Event, Notice

_GOOD = range(200, 300)


class WebhookChannel:
    """One receiver.

    Args:
        url: Where to post.
        secrets: The body is signed with each; the first is the newest.
        poster: Posts.
    """

    def __init__(self, url: str, secrets: Sequence[str], poster: Poster) -> None:
        self._url, self._poster = url, poster
        self._signers = [Webhook(secret) for secret in secrets]

    def wants(self, event: Event) -> bool:
        """Everything."""
        return True

    def send(self, notice: Notice, earlier: str | None, now: datetime) -> str | None:
        """Post a notice.

        Raises:
            MissingPartError: if it was not taken.
            DeniedError: if the receiver has a private address.
        """
        body = payload(notice)
        sent = datetime.fromtimestamp(int(now.timestamp()), UTC)
        signatures = " ".join(signer.sign(notice.id, sent, body) for signer in self._signers)
        headers = {
            "content-type": "application/json",
            "user-agent": "milkglass",
            "webhook-id": notice.id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": signatures,
        }
        status = self._poster.post(self._url, headers, body.encode())
        if status not in _GOOD:
            raise MissingPartError(f"a receiver answered {status}")
        return None


def payload(notice: Notice) -> str:
    """What is sent: what happened, to which request, and where to read it."""
    data = {"request": notice.request, "incident": notice.incident, "url": notice.url}
    at = notice.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return json.dumps({"type": notice.event.value, "timestamp": at, "data": data}, separators=(",", ":"))

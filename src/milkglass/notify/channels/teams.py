"""Microsoft Teams: an adaptive card with a link, to a Workflows webhook. It shows; answers are given on the page. IO."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from milkglass.errors import MissingPartError

if TYPE_CHECKING:
    from datetime import datetime

    from milkglass.notify.addresses import Poster
    from milkglass.notify.notice import Event, Notice

_GOOD = range(200, 300)
_CARD = "application/vnd.microsoft.card.adaptive"


class TeamsChannel:
    """One Workflows webhook.

    Args:
        url: Of the workflow; who knows it may post, so it is a secret.
        poster: Posts.
    """

    def __init__(self, url: str, poster: Poster) -> None:
        self._url, self._poster = url, poster

    def __repr__(self) -> str:
        return "TeamsChannel(...)"

    def wants(self, event: Event) -> bool:
        """Everything: a card cannot be changed later, so the answer is told in another one."""
        return True

    def send(self, notice: Notice, earlier: str | None, now: datetime) -> str | None:
        """Post a card.

        Raises:
            MissingPartError: if it was not taken.
            DeniedError: if the receiver has a private address.
        """
        body = json.dumps(card(notice)).encode()
        status = self._poster.post(self._url, {"content-type": "application/json"}, body)
        if status not in _GOOD:
            raise MissingPartError(f"Teams answered {status}")
        return None


def card(notice: Notice) -> dict[str, Any]:
    """The message as Workflows takes it; texts are plain, so that nothing in them is a link or a mention."""
    facts = [("Request", notice.request), ("Minutes", str(notice.minutes)), ("Incident", notice.incident or "none")]
    content = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [
            {
                "type": "RichTextBlock",
                "inlines": [{"type": "TextRun", "text": notice.headline, "weight": "bolder"}],
            },
            {"type": "FactSet", "facts": [{"title": title, "value": value} for title, value in facts]},
        ],
        "actions": [{"type": "Action.OpenUrl", "title": "Open request", "url": notice.url}],
    }
    return {"type": "message", "attachments": [{"contentType": _CARD, "contentUrl": None, "content": content}]}

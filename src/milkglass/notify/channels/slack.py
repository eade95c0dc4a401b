"""Slack: one message for each request, with buttons while it waits, changed when it is answered. IO.

All texts are plain text, so that nothing in them is a mention or a link. The reason stands there masked; values never do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from milkglass.errors import MissingPartError
from milkglass.notify.notice import Event

if TYPE_CHECKING:
    from datetime import datetime

    from milkglass.notify.notice import Notice

_TIMEOUT_SECONDS = 10
_REASON_CHARACTERS = 300
APPROVE = "milkglass_approve"
DENY = "milkglass_deny"


class SlackChannel:
    """One channel of one workspace.

    Args:
        client: Talks to Slack.
        channel: Id of the channel.
        approve_up_to: Highest sensitivity of kinds that may be approved in the message.
    """

    def __init__(self, client: WebClient, channel: str, approve_up_to: int) -> None:
        self._client, self._channel, self.approve_up_to = client, channel, approve_up_to

    def __repr__(self) -> str:
        return "SlackChannel(...)"

    def wants(self, event: Event) -> bool:
        """Everything that changes what a message about a request says."""
        return event is not Event.RETURNED

    def send(self, notice: Notice, earlier: str | None, now: datetime) -> str | None:
        """Post a message, or change the one that was posted before; without one, an answer is not told.

        Raises:
            MissingPartError: if Slack did not take it.
        """
        given = {"text": notice.headline, "blocks": blocks(notice, approve_up_to=self.approve_up_to)}
        if notice.event in {Event.PENDING, Event.BREAK_GLASS}:
            return str(self._call("chat.postMessage", channel=self._channel, **given)["ts"])
        if earlier is not None:
            self._call("chat.update", channel=self._channel, ts=earlier, **given)
        return None

    def whisper(self, user: str, text: str) -> None:
        """Words in the channel that one person sees.

        Raises:
            MissingPartError: if Slack did not take them.
        """
        self._call("chat.postEphemeral", channel=self._channel, user=user, text=text)

    def _call(self, method: str, **given: Any) -> Any:
        try:
            return self._client.api_call(method, json={"unfurl_links": False, **given})
        except SlackApiError as error:
            code = error.response.get("error", "")
            raise MissingPartError(f"Slack refused {method}", hint=code if str(code).isidentifier() else "") from None
        except (SlackClientError, OSError, ValueError):
            raise MissingPartError("Slack does not answer") from None


def make_client(token: str, api_url: str) -> WebClient:
    """A client with a bot token."""
    return WebClient(token, base_url=f"{api_url.rstrip('/')}/", timeout=_TIMEOUT_SECONDS)


def may_approve(notice_sensitivity: int, approvals_needed: int, *, approve_up_to: int) -> bool:
    """Whether an approval in the message is enough: one person has to agree, and the kinds are of low risk."""
    return approvals_needed == 1 and notice_sensitivity <= approve_up_to


def blocks(notice: Notice, *, approve_up_to: int) -> list[dict[str, Any]]:
    """The message; buttons only while it waits, and to approve only what is of low risk."""
    about = f"{notice.minutes} minutes, request {notice.request}"
    about += f", incident {notice.incident}" if notice.incident else ""
    made = [_section(notice.headline), _section(about)]
    if notice.event is not Event.PENDING:
        return made
    made.insert(1, _section(f"Reason: {_short(notice.reason)}"))
    buttons = [_button("Deny", DENY, notice.request)]
    if may_approve(notice.max_sensitivity, notice.approvals_needed, approve_up_to=approve_up_to):
        buttons.insert(0, _button("Approve", APPROVE, notice.request))
    page = {"type": "button", "text": _plain("Open request"), "url": notice.url, "action_id": "milkglass_open"}
    return [*made, {"type": "actions", "block_id": "milkglass", "elements": [*buttons, page]}]


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": _plain(text)}


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text[:3000], "emoji": False}


def _button(label: str, action: str, request: str) -> dict[str, Any]:
    return {"type": "button", "text": _plain(label), "action_id": action, "value": request}


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _REASON_CHARACTERS else f"{words[: _REASON_CHARACTERS - 1]}…"

"""What people do in Slack, read from what Slack sends; and whether Slack sent it. Pure.

Source: "Verifying requests from Slack": ``v0=`` and hex HMAC-SHA256 over ``v0:timestamp:body``, not older than five minutes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs

from slack_sdk.signature import Clock, SignatureVerifier

from milkglass.errors import FormatError, SignInError
from milkglass.notify.channels.slack import APPROVE, DENY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_SECONDS_OLD: Final = 300
_MOST_CHARACTERS: Final = 200
_DIGITS: Final = 11


@dataclass(frozen=True, slots=True)
class SlackUser:
    """A person in Slack: workspace and user, as ``T123/U456``."""

    team: str
    user: str

    def __str__(self) -> str:
        return f"{self.team}/{self.user}"


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody pressed a button."""

    by: SlackUser
    approves: bool
    request: str


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody sent a link code by ``/milkglass link CODE``."""

    by: SlackUser
    code: str = field(repr=False)


def check_signature(headers: Mapping[str, str], body: bytes, secret: str, now: datetime) -> None:
    """Whether Slack signed this, within five minutes.

    Raises:
        SignInError: if not.
    """
    sent, signature = headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")
    is_time = sent.isascii() and sent.isdigit() and len(sent) <= _DIGITS
    if not is_time or abs(now.timestamp() - int(sent)) > _SECONDS_OLD or not signature.isascii():
        raise _refused()
    wanted = SignatureVerifier(secret, clock=_At(now)).is_valid(body, sent, signature)
    if not wanted:
        raise _refused()


def read_form(body: bytes) -> Press | Claim | None:
    """An interaction or a command as it comes over HTTP.

    Raises:
        FormatError: if it is neither.
    """
    try:
        form = {
            name: values[0] for name, values in parse_qs(body.decode(), strict_parsing=True, max_num_fields=50).items()
        }
        return read(json.loads(form["payload"]) if "payload" in form else form)
    except (ValueError, KeyError, RecursionError):
        raise _malformed() from None


def read(payload: Any) -> Press | Claim | None:
    """An interaction or a command as Socket Mode brings it; nothing if it asks for nothing of ours.

    Raises:
        FormatError: if it is neither.
    """
    try:
        if payload.get("type") == "block_actions":
            return _press(payload)
        if "command" in payload:
            return _claim(payload)
    except (KeyError, TypeError, AttributeError, IndexError):
        raise _malformed() from None
    return None


def _press(payload: dict[str, Any]) -> Press | None:
    action = payload["actions"][0]
    if action["action_id"] not in {APPROVE, DENY}:
        return None
    team = payload.get("team") or payload["user"]
    by = SlackUser(_text(team.get("id") if payload.get("team") else team["team_id"]), _text(payload["user"]["id"]))
    return Press(by, action["action_id"] == APPROVE, _text(action["value"]))


def _claim(payload: dict[str, Any]) -> Claim | None:
    words = str(payload.get("text", "")).split()
    if len(words) != 2 or words[0] != "link":  # noqa: PLR2004 - a verb and a code
        return None
    return Claim(SlackUser(_text(payload["team_id"]), _text(payload["user_id"])), _text(words[1]))


def _text(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= _MOST_CHARACTERS or not value.isprintable():
        raise _malformed()
    return value


def _malformed() -> FormatError:
    return FormatError("this is not what Slack sends", hint="docs/howto/approve-in-slack.md")


def _refused() -> SignInError:
    return SignInError("this call is not signed as it should be", hint="docs/howto/approve-in-slack.md")


class _At(Clock):
    """The time of the server, for the library."""

    def __init__(self, now: datetime) -> None:
        self._now = now.timestamp()

    def now(self) -> float:
        """Seconds since 1970."""
        return self._now

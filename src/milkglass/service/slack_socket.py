"""Slack's Socket Mode: we open the connection, so no address of ours is public. Acknowledge first, then do."""

from __future__ import annotations

import logging
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from slack_sdk.socket_mode.response import SocketModeResponse

from milkglass.errors import MilkglassError
from milkglass.notify.channels.slack import SlackChannel
from milkglass.service.answer_slack import take_socket

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slack_sdk.socket_mode import SocketModeClient
    from slack_sdk.socket_mode.request import SocketModeRequest

    from milkglass.service.answer_slack import Said
    from milkglass.service.services import Services

_log = logging.getLogger(__name__)


@contextmanager
def slack_socket(services: Services) -> Iterator[None]:
    """Listens to Slack until it is left; nothing to do without an app token. A Slack that is down stops no server."""
    client = services.context.slack_socket
    if client is None:
        yield
        return
    client.socket_mode_request_listeners.append(_listener(services))
    try:
        with _logged("Slack's socket cannot be opened just now"):
            client.connect()
        yield
    finally:
        with suppress(Exception):
            client.close()


def whisper(services: Services, said: Said | None) -> None:
    """Say it to the person, if Slack takes it."""
    slack = services.context.channels.get("slack")
    if said is not None and isinstance(slack, SlackChannel):
        with suppress(MilkglassError):
            slack.whisper(said.user, said.text)


def _listener(services: Services) -> Any:
    def listen(client: SocketModeClient, request: SocketModeRequest) -> None:
        client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))
        with _logged("something from Slack could not be taken"):
            whisper(services, take_socket(services, request.payload))

    return listen


@contextmanager
def _logged(what: str) -> Iterator[None]:
    """Whatever it is, only its class is logged: a message may quote."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - as above
        _log.error("%s: %s", what, type(error).__name__)

"""Slack's Socket Mode: we open the connection, so no address of ours is public. Acknowledge first, then do."""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

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
_AGAIN_SECONDS: Final = 3.0
_PATIENCE_SECONDS: Final = 15.0


@contextmanager
def slack_socket(services: Services) -> Iterator[None]:
    """Listens to Slack until it is left; nothing to do without an app token. A Slack that is down stops no server."""
    client = services.context.slack_socket
    if client is None:
        yield
        return
    client.socket_mode_request_listeners.append(_listener(services))
    stop = threading.Event()
    thread = threading.Thread(target=_connect, args=(client, stop), name="slack", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        with suppress(Exception):
            client.close()
        thread.join(_PATIENCE_SECONDS)


def _connect(client: SocketModeClient, stop: threading.Event) -> None:
    """The library connects again by itself, once it was connected."""
    while not stop.is_set():
        try:
            client.connect()
        except Exception as error:  # noqa: BLE001 - whatever it is, the next try may work
            _log.error("Slack's socket cannot be opened just now: %s", type(error).__name__)
            stop.wait(_AGAIN_SECONDS)
        else:
            return


def whisper(services: Services, said: Said | None) -> None:
    """Say it to the person, if Slack takes it."""
    slack = services.context.channels.get("slack")
    if said is not None and isinstance(slack, SlackChannel):
        with suppress(MilkglassError):
            slack.whisper(said.user, said.text)


def _listener(services: Services) -> Any:
    def listen(client: SocketModeClient, request: SocketModeRequest) -> None:
        client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))
        try:
            whisper(services, take_socket(services, request.payload))
        except Exception as error:  # noqa: BLE001 - whatever it is, the next one may be taken
            _log.error("something from Slack could not be taken: %s", type(error).__name__)

    return listen

"""Serve the application by uvicorn: the socket first, one line when it is ready, a quiet end when it is told to stop.

No access log, no banner, no server header: nothing of a call is written anywhere but on the record.
"""

from __future__ import annotations

import signal
import socket
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import uvicorn

from milkglass.errors import MissingPartError, UsageError
from milkglass.service.courier import courier
from milkglass.service.slack_socket import slack_socket
from milkglass.web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from milkglass.service.services import Services

HOST: Final = "127.0.0.1"
PORT: Final = 8765
_STOPS: Final = (signal.SIGINT, signal.SIGTERM)
_GRACE_SECONDS: Final = 10
_WAITING: Final = 128
_LAST_PORT: Final = 65_535


class _Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def make_server(services: Services, ready: Callable[[], None] = lambda: None) -> uvicorn.Server:
    """A server that is ready to run on a socket that is bound already.

    Args:
        services: What it serves.
        ready: Called once, when it answers.
    """
    config = uvicorn.Config(
        create_app(services),
        access_log=False,
        server_header=False,
        log_config=None,
        proxy_headers=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        lifespan="off",
        ws="none",
    )
    return _Server(config, ready)


def bind(host: str = HOST, port: int = PORT) -> socket.socket:
    """A listening socket.

    Args:
        host: Address to listen on. Anything but the loopback wants TLS in front.
        port: Port; 0 takes a free one.

    Raises:
        UsageError: if there is no such address or port.
        MissingPartError: if the port is taken, or not ours to take.
    """
    if not 0 <= port <= _LAST_PORT:
        raise UsageError(f"there is no port {port}", hint=f"the usual one is {PORT}")
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server(address[:2], family=family, backlog=_WAITING)
    except (socket.gaierror, UnicodeError):
        raise UsageError("there is no such address to listen on", hint=f"the usual one is {HOST}:{PORT}") from None
    except OSError as error:
        raise MissingPartError(
            f"port {port} cannot be listened on ({error.strerror})",
            hint="stop what listens there, or take another port",
        ) from None


def url_of(listening: socket.socket) -> str:
    """The address of a listening socket as a client writes it."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def say_on_stdout(line: str) -> None:
    """Write a line, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def serve(
    services: Services, host: str = HOST, port: int = PORT, *, say: Callable[[str], None] = say_on_stdout
) -> None:
    """Serve until SIGINT or SIGTERM; answers that are under way are finished first. Closes the database.

    Args:
        services: What it serves.
        host: Address to listen on.
        port: Port; 0 takes a free one.
        say: Told one line, when the server answers.

    Raises:
        UsageError: if there is no such address.
        MissingPartError: if the port is taken.
    """
    try:
        with bind(host, port) as listening, _stops_quietly(), courier(services), slack_socket(services):
            make_server(services, lambda: say(f"milkglass serves at {url_of(listening)}")).run([listening])
    finally:
        services.db.close()


@contextmanager
def _stops_quietly() -> Iterator[None]:
    """Uvicorn stops by itself and then raises the signal again for whoever was there before: that is nobody."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before: dict[signal.Signals, Any] = {one: signal.signal(one, lambda *_: None) for one in _STOPS}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)

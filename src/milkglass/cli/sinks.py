"""Where a stream of entries goes: stdout, a syslog receiver (RFC 5424 over UDP, TCP or TLS), or OTLP over HTTP. IO."""

from __future__ import annotations

import select
import socket
import ssl
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol
from urllib.parse import SplitResult, urlsplit

import httpx2

from milkglass.errors import MissingPartError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

_SECONDS = 10.0
_PORTS = {"udp": 514, "tcp": 601, "tls": 6514}
_LONGEST_DATAGRAM = 65_000


class Sink(Protocol):
    """Takes texts, and returns when they were handed over."""

    @property
    def is_syslog(self) -> bool:
        """Whether each text has to be a syslog message."""

    def send(self, texts: Sequence[str]) -> None:
        """Hand texts over; raises ``MissingPartError`` if nobody takes them."""

    def close(self) -> None:
        """End."""


def open_sink(to: str | None, ca: str | None = None) -> Sink:
    """The sink at an address, or stdout.

    Raises:
        UsageError: if the address is none of the forms.
    """
    if to is None:
        return Stdout()
    try:
        url = urlsplit(to)
        port = url.port
    except ValueError:
        raise _no_address() from None
    scheme, _, kind = url.scheme.partition("+")
    if scheme in {"http", "https"} and not kind and url.hostname:
        return Otlp(to)
    if scheme == "syslog" and kind in _PORTS and url.hostname:
        return Syslog(url, kind, port or _PORTS[kind], ca)
    raise _no_address()


class Stdout:
    """One text a line, flushed after each batch."""

    is_syslog = False

    def send(self, texts: Sequence[str]) -> None:
        """Write lines."""
        sys.stdout.write("".join(text + "\n" for text in texts))
        sys.stdout.flush()

    def close(self) -> None:
        """Leave stdout open."""


class Otlp:
    """Posts each text as an ``ExportLogsServiceRequest`` in JSON."""

    is_syslog = False

    def __init__(self, url: str) -> None:
        self._url = url
        self._http = httpx2.Client(timeout=_SECONDS)

    def send(self, texts: Sequence[str]) -> None:
        """Post; anything but success is nobody taking it."""
        for text in texts:
            try:
                answer = self._http.post(self._url, content=text.encode(), headers={"content-type": "application/json"})
            except httpx2.HTTPError:
                raise _nobody() from None
            if not answer.is_success:
                raise MissingPartError(f"the receiver answered {answer.status_code}", hint="look at its log")

    def close(self) -> None:
        """Close the connections."""
        self._http.close()


class Syslog:
    """UDP: one datagram a message (RFC 5426). TCP and TLS: octet counting (RFC 6587, RFC 5425)."""

    is_syslog = True

    def __init__(self, url: SplitResult, kind: str, port: int, ca: str | None) -> None:
        self._host, self._port, self._kind = url.hostname or "", port, kind
        self._tls = ssl.create_default_context(cafile=ca) if kind == "tls" else None
        self._socket: socket.socket | None = None

    def send(self, texts: Sequence[str]) -> None:
        """Send; a connection that broke is made anew once, since an idle one may have been closed."""
        frames = [self._frame(text.encode()) for text in texts]
        if self._was_closed():
            self.close()
        is_fresh = self._socket is None
        try:
            self._send(frames)
        except OSError:
            self.close()
            if is_fresh:
                raise _nobody() from None
            self._again(frames)

    def close(self) -> None:
        """Close the connection."""
        if self._socket is not None:
            with suppress(OSError):
                self._socket.close()
            self._socket = None

    def _was_closed(self) -> bool:
        """Receivers say nothing, so anything to read is the end: writing would seem to work and lose the batch."""
        if self._socket is None or self._kind == "udp":
            return False
        return bool(select.select([self._socket], [], [], 0)[0])

    def _again(self, frames: Sequence[bytes]) -> None:
        try:
            self._send(frames)
        except OSError:
            self.close()
            raise _nobody() from None

    def _send(self, frames: Sequence[bytes]) -> None:
        if self._socket is None:
            self._socket = self._connect()
        if self._kind == "udp":
            for frame in frames:
                self._socket.send(frame)
        else:
            self._socket.sendall(b"".join(frames))

    def _frame(self, message: bytes) -> bytes:
        if self._kind == "udp":
            return message[:_LONGEST_DATAGRAM]
        return str(len(message)).encode() + b" " + message

    def _connect(self) -> socket.socket:
        if self._kind == "udp":
            family, kind, proto, _, address = socket.getaddrinfo(self._host, self._port, type=socket.SOCK_DGRAM)[0]
            made = socket.socket(family, kind, proto)
            made.connect(address)
            return made
        plain = socket.create_connection((self._host, self._port), timeout=_SECONDS)
        return plain if self._tls is None else self._tls.wrap_socket(plain, server_hostname=self._host)


def _no_address() -> UsageError:
    return UsageError(
        "this is no address to send to",
        hint="syslog+tls://HOST:6514, syslog+tcp://, syslog+udp:// or https://HOST/v1/logs",
    )


def _nobody() -> MissingPartError:
    return MissingPartError("the receiver cannot be reached", hint="is it running? --to says where")

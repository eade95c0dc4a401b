"""The little of RFC 6455 that a fake Slack needs: the handshake, text frames, pings, closing."""

from __future__ import annotations

import base64
import hashlib
import struct
import threading
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_GUID: Final = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10
_SHORT, _MEDIUM = 126, 127


def accept_key(key: str) -> str:
    """What the server answers to the key of a client (section 4.2.2)."""
    return base64.b64encode(hashlib.sha1(f"{key}{_GUID}".encode()).digest()).decode()  # noqa: S324 - the RFC's choice


class Socket:
    """The server's end of a connection after the handshake.

    Args:
        reader: Of the connection.
        writer: Of the connection.
    """

    def __init__(self, reader: Any, writer: Any) -> None:
        self._reader, self._writer, self._lock = reader, writer, threading.Lock()

    def send(self, text: str) -> None:
        """One text frame."""
        self._write(_TEXT, text.encode())

    def texts(self) -> Iterator[str]:
        """Text frames as they come, until the other end closes; pings are answered."""
        while (frame := self._read()) is not None:
            code, data = frame
            if code == _PING:
                self._write(_PONG, data)
            elif code == _TEXT:
                yield data.decode()
            elif code == _CLOSE:
                self._write(_CLOSE, data)
                return

    def _write(self, code: int, data: bytes) -> None:
        size = len(data)
        is_short = size < _SHORT
        head = struct.pack(">BB", 0x80 | code, size) if is_short else struct.pack(">BBH", 0x80 | code, _SHORT, size)
        with self._lock:
            self._writer.write(head + data)
            self._writer.flush()

    def _read(self) -> tuple[int, bytes] | None:
        head = self._reader.read(2)
        if len(head) < 2:  # noqa: PLR2004 - the two bytes of the head
            return None
        size = head[1] & 0x7F
        if size == _SHORT:
            (size,) = struct.unpack(">H", self._reader.read(2))
        elif size == _MEDIUM:
            (size,) = struct.unpack(">Q", self._reader.read(8))
        mask = self._reader.read(4)
        data = self._reader.read(size)
        return head[0] & 0x0F, bytes(byte ^ mask[i % 4] for i, byte in enumerate(data))

"""Receivers of messages on the loopback: one for HTTP, one for mail."""

from __future__ import annotations

import socketserver
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


class _Serving:
    """Serves until it is left."""

    server: socketserver.BaseServer

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self._thread.join(5)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server.server_address[1])  # type: ignore[index]  # a pair for AF_INET


class Receiver(_Serving):
    """Remembers what is posted; answers with ``status``, or ``location``."""

    def __init__(self) -> None:
        self.posts: list[tuple[str, dict[str, str], bytes]] = []
        self.status = 200
        self.location = ""
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                outer.posts.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
                self.send_response(outer.status)
                if outer.location:
                    self.send_header("location", outer.location)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}/in"


class MailHost(_Serving):
    """Takes mail as RFC 5321 has it, or refuses it."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], str]] = []
        self.refuses = False
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.say("220 mail.example.com")
                receivers: list[str] = []
                while line := self.rfile.readline().decode().strip():
                    verb = line.split()[0].upper()
                    if verb == "RCPT":
                        receivers.append(line)
                    if verb == "DATA":
                        self.say("354 go on")
                        data = b""
                        while not data.endswith(b"\r\n.\r\n"):
                            data += self.rfile.readline()
                        outer.mails.append((receivers, data.decode()))
                    self.say(
                        "550 no" if outer.refuses and verb == "MAIL" else "250 ok" if verb != "QUIT" else "221 bye"
                    )
                    if verb == "QUIT":
                        return

            def say(self, line: str) -> None:
                self.wfile.write(line.encode() + b"\r\n")

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)

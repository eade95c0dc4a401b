"""The fake Slack: the few methods of its API that milkglass calls, its signatures, its socket, and a page to press buttons on."""

from __future__ import annotations

import hashlib
import hmac
import html
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, Self
from urllib.parse import parse_qs, urlencode

import httpx2

from milkglass.cli.dev.websocket import Socket, accept_key

TEAM: Final = "TFAKE"
_TIMEOUT_SECONDS: Final = 5.0


class FakeSlack:
    """One workspace with one channel.

    Args:
        port: To listen on; 0 takes a free one.
        answers_to: Where presses are sent when nobody is connected by Socket Mode.
        signing_secret: Signs them.
    """

    def __init__(self, port: int, answers_to: str, signing_secret: str) -> None:
        self.messages: dict[str, dict[str, Any]] = {}
        self.whispers: list[dict[str, Any]] = []
        self.socket: Socket | None = None
        self._answers_to, self._secret = answers_to, signing_secret
        self._count, self._lock = 0, threading.Lock()
        self._server = _Server(port, self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.server_close()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def serve(self) -> None:
        """Serve until the process is interrupted, or ``stop``."""
        try:
            self._server.serve_forever(0.1)
        except KeyboardInterrupt:
            return

    def stop(self) -> None:
        """End ``serve``."""
        self._server.shutdown()

    def call(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        """A method of the API."""
        if method == "chat.postMessage":
            ts = self._next()
            self.messages[ts] = {**given, "ts": ts}
            return {"ok": True, "channel": given.get("channel"), "ts": ts}
        if method == "chat.update" and given.get("ts") in self.messages:
            self.messages[given["ts"]] |= given
            return {"ok": True, "ts": given["ts"]}
        if method == "chat.postEphemeral":
            self.whispers.append(given)
            return {"ok": True, "message_ts": self._next()}
        if method == "apps.connections.open":
            return {"ok": True, "url": f"{self.url.replace('http', 'ws', 1)}/socket"}
        return {"ok": False, "error": "message_not_found" if method == "chat.update" else "unknown_method"}

    def press(self, ts: str, action_id: str, user: str) -> int:
        """Somebody presses a button of a message; the status of the answer, 200 over the socket."""
        actions = [one for block in self.messages[ts]["blocks"] for one in block.get("elements", ())]
        (action,) = [one for one in actions if one["action_id"] == action_id]
        payload = {
            "type": "block_actions",
            "team": {"id": TEAM, "domain": "fake"},
            "user": {"id": user, "username": user.lower(), "team_id": TEAM},
            "container": {"type": "message", "message_ts": ts},
            "trigger_id": self._next(),
            "actions": [{"type": "button", "action_id": action_id, "value": action.get("value", ""), "action_ts": ts}],
        }
        return self._tell("interactive", payload, {"payload": json.dumps(payload)})

    def command(self, text: str, user: str) -> int:
        """Somebody writes ``/milkglass TEXT``; the status of the answer."""
        payload = {
            "command": "/milkglass",
            "text": text,
            "team_id": TEAM,
            "user_id": user,
            "trigger_id": self._next(),
        }
        return self._tell("slash_commands", payload, payload)

    def signed(self, body: bytes) -> dict[str, str]:
        """Headers with the signature of a body, now."""
        sent = str(int(time.time()))
        mac = hmac.digest(self._secret.encode(), f"v0:{sent}:".encode() + body, "sha256").hex()
        return {
            "content-type": "application/x-www-form-urlencoded",
            "x-slack-request-timestamp": sent,
            "x-slack-signature": f"v0={mac}",
        }

    def page(self) -> str:
        """The messages, and forms to press their buttons."""
        shown = "".join(map(_message, reversed(self.messages.values())))
        whispers = "".join(f"<li>to {html.escape(one['user'])}: {html.escape(one['text'])}" for one in self.whispers)
        return (
            "<!doctype html><meta charset=utf-8><title>fake Slack</title>"
            "<style>body{font:16px sans-serif;max-width:45em;margin:2em auto}article{border:1px solid;padding:0 1em;margin:1em 0}</style>"
            "<h1>fake Slack</h1><form method=post action=/command><label>/milkglass <input name=text></label> "
            f"<label>as <input name=user value=UBO></label> <button>Send</button></form>{shown}<ul>{whispers}</ul>"
        )

    def _tell(self, kind: str, payload: dict[str, Any], form: dict[str, Any]) -> int:
        if self.socket is not None:
            envelope = {"type": kind, "envelope_id": self._next(), "payload": payload, "accepts_response_payload": True}
            self.socket.send(json.dumps(envelope))
            return 200
        body = urlencode(form).encode()
        try:
            answer = httpx2.post(self._answers_to, content=body, headers=self.signed(body), timeout=_TIMEOUT_SECONDS)
        except httpx2.HTTPError:
            return 502
        return answer.status_code

    def _next(self) -> str:
        with self._lock:
            self._count += 1
            digest = hashlib.sha256(str(time.time_ns()).encode()).hexdigest()[:6]
            return f"{int(time.time())}.{self._count:06d}{int(digest, 16) % 1000:03d}"


def _message(message: dict[str, Any]) -> str:
    lines, buttons = [], []
    for block in message.get("blocks", ()):
        if "text" in block:
            lines.append(f"<p>{html.escape(block['text']['text'])}</p>")
        for one in block.get("elements", ()):
            label, action = html.escape(one["text"]["text"]), html.escape(one["action_id"])
            if "url" in one:
                lines.append(f'<p><a href="{html.escape(one["url"])}">{label}</a></p>')
            else:
                buttons.append(f'<button name=action value="{action}">{label}</button>')
    form = f'<form method=post action=/press><input type=hidden name=ts value="{html.escape(message["ts"])}">'
    who = "<label>as <input name=user value=UBO></label>" if buttons else ""
    return f"<article>{''.join(lines)}{form}{''.join(buttons)} {who}</form></article>"


class _Server(ThreadingHTTPServer):
    """Knows whose calls its handlers take."""

    def __init__(self, port: int, slack: FakeSlack) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.slack = slack


class _Handler(BaseHTTPRequestHandler):
    """Calls of the API, of the page, and of the socket."""

    server: _Server

    def do_GET(self) -> None:
        if self.path.partition("?")[0] == "/socket":
            self._open_socket()
        else:
            self._answer(200, "text/html; charset=utf-8", self.server.slack.page())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        if self.path.startswith("/api/"):
            is_json = "json" in self.headers.get("content-type", "")
            given = json.loads(body or "{}") if is_json else _form(body)
            self._answer(200, "application/json", json.dumps(self.server.slack.call(self.path[len("/api/") :], given)))
            return
        form = _form(body)
        if self.path == "/press":
            self.server.slack.press(form["ts"], form["action"], form["user"])
        elif self.path == "/command":
            self.server.slack.command(form["text"], form["user"])
        self.send_response(303)
        self.send_header("location", "/")
        self.end_headers()

    def _open_socket(self) -> None:
        self.protocol_version = "HTTP/1.1"
        self.send_response(101, "Switching Protocols")
        for name, value in (("upgrade", "websocket"), ("connection", "Upgrade")):
            self.send_header(name, value)
        self.send_header("sec-websocket-accept", accept_key(self.headers["sec-websocket-key"]))
        self.end_headers()
        socket = Socket(self.rfile, self.wfile)
        socket.send(json.dumps({"type": "hello", "num_connections": 1}))
        self.server.slack.socket = socket
        for _ in socket.texts():
            """Acknowledgements."""
        self.server.slack.socket = None
        self.close_connection = True

    def _answer(self, status: int, kind: str, text: str) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: Any) -> None:
        """Nothing: messages name people."""


def _form(body: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(body).items()}

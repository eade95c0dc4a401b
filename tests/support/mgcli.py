"""A command line that runs in this process, and a server that answers from a table."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx2

NOW = datetime(2026, 11, 24, 2, 15, tzinfo=UTC)
SERVER = "http://127.0.0.1:8765"
TOKEN = "mgs_canary-token"


class FakeServer:
    """Answers from a table of ``"VERB /path"``; keeps what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, Any]] = {}
        self.calls: list[tuple[str, Any]] = []
        self.tokens: list[str | None] = []
        self.down: type[Exception] | None = None

    def says(self, call: str, answer: Any, status: int = 200) -> None:
        """Answer a call so from now on."""
        self.answers[call] = (status, answer)

    def refuses(self, call: str, code: str, status: int = 403, message: str = "you may not", hint: str = "ask") -> None:
        """Refuse a call from now on."""
        self.says(call, {"error": {"code": code, "message": message, "hint": hint}}, status)

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        """Answer one request."""
        if self.down is not None:
            raise self.down("canary")
        path = request.url.raw_path.decode().removeprefix("/v1")
        call = f"{request.method} {path}"
        body = request.read()
        self.calls.append((call, json.loads(body) if body else None))
        self.tokens.append(request.headers.get("authorization"))
        status, answer = self.answers[call]
        if callable(answer):
            answer = answer(self.calls[-1][1])
        return (
            httpx2.Response(status, content=answer)
            if isinstance(answer, bytes)
            else httpx2.Response(status, json=answer)
        )


@dataclass
class Ran:
    """What a command did."""

    code: int
    out: bytes = field(repr=False)
    err: str = field(repr=False)

    @property
    def text(self) -> str:
        """Stdout as text."""
        return self.out.decode()

    @property
    def json(self) -> Any:
        """Stdout as JSON."""
        return json.loads(self.out)

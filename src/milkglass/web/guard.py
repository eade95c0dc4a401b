"""The outermost layer: limits what comes in, puts headers on what goes out, and lets no traceback through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from milkglass.errors import UsageError
from milkglass.web.errors import to_response, unexpected

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BODY_BYTES: Final = 2 << 20
_MOST_DIGITS: Final = 20
_HEADERS: Final = [
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
]


class Guard:
    """ASGI middleware.

    Args:
        app: What it guards.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        reply = _Reply(send)
        try:
            await self._answer(scope, receive, reply.send)
        except Exception as error:  # noqa: BLE001 - whatever it is, its message must not leave
            await reply.once(unexpected(error), scope, receive)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = None if _claimed_length(scope) > MOST_BODY_BYTES else await _read(receive)
        if body is None:
            await to_response(_too_large())(scope, receive, send)
        else:
            await self._app(scope, _replayed(body, receive), send)


class _Reply:
    """Sends with our headers, and knows whether an answer has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._begun = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._begun = True
            given = list(message.get("headers", []))
            names = {name for name, _ in given}
            message = {**message, "headers": given + [header for header in _HEADERS if header[0] not in names]}
        await self._send(message)

    async def once(self, response: ASGIApp, scope: Scope, receive: Receive) -> None:
        """Send this answer unless another has begun."""
        if not self._begun:
            await response(scope, receive, self.send)


async def _read(receive: Receive) -> list[Message] | None:
    """The messages of the body, or None once they hold too much."""
    messages: list[Message] = []
    size, more = 0, True
    while more:
        message = await receive()
        messages.append(message)
        size += len(message.get("body", b""))
        if size > MOST_BODY_BYTES:
            return None
        more = message.get("more_body", False)
    return messages


def _replayed(messages: list[Message], receive: Receive) -> Receive:
    async def replayed() -> Message:
        return messages.pop(0) if messages else await receive()

    return replayed


def _claimed_length(scope: Scope) -> int:
    claimed = dict(scope["headers"]).get(b"content-length", b"0")
    return int(claimed[:_MOST_DIGITS]) if claimed.isdigit() else 0


def _too_large() -> UsageError:
    return UsageError("the body is larger than 2 MB", code="usage.too_large", hint="ask in smaller batches")

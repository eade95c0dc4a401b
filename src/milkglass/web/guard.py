"""The outermost layer: limits what comes in, puts headers on what goes out, and lets no traceback through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from milkglass.errors import UsageError
from milkglass.web.errors import to_response, unexpected

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BODY_BYTES: Final = 2 << 20
_HEADERS: Final = [
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
]


class _TooLargeError(Exception):
    """The body grew over the limit while it was read."""


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
        if _claimed_length(scope) > MOST_BODY_BYTES:
            await to_response(_too_large())(scope, receive, reply.send)
            return
        await self._guarded(scope, _limited(receive), reply)

    async def _guarded(self, scope: Scope, receive: Receive, reply: _Reply) -> None:
        try:
            await self._app(scope, receive, reply.send)
        except _TooLargeError:
            await reply.once(to_response(_too_large()), scope, receive)
        except Exception as error:  # noqa: BLE001 - whatever it is, its message must not leave
            await reply.once(unexpected(error), scope, receive)


class _Reply:
    """Sends with our headers, and knows whether an answer has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._begun = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._begun = True
            message = {**message, "headers": [*message.get("headers", []), *_HEADERS]}
        await self._send(message)

    async def once(self, response: ASGIApp, scope: Scope, receive: Receive) -> None:
        """Send this answer unless another has begun."""
        if not self._begun:
            await response(scope, receive, self.send)


def _limited(receive: Receive) -> Receive:
    size = 0

    async def limited() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > MOST_BODY_BYTES:
            raise _TooLargeError
        return message

    return limited


def _claimed_length(scope: Scope) -> int:
    claimed = dict(scope["headers"]).get(b"content-length", b"0")
    return int(claimed) if claimed.isdigit() else 0


def _too_large() -> UsageError:
    return UsageError("the body is larger than 2 MB", code="usage.too_large", hint="ask in smaller batches")

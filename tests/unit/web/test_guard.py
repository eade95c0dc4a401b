"""The outermost layer: whatever happens inside, nothing of it leaves but a code, and every answer has its headers."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.exceptions import ResponseValidationError

from milkglass.errors import MilkglassError
from milkglass.web.guard import MOST_BODY_BYTES, Guard

if TYPE_CHECKING:
    from collections.abc import Sequence

CANARY = "canary@example.com"


def call(
    app: Any, messages: Sequence[dict[str, Any]] = ({"type": "http.request", "body": b""},), **more: Any
) -> list[Any]:
    """What leaves when an application is called."""
    waiting, sent = list(messages), []

    async def receive() -> dict[str, Any]:
        return waiting.pop(0) if waiting else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/v1/me", "headers": [], **more}
    asyncio.run(Guard(app)(scope, receive, send))
    return sent


def failing(error: BaseException, *, begun: bool = False) -> Any:
    """An application that fails."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if begun:
            await send({"type": "http.response.start", "status": 200, "headers": []})
        raise error

    return app


def loud() -> list[Exception]:
    """Errors that hold a canary wherever an error can."""
    try:
        try:
            raise ValueError(CANARY)  # noqa: TRY301 - it is to have a cause
        except ValueError as cause:
            chained = RuntimeError(CANARY)
            chained.add_note(CANARY)
            raise chained from cause
    except RuntimeError as error:
        caught = error
    group = ExceptionGroup(CANARY, [ValueError(CANARY), ExceptionGroup(CANARY, [KeyError(CANARY)])])
    unicode = UnicodeDecodeError("utf-8", CANARY.encode(), 0, 1, CANARY)
    return [caught, group, unicode, KeyError(CANARY), OSError(2, CANARY, CANARY), ResponseValidationError([CANARY])]


@pytest.mark.parametrize("number", range(6))
def test_a_defect_is_a_500_without_words(number: int, capfd: Any, caplog: Any) -> None:
    """Message, cause, note, group and arguments of an error stay inside; the log has class and place."""
    start, body = call(failing(loud()[number]))
    assert start["status"] == 500
    assert json.loads(body["body"])["error"]["code"] == "error"
    written = f"{start}{body}{caplog.text}{capfd.readouterr()}"
    assert "canary" not in written
    assert f"{type(loud()[number]).__name__} at " in caplog.text
    assert all(record.exc_info is None for record in caplog.records)


def test_a_defect_after_the_answer_began() -> None:
    """Nothing is added to an answer that has begun; the connection ends without a body."""
    assert [message["type"] for message in call(failing(ValueError(CANARY), begun=True))] == ["http.response.start"]


@pytest.mark.parametrize("error", [asyncio.CancelledError(), SystemExit(3)])
def test_what_ends_the_process_is_not_caught(error: BaseException) -> None:
    """Cancellation and exit go through."""
    with pytest.raises(type(error)):
        call(failing(error))


async def echo(scope: Any, receive: Any, send: Any) -> None:
    """Answer with the length of the body."""
    size, more = 0, True
    while more:
        message = await receive()
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(size).encode()})


def chunks(*sizes: int) -> list[dict[str, Any]]:
    """A body in pieces."""
    last = len(sizes) - 1
    return [{"type": "http.request", "body": b"x" * size, "more_body": i < last} for i, size in enumerate(sizes)]


def test_a_body_at_the_limit_arrives_whole() -> None:
    """Two megabytes in pieces are handed on as they came."""
    sent = call(echo, chunks(MOST_BODY_BYTES - 10, 0, 10))
    assert sent[1]["body"] == str(MOST_BODY_BYTES).encode()


@pytest.mark.parametrize("sizes", [(MOST_BODY_BYTES + 1,), (MOST_BODY_BYTES, 1), (1, MOST_BODY_BYTES)])
def test_a_body_over_the_limit_does_not_arrive(sizes: tuple[int, ...]) -> None:
    """One byte more is a 413, and the application is not called."""
    start, body = call(failing(AssertionError("called")), chunks(*sizes))
    assert (start["status"], json.loads(body["body"])["error"]["code"]) == (413, "usage.too_large")


@pytest.mark.parametrize("claimed", [b"2097153", b"9" * 20, b"9" * 5000])
def test_a_claimed_length_is_believed(claimed: bytes) -> None:
    """A body that says it is too large is refused before a byte of it is read, however large the number."""
    sent = call(failing(AssertionError("called")), [], headers=[(b"content-length", claimed)])
    assert sent[0]["status"] == 413


@pytest.mark.parametrize("claimed", [b"", b"-1", b"1e9", b"\xb2", b"+5"])
def test_a_claim_that_is_no_number_is_not(claimed: bytes) -> None:
    """What is no number is left to the count of what comes."""
    sent = call(echo, chunks(3), headers=[(b"content-length", claimed)])
    assert sent[1]["body"] == b"3"


@pytest.mark.parametrize("app", [echo, failing(ValueError()), failing(MilkglassError("no"))])
def test_every_answer_has_the_headers(app: Any) -> None:
    """Answers, refusals and defects: not to be stored, sniffed or framed."""
    headers = dict(call(app)[0]["headers"])
    assert headers[b"cache-control"] == b"no-store"
    assert headers[b"x-content-type-options"] == b"nosniff"

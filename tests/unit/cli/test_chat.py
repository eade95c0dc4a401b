"""``milkglass chat`` and the fake Slack of ``milkglass dev``."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import httpx2
import pytest

from milkglass.cli.dev.slack_server import FakeSlack
from milkglass.cli.dev.websocket import accept_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mgcli import FakeServer, Ran


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    """A fake Slack that answers."""
    with FakeSlack(0, "http://127.0.0.1:1/", "secret") as fake:
        thread = threading.Thread(target=fake.serve, daemon=True)
        thread.start()
        yield fake
        fake.stop()
        thread.join(5)


def post(slack: FakeSlack, reason: str) -> str:
    """A message with a button; its id."""
    button = {"type": "button", "text": {"text": "Approve"}, "action_id": "yes", "value": "req_1"}
    blocks = [{"type": "section", "text": {"text": reason}}, {"type": "actions", "elements": [button]}]
    answer = httpx2.post(f"{slack.url}/api/chat.postMessage", json={"channel": "C1", "text": "t", "blocks": blocks})
    return str(answer.json()["ts"])


def test_the_page_shows_messages_and_runs_nothing_of_them(slack: FakeSlack) -> None:
    """What stands in a message is text."""
    post(slack, "<script>alert(1)</script>")
    page = httpx2.get(slack.url).text
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert "Approve" in page


def test_messages_are_changed_and_only_those_that_are_there(slack: FakeSlack) -> None:
    """As Slack does: another message is not found, another method is unknown."""
    ts = post(slack, "one")
    changed = httpx2.post(f"{slack.url}/api/chat.update", json={"ts": ts, "text": "two", "blocks": []}).json()
    assert changed["ok"]
    assert slack.messages[ts]["text"] == "two"
    missing = httpx2.post(f"{slack.url}/api/chat.update", json={"ts": "1.1"}).json()
    assert missing == {"ok": False, "error": "message_not_found"}
    assert not httpx2.post(f"{slack.url}/api/users.list", json={}).json()["ok"]


def test_a_press_with_nobody_there_says_so(slack: FakeSlack) -> None:
    """No server, no crash."""
    ts = post(slack, "one")
    assert slack.press(ts, "yes", "UBO") == 502
    answer = httpx2.post(f"{slack.url}/press", data={"ts": ts, "action": "yes", "user": "UBO"})
    assert answer.status_code == 303


def test_the_handshake_of_the_rfc() -> None:
    """The example of RFC 6455 section 1.3."""
    assert accept_key("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="


def test_linking_says_what_comes_next(cli: Callable[..., Ran], server: FakeServer, signed_in: object) -> None:
    """The code alone on stdout; who sent it is shown before it is confirmed; names of others drive no terminal."""
    server.says("POST /me/chat", {"code": "abc", "until": "2026-11-24T02:25:00.000Z"}, 201)
    made = cli("chat", "link")
    assert (made.code, made.out) == (0, b"abc\n")
    assert "/milkglass link CODE" in made.err
    server.says("GET /me/chat", {"linked": None, "claimed_by": "T1/U1\x1b[2J"})
    shown = cli("chat", "show")
    assert shown.out == b"linked: nobody\nsent your code: T1/U1?[2J\n"
    server.says("POST /me/chat/confirm", {"linked": "T1/U1"})
    assert cli("chat", "confirm", "T1/U1").code == 0
    assert server.calls[-1] == ("POST /me/chat/confirm", {"person": "T1/U1"})
    server.says("DELETE /me/chat", {})
    assert cli("chat", "unlink").code == 0

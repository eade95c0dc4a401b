"""Webhooks, mail and Teams: what leaves, how it is signed, and that no content leaves with it."""

from __future__ import annotations

import base64
import hmac
import ipaddress
import json
from datetime import UTC, datetime
from email import message_from_string, policy

import pytest
from mgnotice import REASON, make
from mgreceiver import MailHost, Receiver

from milkglass.errors import MissingPartError
from milkglass.notify.addresses import Poster, PublicOnly
from milkglass.notify.channels.email import EmailChannel, MailServer
from milkglass.notify.channels.teams import TeamsChannel
from milkglass.notify.channels.webhook import WebhookChannel
from milkglass.notify.notice import Event

NOW = datetime(2026, 11, 23, 10, 0, 5, tzinfo=UTC)
KEYS = [b"a key of twenty-four byte", b"another, of yesterday...."]
POSTER = Poster(PublicOnly([ipaddress.ip_network("127.0.0.0/8")]))


def whsec(key: bytes) -> str:
    """A key as a secret of Standard Webhooks."""
    return "whsec_" + base64.b64encode(key).decode()


def test_webhooks_are_signed_and_thin() -> None:
    """Signed with each key over id, time and body, as the specification has it; ids and a link, nothing else."""
    with Receiver() as receiver:
        WebhookChannel(receiver.url, list(map(whsec, KEYS)), POSTER).send(make(), None, NOW)
    ((_, headers, body),) = receiver.posts
    signed = f"msg_abc.{int(NOW.timestamp())}.".encode() + body
    wanted = ["v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode() for key in KEYS]
    assert headers["webhook-signature"].split(" ") == wanted
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == ("msg_abc", str(int(NOW.timestamp())))
    assert json.loads(body) == {
        "type": "request.pending",
        "timestamp": "2026-11-23T10:00:00Z",
        "data": {"request": "req_1", "incident": "inc_1", "url": "https://milkglass.example.com/requests/req_1"},
    }


@pytest.mark.parametrize("status", [301, 400, 404, 410, 429, 500, 503])
def test_what_a_receiver_does_not_take_is_tried_again(status: int) -> None:
    """Anything but 2xx."""
    with Receiver() as receiver:
        receiver.status = status
        for channel in (WebhookChannel(receiver.url, [whsec(KEYS[0])], POSTER), TeamsChannel(receiver.url, POSTER)):
            with pytest.raises(MissingPartError):
                channel.send(make(), None, NOW)


def test_mail_has_one_line_and_a_link() -> None:
    """To everybody on the list, with an id that stays the same; the reason and the values stay away."""
    with MailHost() as host:
        server = MailServer("127.0.0.1", host.port, None, None, is_local=True)
        channel = EmailChannel(server, "milkglass@example.com", ("bo@example.com", "cy@example.com"))
        for _ in range(2):
            channel.send(make(requester="a\u00e9"), None, NOW)
    (first, text), (_, again) = host.mails
    assert len(first) == 2
    mail = message_from_string(text, policy=policy.default)
    assert mail["Message-ID"] == message_from_string(again, policy=policy.default)["Message-ID"]
    assert mail["Subject"] == "milkglass: a\u00e9 asks to open email, ipv4 of shop"
    body = mail.get_content()
    assert "https://milkglass.example.com/requests/req_1" in body
    assert "cannot pay" not in text
    assert channel.wants(Event.PENDING)
    assert not channel.wants(Event.APPROVED)


def test_a_name_cannot_write_headers() -> None:
    """A line break in what is told does not become a header."""
    with MailHost() as host:
        server = MailServer("127.0.0.1", host.port, None, None, is_local=True)
        with pytest.raises(ValueError, match="linefeed"):
            EmailChannel(server, "m@example.com", ("bo@example.com",)).send(
                make(requester="x\r\nBcc: evil@example.com"), None, NOW
            )
    assert host.mails == []


def test_a_mail_server_that_refuses_or_has_no_tls_gets_nothing() -> None:
    """A refusal is tried again; a server elsewhere without TLS is refused by us, before anything is said."""
    with MailHost() as host:
        host.refuses = True
        local = MailServer("127.0.0.1", host.port, None, None, is_local=True)
        elsewhere = MailServer("127.0.0.1", host.port, "user", "pass", is_local=False)
        for server in (local, elsewhere):
            with pytest.raises(MissingPartError):
                EmailChannel(server, "m@example.com", ("bo@example.com",)).send(make(), None, NOW)
    assert host.mails == []
    assert "pass" not in repr(elsewhere)


def test_teams_gets_a_card_with_a_link() -> None:
    """Plain text runs, so that nothing in them becomes a mention; the address of the workflow is not printed."""
    with Receiver() as receiver:
        channel = TeamsChannel(receiver.url, POSTER)
        channel.send(make(event=Event.APPROVED), None, NOW)
        assert receiver.url not in repr(channel)
    message = json.loads(receiver.posts[0][2])
    card = message["attachments"][0]["content"]
    assert card["actions"] == [
        {"type": "Action.OpenUrl", "title": "Open request", "url": "https://milkglass.example.com/requests/req_1"}
    ]
    assert card["body"][0]["inlines"][0]["text"] == "ann may open email, ipv4 of shop"
    assert "cannot pay" not in json.dumps(message)


def test_a_notice_does_not_print_its_reason() -> None:
    """Not even masked."""
    assert REASON not in repr(make())

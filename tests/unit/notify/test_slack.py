"""Slack: messages that hold plain text only, signatures against recorded bodies, and words that Slack never sends."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mgnotice import make

from milkglass.errors import FormatError, SignInError
from milkglass.notify.channels.slack import APPROVE, DENY, blocks, may_approve
from milkglass.notify.notice import Event
from milkglass.notify.slack_says import Claim, Press, SlackUser, check_signature, read, read_form

# The example of Slack's page "Verifying requests from Slack".
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
SENT = "1531420618"
NOW = datetime.fromtimestamp(int(SENT), UTC)
BODY = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar"
    b"&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
    b"%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10"
    b"d2c447fce8b6703c"
)
SIGNED = {
    "x-slack-request-timestamp": SENT,
    "x-slack-signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
}


def test_the_published_signature() -> None:
    """The recorded body of Slack's own page, with its secret, time and signature."""
    check_signature(SIGNED, BODY, SECRET, NOW)
    check_signature(SIGNED, BODY, SECRET, NOW + timedelta(seconds=300))
    assert read_form(BODY) is None


@pytest.mark.parametrize(
    ("changes", "body", "secret", "late"),
    [
        ({}, BODY + b"x", SECRET, 0),
        ({}, BODY, SECRET[:-1], 0),
        ({"x-slack-signature": SIGNED["x-slack-signature"][:-1] + "4"}, BODY, SECRET, 0),
        ({"x-slack-signature": ""}, BODY, SECRET, 0),
        ({"x-slack-signature": "\u00e9"}, BODY, SECRET, 0),
        ({"x-slack-signature": SIGNED["x-slack-signature"].replace("v0", "v1")}, BODY, SECRET, 0),
        ({"x-slack-request-timestamp": "1531420619"}, BODY, SECRET, 0),
        ({"x-slack-request-timestamp": "soon"}, BODY, SECRET, 0),
        ({"x-slack-request-timestamp": "\u00b2"}, BODY, SECRET, 0),
        ({"x-slack-request-timestamp": "9" * 400}, BODY, SECRET, 0),
        ({"x-slack-request-timestamp": ""}, BODY, SECRET, 0),
        ({}, BODY, SECRET, 301),
        ({}, BODY, SECRET, -301),
    ],
)
def test_wrong_and_old_signatures_are_refused(changes: dict[str, str], body: bytes, secret: str, late: int) -> None:
    """One changed byte, another secret, another time, five minutes and a second: refused."""
    with pytest.raises(SignInError):
        check_signature(SIGNED | changes, body, secret, NOW + timedelta(seconds=late))


def pressed(action: str = APPROVE, **changes: Any) -> dict[str, Any]:
    """A press as Slack sends it."""
    given = {
        "type": "block_actions",
        "user": {"id": "UBO", "username": "bo", "team_id": "T1"},
        "team": {"id": "T1", "domain": "example"},
        "trigger_id": "12321423423.333649436676",
        "actions": [{"action_id": action, "block_id": "milkglass", "value": "req_1", "type": "button"}],
    }
    return given | changes


def test_presses_and_commands_are_read() -> None:
    """Over HTTP and over the socket alike; other buttons and other commands ask for nothing of ours."""
    user = SlackUser("T1", "UBO")
    assert read(pressed()) == Press(user, approves=True, request="req_1")
    assert read_form(urlencode({"payload": json.dumps(pressed(DENY))}).encode()) == Press(
        user, approves=False, request="req_1"
    )
    assert read(pressed("somebody_elses")) is None
    assert read({"type": "view_submission"}) is None
    command = {"command": "/milkglass", "text": "link abc", "team_id": "T1", "user_id": "UBO"}
    claim = read_form(urlencode(command).encode())
    assert claim == Claim(user, "abc")
    assert "abc" not in repr(claim)
    for text in ("", "link", "unlink abc", "link a b"):
        assert read({**command, "text": text}) is None


@settings(max_examples=40, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)))
def test_what_slack_never_sends_is_refused(payload: Any) -> None:
    """Whatever comes instead, it is nothing or malformed."""
    for wrong in (
        payload,
        pressed(actions=payload),
        pressed(user=payload),
        pressed(team=payload),
        {"command": payload},
    ):
        try:
            said = read(wrong)
        except FormatError:
            continue
        assert said is None or isinstance(said, Press)


@settings(max_examples=40, deadline=None)
@given(st.binary())
def test_bodies_that_are_no_forms_are_refused(body: bytes) -> None:
    """As above, for what is not even a form."""
    try:
        assert read_form(body) is None
    except FormatError as error:
        said = error.message
        assert said == "this is not what Slack sends"


def texts(value: Any) -> list[dict[str, Any]]:
    """Every text object of a message."""
    if isinstance(value, list):
        return [found for one in value for found in texts(one)]
    if not isinstance(value, dict):
        return []
    own = [value] if value.get("type") in {"plain_text", "mrkdwn"} else []
    return own + [found for one in value.values() for found in texts(one)]


def actions(message: list[dict[str, Any]]) -> list[str]:
    """Its buttons."""
    return [one["action_id"] for block in message for one in block.get("elements", ())]


def test_a_message_holds_plain_text_only() -> None:
    """A reason with mentions, links and markup stands there as it is, and does nothing."""
    message = blocks(make(), approve_up_to=1)
    assert {one["type"] for one in texts(message)} == {"plain_text"}
    assert any("<@U123>" in one["text"] for one in texts(message))
    long = blocks(make(reason="x " * 5000, services=("s" * 63,) * 50), approve_up_to=1)
    assert all(len(one["text"]) <= 3000 for one in texts(long))


@pytest.mark.parametrize(
    ("sensitivity", "approvals", "up_to", "approves"),
    [(1, 1, 1, True), (2, 1, 1, False), (1, 2, 1, False), (2, 1, 2, True), (3, 1, 2, False), (1, 1, 0, False)],
)
def test_only_low_risk_is_approved_in_the_message(sensitivity: int, approvals: int, up_to: int, approves: bool) -> None:  # noqa: FBT001
    """One approval and kinds of low risk: else there is no such button, only those to deny and to open the page."""
    message = blocks(make(max_sensitivity=sensitivity, approvals_needed=approvals), approve_up_to=up_to)
    assert actions(message) == ([APPROVE] if approves else []) + [DENY, "milkglass_open"]
    assert may_approve(sensitivity, approvals, approve_up_to=up_to) is approves


@pytest.mark.parametrize("event", [one for one in Event if one is not Event.PENDING])
def test_an_answered_message_has_no_buttons_and_no_reason(event: Event) -> None:
    """What was answered cannot be answered again, and the reason has served."""
    message = blocks(make(event=event), approve_up_to=2)
    assert actions(message) == []
    assert "cannot pay" not in json.dumps(message)

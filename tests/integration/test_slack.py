"""Approving in Slack, against the fake that ships: over signed HTTP and over Socket Mode, by those who are linked, once."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from mgcontext import connect, put_secret
from mgserver import Running
from mgworld import at_once

from milkglass.access.request import RequestState
from milkglass.cli.dev.slack_server import FakeSlack
from milkglass.errors import AuditError, StateError, UsageError
from milkglass.notify.channels.slack import APPROVE, DENY
from milkglass.service.answer_slack import NOT_LINKED
from milkglass.service.deliver import deliver_due
from milkglass.service.link_chat import begin_link, chat_of, claim_link, confirm_link, unlink
from milkglass.service.list_requests import get_request
from milkglass.service.slack_socket import slack_socket
from milkglass.service.switch_account import switch_account

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mgworld import World

SECRET = "a signing secret of tests"
BO = "TFAKE/UBO"


@pytest.fixture
def slack(world: World) -> Iterator[FakeSlack]:
    """A world that tells a fake Slack, and is answered by it over HTTP."""
    world.clock.now = world.clock.now.fromtimestamp(int(time.time()), world.clock.now.tzinfo)
    people = dict.fromkeys(world.people)
    for name in people:
        world.people[name] = world.sign_in(name)
    with FakeSlack(0, "", SECRET) as fake:
        thread = threading.Thread(target=fake.serve, daemon=True)
        thread.start()
        settle(world, fake, signing_secret_file="signing")
        with Running(world) as server:
            fake._answers_to = f"{server.http.base_url}slack"
            yield fake
        fake.stop()
        thread.join(5)


def settle(world: World, fake: FakeSlack, **more: str) -> None:
    """Write the context file, and start again."""
    for name, text in (("bot", "xoxb-test"), ("signing", SECRET), ("app", "xapp-test")):
        put_secret(world.folder, name, text)
    given: dict[str, Any] = {"channel": "C1", "bot_token_file": "bot", "api_url": f"{fake.url}/api/", **more}
    connect(world, notify={"public_url": "https://milkglass.example.com", "slack": given})


def link(world: World, name: str = "bo", person: str = BO) -> None:
    """Link somebody, all three steps."""
    claim_link(world.services, begin_link(world.services, world.people[name]).code, person)
    confirm_link(world.services, world.people[name], person)


def asked(world: World, fake: FakeSlack, **wish: Any) -> tuple[str, str]:
    """A request that waits, and its message in Slack."""
    request = world.ask("ann", **wish)
    deliver_due(world.services)
    return request, list(fake.messages)[-1]


def state(world: World, request: str) -> RequestState:
    """Where a request stands."""
    return get_request(world.services, world.people["ann"], request).state


def whispered(fake: FakeSlack, count: int = 1) -> str:
    """The last words to a person, once there are that many."""
    end = time.monotonic() + 10
    while len(fake.whispers) < count and time.monotonic() < end:
        time.sleep(0.02)
    return str(fake.whispers[-1]["text"])


def test_approved_in_the_message(world: World, slack: FakeSlack) -> None:
    """Bo is linked and presses: approved by Bo, on the record, and the message says so and has no buttons any more."""
    link(world)
    request, ts = asked(world, slack, reason="jo@example.com cannot pay")
    assert "jo@example.com" not in str(slack.messages[ts])
    assert slack.press(ts, APPROVE, "UBO") == 200
    assert state(world, request) is RequestState.APPROVED
    (review,) = world.entries_of("review.approve")
    assert (review.actor.sub, review.sess) == ("bo", None)
    assert whispered(slack) == "You approved it."
    deliver_due(world.services)
    assert "may open" in slack.messages[ts]["text"]
    assert "milkglass_approve" not in str(slack.messages[ts]["blocks"])


def test_denied_in_the_message(world: World, slack: FakeSlack) -> None:
    """Saying no is always possible there."""
    link(world)
    request, ts = asked(world, slack, kinds=["payment_card"])
    assert APPROVE not in str(slack.messages[ts])
    slack.press(ts, DENY, "UBO")
    assert state(world, request) is RequestState.DENIED


@pytest.mark.parametrize("who", ["UWHO", "uBO", "UBO "])
def test_nobody_who_is_not_linked(world: World, slack: FakeSlack, who: str) -> None:
    """Another user of Slack presses: nothing happens, and they are told how to be linked."""
    link(world)
    request, ts = asked(world, slack)
    slack.press(ts, APPROVE, who)
    assert whispered(slack) == NOT_LINKED
    assert state(world, request) is RequestState.PENDING


def test_the_requester_is_nobodys_reviewer_in_chat_either(world: World, slack: FakeSlack) -> None:
    """Ann approves her own request, Eve has not the role: refused as everywhere."""
    link(world, "ann", "TFAKE/UANN")
    link(world, "eve", "TFAKE/UEVE")
    request, ts = asked(world, slack)
    for count, user in enumerate(("UANN", "UEVE"), 1):
        slack.press(ts, APPROVE, user)
        assert "did not work" in whispered(slack, count)
    assert state(world, request) is RequestState.PENDING


def test_high_risk_is_not_approved_by_a_forged_button(world: World, slack: FakeSlack) -> None:
    """A press that no message offered (card numbers, two approvals) leads to the page."""
    link(world)
    request, ts = asked(world, slack, kinds=["payment_card"])
    slack.messages[ts]["blocks"][-1]["elements"][0]["action_id"] = APPROVE
    slack.press(ts, APPROVE, "UBO")
    assert whispered(slack) == f"This is approved on its page: https://milkglass.example.com/requests/{request}"
    assert state(world, request) is RequestState.PENDING


def test_switched_off_and_unlinked_people_answer_nothing(world: World, slack: FakeSlack) -> None:
    """From that moment on."""
    link(world)
    link(world, "cy", "TFAKE/UCY")
    request, ts = asked(world, slack)
    unlink(world.services, world.people["bo"])
    switch_account(world.services, world.people["admin"], "cy", active=False)
    for count, user in enumerate(("UBO", "UCY"), 1):
        slack.press(ts, APPROVE, user)
        assert whispered(slack, count) == NOT_LINKED
    assert state(world, request) is RequestState.PENDING


def test_wrong_old_and_replayed_calls_are_refused(world: World, slack: FakeSlack) -> None:
    """Over HTTP: another secret and an old time are 401; the same call again does nothing a second time."""
    link(world)
    request, ts = asked(world, slack)
    body = urlencode({"command": "/milkglass", "text": "link nothing", "team_id": "TFAKE", "user_id": "UBO"}).encode()
    url = slack._answers_to
    with Running(world) as server:
        headers = slack.signed(body)
        assert server.http.post(url, content=body, headers=headers).status_code == 200
        assert "did not work" in whispered(slack)
        assert server.http.post(url, content=body, headers=headers).status_code == 200
        for wrong in ({"x-slack-signature": "v0=" + "0" * 64}, {"x-slack-request-timestamp": "1"}):
            answer = server.http.post(url, content=body, headers=headers | wrong)
            assert (answer.status_code, answer.json()["error"]["code"]) == (401, "identity.sign_in")
        world.clock.move(minutes=6)
        assert server.http.post(url, content=body, headers=headers).status_code == 401
    assert len(slack.whispers) == 1
    assert state(world, request) is RequestState.PENDING
    assert ts in slack.messages


def test_two_people_press_at_once(world: World, slack: FakeSlack) -> None:
    """One grant, and one of them is told that it was decided."""
    link(world)
    link(world, "cy", "TFAKE/UCY")
    request, ts = asked(world, slack)
    at_once([lambda: slack.press(ts, APPROVE, "UBO"), lambda: slack.press(ts, APPROVE, "UCY")])
    whispered(slack, 2)
    assert state(world, request) is RequestState.APPROVED
    assert len(world.entries_of("grant.issue")) == 1
    assert len([one for one in slack.whispers if "did not work" in one["text"]]) == 1


def test_over_socket_mode(world: World, slack: FakeSlack) -> None:
    """The same over a socket that the server opened: link by command, approve by button; HTTP is not answered then."""
    settle(world, slack, app_token_file="app")
    with slack_socket(world.services):
        end = time.monotonic() + 10
        while slack.socket is None and time.monotonic() < end:
            time.sleep(0.02)
        code = begin_link(world.services, world.people["bo"]).code
        slack.command(f"link {code}", "UBO")
        assert whispered(slack) == f"Now confirm that it is you: milkglass chat confirm {BO}"
        assert chat_of(world.services, world.people["bo"]).claimed_by == BO
        confirm_link(world.services, world.people["bo"], BO)
        request, ts = asked(world, slack)
        slack.press(ts, APPROVE, "UBO")
        assert whispered(slack, 2) == "You approved it."
    assert state(world, request) is RequestState.APPROVED


def test_a_slack_that_is_down_stops_nothing(world: World) -> None:
    """The server starts, requests are made; once Slack is back, the message comes and the socket opens."""
    with FakeSlack(0, "", SECRET) as fake:
        settle(world, fake, app_token_file="app")
    port = int(fake.url.rpartition(":")[2])
    with slack_socket(world.services):
        request = world.ask("ann")
        assert deliver_due(world.services) == 1
        assert state(world, request) is RequestState.PENDING
        with FakeSlack(port, "", SECRET) as later:
            thread = threading.Thread(target=later.serve, daemon=True)
            thread.start()
            end = time.monotonic() + 20
            while later.socket is None and time.monotonic() < end:
                time.sleep(0.05)
            assert later.socket is not None
            world.clock.move(seconds=10)
            deliver_due(world.services)
            assert len(later.messages) == 1
            later.stop()
            thread.join(5)


def test_links_need_all_three_steps(world: World) -> None:
    """A code alone, a code that somebody else sent, a code twice, a late code, a name that was not shown: nothing is linked."""
    services, bo, cy = world.services, world.people["bo"], world.people["cy"]
    code = begin_link(services, bo).code
    with pytest.raises(StateError):
        confirm_link(services, bo, BO)
    claim_link(services, code, "TFAKE/UEVIL")
    with pytest.raises(UsageError):
        claim_link(services, code, BO)
    for caller, person in ((bo, BO), (cy, "TFAKE/UEVIL")):
        with pytest.raises(StateError):
            confirm_link(services, caller, person)
    late = begin_link(services, bo).code
    world.clock.move(minutes=10)
    for text in (late, "", "nothing", "\ud800"):
        with pytest.raises(UsageError):
            claim_link(services, text, BO)
    assert chat_of(services, bo).linked is None
    assert world.entries_of("chat.link") == []
    link(world)
    with pytest.raises(StateError):
        link(world, "cy")


def test_an_old_link_put_back_is_noticed(world: World, slack: FakeSlack) -> None:
    """Whoever owns the database file brings back a link that was taken away: the record counts."""
    import sqlite3
    from contextlib import closing

    from milkglass.service.services import look
    from milkglass.service.trusted import find_chat_link

    link(world)
    file = world.folder / "milkglass.db"
    with closing(sqlite3.connect(file)) as conn:
        (before,) = conn.execute("SELECT * FROM chat_links").fetchall()
    unlink(world.services, world.people["bo"])
    with closing(sqlite3.connect(file)) as conn, conn:
        conn.execute("DELETE FROM chat_links")
        conn.execute("INSERT INTO chat_links VALUES (?, ?, ?, ?)", before)
    with look(world.services) as at, pytest.raises(AuditError):
        find_chat_link(world.services, at, BO)
    request, ts = asked(world, slack)
    slack.press(ts, APPROVE, "UBO")
    assert "did not work" in whispered(slack)
    assert state(world, request) is RequestState.PENDING

"""Commands that talk to the server: what they send, what they print, how they exit."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from mgcli import SERVER, TOKEN

from milkglass.cli import session

if TYPE_CHECKING:
    from collections.abc import Callable

    from mgcli import FakeServer, Ran

    from milkglass.cli.env import Env

    Cli = Callable[..., Ran]

REQUEST: dict[str, Any] = {
    "id": "req_1",
    "requester": "ann",
    "services": ["shop"],
    "kinds": ["email"],
    "from": "2026-11-24T01:15:00.000Z",
    "to": "2026-11-24T02:15:00.000Z",
    "minutes": 30,
    "reason": "find \x1b[2Jthem",
    "incident": None,
    "state": "pending",
    "rung": "one_approval",
    "rule": "engineer-one-approval",
    "because": "one other person",
    "approvals_needed": 1,
    "reviews": [
        {"reviewer": "bo", "answer": "approve", "at": "2026-11-24T02:15:00.000Z", "note": None, "minutes": None}
    ],
    "grant": None,
    "created_at": "2026-11-24T02:15:00.000Z",
}
GRANT: dict[str, Any] = {
    "id": "grt_1",
    "request": "req_1",
    "holder": "ann",
    "services": ["shop"],
    "kinds": ["email"],
    "from": "2026-11-24T01:15:00.000Z",
    "to": "2026-11-24T02:15:00.000Z",
    "not_before": "2026-11-24T02:15:00.000Z",
    "expires_at": "2026-11-24T02:45:00.000Z",
    "state": "open",
    "ended_why": None,
    "stepped_up": True,
    "incident": None,
    "values_opened": 3,
}
ASK = ("--service", "shop", "--kind", "email", "--reason", "find them")


def test_login_keeps_a_session(cli: Cli, server: FakeServer, env: Env) -> None:
    """The password comes from stdin, the session is kept for its owner alone, and what comes next is said."""
    signed = {"session": TOKEN, "name": "ann", "roles": ["engineer"], "has_factor": False, "must_change": True}
    server.says("POST /sessions", signed, 201)
    ran = cli("login", "ann", "--password-stdin", stdin=b"open sesame\n")
    assert ran.code == 0
    assert server.calls == [("POST /sessions", {"name": "ann", "password": "open sesame"})]
    assert server.tokens == [None]
    path = env.settings.session_file
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o077 == 0
    assert session.load(path) == session.Session(SERVER, "ann", TOKEN)
    assert "milkglass password" in ran.err
    assert TOKEN not in ran.err + ran.text


def test_no_prompt_without_a_terminal(cli: Cli, server: FakeServer) -> None:
    """Without a terminal nothing is asked: the command ends at once with 2 and says what to give."""
    ran = cli("login", "ann")
    assert ran.code == 2
    assert "--password-stdin" in ran.err
    assert server.calls == []


@pytest.mark.usefixtures("signed_in")
def test_logout_forgets_even_when_the_server_is_gone(cli: Cli, server: FakeServer, env: Env) -> None:
    """The session file goes in any case; a server that is away is an error all the same."""
    server.down = httpx2.ConnectError
    ran = cli("logout")
    assert ran.code == 1
    assert not env.settings.session_file.exists()
    assert cli("logout").code == 0


def test_signed_out_is_4(cli: Cli) -> None:
    """Whoever is not signed in is told so, with exit code 4."""
    ran = cli("whoami")
    assert ran.code == 4
    assert "milkglass login" in ran.err


@pytest.mark.usefixtures("signed_in")
def test_a_session_of_another_server_is_not_sent(cli: Cli, server: FakeServer, env: Env) -> None:
    """The session goes to the server that gave it and to no other."""
    session.save(env.settings.session_file, session.Session("https://other.example.com", "ann", TOKEN))
    assert cli("whoami").code == 4
    assert server.calls == []


@pytest.mark.usefixtures("signed_in")
def test_whoami(cli: Cli, server: FakeServer) -> None:
    """Name, roles and on-call duty, for people and as JSON; the session goes along as a bearer."""
    me = {"name": "ann", "roles": ["engineer"], "has_factor": True, "on_call_for": ["shop"], "must_change": False}
    server.says("GET /me", me)
    assert cli("whoami").text.splitlines()[0].split() == ["name", "ann"]
    assert cli("whoami", "--json").json == me
    assert server.tokens == [f"Bearer {TOKEN}"] * 2


@pytest.mark.usefixtures("signed_in")
def test_password_takes_two_lines(cli: Cli, server: FakeServer) -> None:
    """Old and new password come as two lines of stdin."""
    server.says("POST /me/password", {})
    assert cli("password", "--password-stdin", stdin=b"old one\nnew one\r\n").code == 0
    assert server.calls == [("POST /me/password", {"old": "old one", "new": "new one"})]
    assert cli("password", "--password-stdin", stdin=b"old one\n").code == 2


@pytest.mark.usefixtures("signed_in")
def test_totp_enrol_and_confirm(cli: Cli, server: FakeServer) -> None:
    """The address is data; without a terminal no picture is drawn, and the first code comes by a second command."""
    uri = "otpauth://totp/milkglass:ann?secret=ABC"
    server.says("POST /me/totp", {"uri": uri, "secret": "ABC"})
    server.says("POST /me/totp/confirm", {})
    ran = cli("totp", "enrol", "--password-stdin", stdin=b"pw\n")
    assert (ran.code, ran.text) == (0, uri + "\n")
    assert cli("totp", "confirm", "123456").code == 0
    assert cli("totp", "confirm", "-", stdin=b"654321\n").code == 0
    bodies = [body for call, body in server.calls if call == "POST /me/totp/confirm"]
    assert bodies == [{"code": "123456"}, {"code": "654321"}]


@pytest.mark.usefixtures("signed_in")
def test_request_sends_what_was_asked(cli: Cli, server: FakeServer) -> None:
    """Times that count back from now become moments; what is pending exits with 8 and prints its id alone."""
    server.says("POST /requests", REQUEST, 201)
    ran = cli("request", *ASK, "--kind", "ipv4", "--from", "2h", "--minutes", "15", "--incident", "inc_1")
    assert (ran.code, ran.text) == (8, "req_1\n")
    assert server.calls[0][1] == {
        "services": ["shop"],
        "kinds": ["email", "ipv4"],
        "from": "2026-11-24T00:15:00Z",
        "to": "2026-11-24T02:15:00Z",
        "minutes": 15,
        "reason": "find them",
        "incident": "inc_1",
    }


@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"state": "approved", "grant": "grt_1"}, 0),
        ({"state": "pending"}, 8),
        ({"state": "denied", "rung": "denied"}, 3),
        ({"state": "denied"}, 5),
        ({"state": "expired"}, 5),
        ({"state": "withdrawn"}, 5),
    ],
)
def test_where_a_request_stands_is_the_exit_code(cli: Cli, server: FakeServer, changes: Any, code: int) -> None:
    """0 approved, 8 pending, 3 denied by policy, 5 refused by a person or over; for the asking and for the looking."""
    server.says("POST /requests", REQUEST | changes, 201)
    server.says("GET /requests/req_1", REQUEST | changes)
    assert cli("request", *ASK).code == code
    assert cli("requests", "req_1").code == code
    assert cli("requests", "req_1", "--json").json["state"] == changes["state"]


@pytest.mark.usefixtures("signed_in")
def test_approved_says_what_comes_next(cli: Cli, server: FakeServer) -> None:
    """Words about the next step go to stderr; the id alone to stdout."""
    server.says("POST /requests", REQUEST | {"state": "approved", "grant": "grt_1"}, 201)
    ran = cli("request", *ASK)
    assert ran.text == "req_1\n"
    assert "milkglass step-up grt_1" in ran.err


@pytest.mark.usefixtures("signed_in")
def test_words_of_others_do_not_drive_the_terminal(cli: Cli, server: FakeServer) -> None:
    """A reason with escape sequences reaches a reviewer's terminal without them."""
    server.says("GET /requests", [REQUEST])
    server.says("GET /requests/req_1", REQUEST)
    for ran in (cli("requests"), cli("requests", "req_1"), cli("requests", "--json")):
        assert b"\x1b" not in ran.out
    assert "find ?[2Jthem" in cli("requests").text


@pytest.mark.usefixtures("signed_in")
def test_requests_by_state(cli: Cli, server: FakeServer) -> None:
    """A state narrows the list; an empty list prints no data."""
    server.says("GET /requests?state=pending", [])
    ran = cli("requests", "--state", "pending")
    assert (ran.code, ran.text) == (0, "")
    assert cli("requests", "--state", "asleep").code == 2


@pytest.mark.usefixtures("signed_in")
def test_preview(cli: Cli, server: FakeServer) -> None:
    """The policy's answer in advance; a denial exits with 3."""
    seen = {
        "rung": "automatic",
        "rule": "r",
        "title": "t",
        "because": "on call",
        "minutes": 60,
        "approvals_needed": 0,
        "can_approve": [],
        "days": ["2026-11-24"],
        "would_help": [{"change": "leave out us_ssn", "rung": "one_approval"}],
        "covered_by": ["grant_1"],
    }
    server.says("POST /requests/preview", seen)
    ran = cli("preview", *ASK)
    assert ran.code == 0
    assert b"one approval, if you leave out us_ssn" in ran.out
    assert "grant_1" in ran.err
    server.says("POST /requests/preview", seen | {"rung": "denied"})
    ran = cli("preview", *ASK, "--json")
    assert (ran.code, ran.json["rung"]) == (3, "denied")


@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize("given", [("--from", "yesterday"), ("--to", "2026-11-24T02:00:00"), ("--from", "99999999d")])
def test_times_have_to_fit(cli: Cli, server: FakeServer, given: tuple[str, str]) -> None:
    """A time without a zone, in words or beyond the calendar is refused before anything is sent."""
    assert cli("request", *ASK, *given).code == 2
    assert server.calls == []


@pytest.mark.usefixtures("signed_in")
def test_review(cli: Cli, server: FakeServer) -> None:
    """Approve, narrow, deny; 8 while others have to agree too."""
    server.says("POST /requests/req_1/reviews", REQUEST, 201)
    assert cli("review", "approve", "req_1").code == 8
    server.says("POST /requests/req_1/reviews", REQUEST | {"state": "approved", "grant": "grt_1"}, 201)
    assert cli("review", "narrow", "req_1", "--minutes", "5").code == 0
    server.says("POST /requests/req_1/reviews", REQUEST | {"state": "denied"}, 201)
    assert cli("review", "deny", "req_1", "--note", "no need").code == 0
    assert [body for _, body in server.calls] == [
        {"answer": "approve", "note": None},
        {"answer": "approve", "note": None, "minutes": 5},
        {"answer": "deny", "note": "no need"},
    ]
    server.refuses("POST /requests/req_1/reviews", "access.denied")
    assert cli("review", "approve", "req_1").code == 3


@pytest.mark.usefixtures("signed_in")
def test_step_up(cli: Cli, server: FakeServer) -> None:
    """A code as an argument or from stdin; a refused one exits with 4."""
    server.says("POST /grants/grt_1/step-up", GRANT)
    assert cli("step-up", "grt_1", "123456").code == 0
    assert cli("step-up", "grt_1", "-", stdin=b"123456\n").code == 0
    assert cli("step-up", "grt_1").code == 2
    server.refuses("POST /grants/grt_1/step-up", "identity.step_up", 401)
    ran = cli("step-up", "grt_1", "123456")
    assert ran.code == 4
    assert "123456" not in ran.err


@pytest.mark.usefixtures("signed_in")
def test_grants_return_revoke_withdraw(cli: Cli, server: FakeServer) -> None:
    """A grant is listed, shown, returned and revoked; a request withdrawn."""
    server.says("GET /grants", [GRANT, GRANT | {"state": "ended", "ended_why": "revoked"}])
    server.says("GET /grants/grt_1", GRANT)
    server.says("POST /grants/grt_1/return", GRANT | {"state": "ended", "ended_why": "returned"})
    server.says("POST /grants/grt_1/revoke", GRANT | {"state": "ended", "ended_why": "revoked"})
    server.says("POST /requests/req_1/withdraw", REQUEST | {"state": "withdrawn"})
    lines = cli("grants").text.splitlines()
    assert len(lines) == 3
    assert "ended (revoked)" in lines[2]
    assert "2026-11-24 02:45:00Z" in cli("grants", "grt_1").text
    assert "ended (returned)" in cli("return", "grt_1").err
    assert cli("revoke", "grt_1", "--reason", "over").code == 0
    assert server.calls[-1][1] == {"reason": "over"}
    assert cli("revoke", "grt_1").code == 0
    assert server.calls[-1][1] == {}
    assert cli("withdraw", "req_1").code == 0


@pytest.mark.usefixtures("signed_in")
def test_incidents_on_call_accounts(cli: Cli, server: FakeServer) -> None:
    """What administrators and responders do: the id or password on stdout, alone."""
    incident = {
        "id": "inc_1",
        "title": "x",
        "severity": 1,
        "services": ["shop"],
        "open": True,
        "opened_by": "bo",
        "opened_at": "2026-11-24T02:15:00.000Z",
        "resolved_at": None,
    }
    server.says("POST /incidents", incident, 201)
    server.says("GET /incidents", [incident])
    server.says("POST /incidents/inc_1/resolve", incident | {"open": False})
    server.says("GET /on-call", {"shop": ["ann"]})
    server.says("PUT /on-call/shop", {"service": "shop", "people": ["ann", "bo"]})
    server.says("POST /accounts", {"name": "zoe", "roles": ["engineer"], "initial_password": "once"}, 201)
    server.says("GET /accounts", [])
    assert cli("incident", "open", "x", "--severity", "1", "-s", "shop").text == "inc_1\n"
    assert cli("incident", "open", "x", "--severity", "6", "-s", "shop").code == 2
    assert "inc_1" in cli("incident", "list").text
    assert cli("incident", "resolve", "inc_1").code == 0
    assert "ann" in cli("on-call", "list").text
    assert cli("on-call", "set", "shop", "ann", "bo").code == 0
    assert server.calls[-1][1] == {"people": ["ann", "bo"]}
    assert cli("account", "add", "zoe", "--role", "engineer").text == "once\n"
    assert cli("account", "list").code == 0


@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize(
    ("code", "status", "expected"),
    [
        ("usage.unknown", 404, 2),
        ("access.denied", 403, 3),
        ("access.scope.kind", 403, 3),
        ("access.holder", 403, 3),
        ("identity.must_change", 401, 4),
        ("identity.step_up.locked", 429, 4),
        ("access.state", 409, 5),
        ("access.ended.incident", 409, 5),
        ("storage", 503, 1),
        ("audit", 503, 1),
        ("keys", 503, 1),
        ("error", 500, 1),
    ],
)
def test_exit_codes_follow_the_error(cli: Cli, server: FakeServer, code: str, status: int, expected: int) -> None:
    """Each family of refusals has its exit code; with --json the error is one JSON object on stderr."""
    server.refuses("GET /me", code, status)
    ran = cli("whoami")
    assert (ran.code, ran.text) == (expected, "")
    assert ran.err == "milkglass: you may not\n  ask\n"
    assert json.loads(cli("whoami", "--json").err) == {"error": {"code": code, "message": "you may not", "hint": "ask"}}


@pytest.mark.usefixtures("signed_in")
def test_a_defect_shows_its_place_and_nothing_else(cli: Cli, server: FakeServer) -> None:
    """An answer of an unexpected shape ends with class and place: no traceback, no value."""
    server.says("GET /me", {"canary": "canary"})
    ran = cli("whoami")
    assert ran.code == 1
    assert "a defect: KeyError at " in ran.err
    assert "canary" not in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"server": "x"}', b"\xff"])
def test_a_damaged_session_file_asks_to_sign_in(cli: Cli, env: Env, damage: bytes) -> None:
    """Whatever stands in the file, the answer is to sign in again."""
    path = env.settings.session_file
    path.parent.mkdir(parents=True)
    path.touch(0o600)
    path.write_bytes(damage)
    assert cli("whoami").code == 4


@pytest.mark.usefixtures("signed_in")
def test_a_session_that_others_may_read_is_not_used(cli: Cli, server: FakeServer, env: Env) -> None:
    """A session file open to others has been seen by others."""
    env.settings.session_file.chmod(0o640)
    assert cli("whoami").code == 4
    assert server.calls == []


def test_unknown_commands_and_no_command(cli: Cli) -> None:
    """A slip is answered with a suggestion and exit code 2."""
    ran = cli("reqest")
    assert ran.code == 2
    assert "request" in ran.err

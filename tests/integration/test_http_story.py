"""The whole story over HTTP, on a real server: ask, review, step up, reveal, and what it says on the way."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from milkglass.web.guard import MOST_BODY_BYTES

if TYPE_CHECKING:
    from mgserver import Running
    from mgworld import World

CANARY = "canary-7f3a@example.com"


def request_body(world: World, **other: Any) -> dict[str, Any]:
    """A request for the last hour of the shop's mail addresses, with changes."""
    now = world.clock.now
    given = {"services": ["shop"], "kinds": ["email"], "minutes": 30, "reason": "a customer cannot pay"}
    return {**given, "from": (now - timedelta(hours=1)).isoformat(), "to": now.isoformat(), **other}


def test_from_request_to_reveal(world: World, server: Running) -> None:
    """Ask, approve, step up, reveal: each answer has the shape of the reference page."""
    world.enrol("ann")
    ann, bo = server.session("ann"), server.session("bo")
    preview = server.call("POST", "/requests/preview", ann, json=request_body(world)).json()
    assert (preview["rung"], preview["rule"], preview["approvals_needed"]) == (
        "one_approval",
        "engineer-one-approval",
        1,
    )
    assert preview["can_approve"] == ["bo", "cy", "sec"]
    assert preview["days"] == ["2026-11-23"]
    asked = server.call("POST", "/requests", ann, json=request_body(world))
    assert asked.status_code == 201
    request = asked.json()
    assert (request["state"], request["grant"], request["requester"], request["minutes"]) == (
        "pending",
        None,
        "ann",
        30,
    )
    (listed,) = server.call("GET", "/requests?state=pending", bo).json()
    assert (listed["id"], listed["reason"]) == (request["id"], "a customer cannot pay")
    review = {"answer": "approve", "note": "seen the ticket"}
    approved = server.call("POST", f"/requests/{request['id']}/reviews", bo, json=review).json()
    assert (approved["state"], approved["reviews"][0]["note"]) == ("approved", "seen the ticket")
    grant_id = approved["grant"]
    assert server.call("GET", f"/grants/{grant_id}", ann).json()["state"] == "waiting_step_up"
    opened = server.call("POST", f"/grants/{grant_id}/step-up", ann, json={"code": world.code("ann")}).json()
    assert (opened["state"], opened["stepped_up"]) == ("open", True)
    texts = [world.sealed(), world.sealed(b"\xff"), world.sealed(b"12", bare=True), world.sealed(service="bank"), "x"]
    answer = server.call("POST", "/reveal", ann, json={"grant": grant_id, "values": texts})
    values = answer.json()["values"]
    assert values[:3] == [{"value": "jo@example.com"}, {"value_b64": "/w=="}, {"value": "12", "bare": True}]
    assert [value["code"] for value in values[3:]] == ["access.scope.service", "usage.format"]
    assert answer.json()["expires_at"] == opened["expires_at"]
    assert server.call("GET", "/grants", ann).json()[0]["values_opened"] == 3
    assert server.call("POST", f"/grants/{grant_id}/return", ann).json()["ended_why"] == "returned"
    again = server.call("POST", "/reveal", ann, json={"grant": grant_id, "values": texts})
    assert (again.status_code, again.json()["error"]["code"]) == (409, "access.ended.returned")


def test_automatic_rung_grants_at_once(world: World, server: Running) -> None:
    """On call, with somebody else's serious incident: the answer to the request has the grant already, and it ends with it."""
    world.enrol("ann")
    world.on_call("ann")
    incident = world.incident()
    ann = server.session("ann")
    request = server.call("POST", "/requests", ann, json=request_body(world, incident=incident)).json()
    assert (request["rung"], request["state"]) == ("automatic", "approved")
    code = {"code": world.code("ann")}
    assert server.call("POST", f"/grants/{request['grant']}/step-up", ann, json=code).json()["state"] == "open"
    assert server.call("POST", f"/incidents/{incident}/resolve", server.session("eve")).json()["open"] is False
    grant = server.call("GET", f"/grants/{request['grant']}", ann).json()
    assert (grant["state"], grant["ended_why"]) == ("ended", "incident")
    asked = {"grant": request["grant"], "values": [world.sealed()]}
    assert server.call("POST", "/reveal", ann, json=asked).json()["error"]["code"] == "access.ended.incident"


def test_first_password_must_be_changed(server: Running) -> None:
    """With a first password nothing works but looking at oneself, changing it and signing out."""
    admin = server.session("admin")
    made = server.call("POST", "/accounts", admin, json={"name": "zoe", "roles": ["engineer"]}).json()
    first = {"name": "zoe", "password": made["initial_password"]}
    signed = server.http.post("/sessions", json=first).json()
    assert signed["must_change"] is True
    zoe = signed["session"]
    refused = server.call("GET", "/requests", zoe)
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "identity.must_change")
    assert server.call("GET", "/me", zoe).status_code == 200
    new = {"old": made["initial_password"], "new": "a long new password"}
    assert server.call("POST", "/me/password", zoe, json=new).status_code == 200
    assert server.call("GET", "/requests", zoe).status_code == 200
    assert server.http.post("/sessions", json=first).status_code == 401


@pytest.mark.parametrize(
    ("verb", "path", "body"),
    [
        ("POST", "/sessions", {"name": CANARY}),
        ("POST", "/sessions", {"name": CANARY, "password": "x", CANARY: 1}),
        ("POST", "/sessions", {"name": [CANARY], "password": {CANARY: CANARY}}),
        ("POST", "/sessions", CANARY),
        ("POST", "/sessions", {"name": CANARY, "password": CANARY}),
        ("POST", "/reveal", {"grant": CANARY, "values": [CANARY]}),
        ("POST", "/requests", {"reason": CANARY, "from": CANARY}),
        ("GET", f"/requests?state={CANARY}", None),
        ("GET", f"/audit/entries?after={CANARY}", None),
        ("POST", f"/grants/{CANARY}/step-up", {"code": CANARY}),
        ("GET", f"/{CANARY}", None),
        ("PATCH", f"/grants/{CANARY}", None),
        ("POST", "/keyring", {"rows": [CANARY]}),
        ("POST", "/accounts", {"name": CANARY, "roles": [CANARY]}),
        ("PUT", f"/on-call/{CANARY}", {"people": [CANARY]}),
    ],
)
def test_errors_never_repeat_what_was_sent(server: Running, verb: str, path: str, body: Any) -> None:
    """Whatever is wrong with a call, the answer is in the one shape, is not to be stored, and holds nothing of the call."""
    for token in ("", server.session("ann"), server.session("admin"), server.session("sec")):
        answer = server.call(verb, path, token, json=body)
        assert 400 <= answer.status_code < 500
        assert set(answer.json()["error"]) == {"code", "message", "hint"}
        assert "canary" not in answer.text
        assert answer.headers["cache-control"] == "no-store"


def test_every_answer_has_the_headers_and_no_banner(server: Running) -> None:
    """Not to be stored, not to be sniffed, not to be framed; and it does not say which server it is."""
    for path in ("/health", "/me", "/nothing"):
        headers = server.call("GET", path).headers
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert "server" not in headers
    for path in ("/docs", "/openapi.json", "/redoc"):
        root = str(server.http.base_url).removesuffix("/v1/")
        assert server.http.get(root + path).status_code == 404


def test_large_bodies_are_refused(server: Running) -> None:
    """A body over 2 MB is refused, whether it says its length or not, and the server goes on."""
    body = b"x" * (MOST_BODY_BYTES + 1)
    said = server.call("POST", "/sessions", content=body)
    assert (said.status_code, said.json()["error"]["code"]) == (413, "usage.too_large")
    unsaid = server.call("POST", "/sessions", content=iter([body[: 1 << 20]] * 3))
    assert unsaid.status_code == 413
    assert server.call("GET", "/health").status_code == 200


def test_signing_out_kills_the_session(server: Running) -> None:
    """A token is worth nothing after its holder signed out."""
    ann = server.session("ann")
    assert server.call("DELETE", "/sessions/current", ann).status_code == 200
    assert server.call("GET", "/me", ann).status_code == 401


@pytest.mark.parametrize("header", ["", "Bearer", "Basic abc", "Bearer mgs_x", "Bearer " + "x" * 5000, "mgs_x"])
def test_bad_authorization_is_a_401(server: Running, header: str) -> None:
    """Whatever stands in the header, the answer is that nobody is signed in."""
    answer = server.http.get("/me", headers={"authorization": header})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"

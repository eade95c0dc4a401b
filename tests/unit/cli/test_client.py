"""The client: errors by code, nothing of a value in them, a session that goes nowhere else."""

from __future__ import annotations

import ssl
import traceback
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from milkglass import errors
from milkglass.client import Client
from milkglass.errors import MilkglassError, MissingPartError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

HERE = "http://127.0.0.1:8765"


def answering(status: int, content: Any, **more: Any) -> Client:
    """A client of a server that always answers this."""
    given = {"content": content} if isinstance(content, bytes) else {"json": content}
    return Client(HERE, "mgs_x", transport=httpx2.MockTransport(lambda _: httpx2.Response(status, **given, **more)))


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("usage", errors.UsageError),
        ("usage.unknown", errors.UsageError),
        ("usage.ruleset", errors.RulesetError),
        ("usage.format", errors.FormatError),
        ("missing", errors.MissingPartError),
        ("storage.tampered", errors.StorageError),
        ("keys.unknown", errors.KeysError),
        ("keys.open", errors.OpenError),
        ("identity.sign_in", errors.SignInError),
        ("identity.must_change", errors.SignInError),
        ("identity.step_up", errors.StepUpError),
        ("identity.step_up.locked", errors.StepUpError),
        ("access.denied", errors.DeniedError),
        ("access.holder", errors.DeniedError),
        ("access.state", errors.StateError),
        ("access.ended.expired", errors.StateError),
        ("access.scope.kind", errors.ScopeError),
        ("audit.tampered", errors.AuditError),
        ("verify.forked", errors.VerifyError),
        ("of_the_future.thing", MilkglassError),
    ],
)
def test_errors_come_back_by_code(code: str, kind: type[MilkglassError]) -> None:
    """The class is that of the code, or of the longest beginning of it that is known; words and code are the server's."""
    client = answering(403, {"error": {"code": code, "message": "no", "hint": "ask"}})
    with pytest.raises(MilkglassError) as caught:
        client.get("me")
    assert type(caught.value) is kind
    assert (caught.value.code, caught.value.message, caught.value.hint) == (code, "no", "ask")


@pytest.mark.parametrize(
    ("status", "content"),
    [
        (502, b"<html>bad gateway canary</html>"),
        (500, {"error": "canary"}),
        (500, {"detail": "canary"}),
        (400, ["canary"]),
        (400, {"error": {"code": "../canary", "message": "x"}}),
        (400, {"error": {"code": "", "message": "x"}}),
        (200, b"<html>canary</html>"),
        (302, b""),
        (204, b""),
    ],
)
def test_a_stranger_is_called_one(status: int, content: Any) -> None:
    """What does not speak as the API does is no milkglass server, and nothing of what it said is repeated."""
    with pytest.raises(MilkglassError, match="not a milkglass server") as caught:
        answering(status, content).get("me")
    assert "canary" not in "".join(traceback.format_exception(caught.value))


def test_a_redirect_is_not_followed() -> None:
    """The session never goes where an answer points."""
    seen = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(request.url.host)
        return httpx2.Response(307, headers={"location": "https://elsewhere.example.com/v1/me"})

    with pytest.raises(MilkglassError, match="not a milkglass server"):
        Client(HERE, "mgs_x", transport=httpx2.MockTransport(answer)).get("me")
    assert seen == ["127.0.0.1"]


@pytest.mark.parametrize("server", ["http://logs.example.com", "http://192.0.2.1:8765", "http://127.0.0.1.example.com"])
def test_no_session_in_the_clear(server: str) -> None:
    """Over a network without TLS nothing is sent at all."""
    with pytest.raises(UsageError, match="no TLS"):
        Client(server, "mgs_x")


@pytest.mark.parametrize(
    "server", ["http://localhost:1", "http://127.9.9.9:1", "http://[::1]:1", "https://logs.example.com"]
)
def test_loopback_and_tls_are_fine(server: str) -> None:
    """This machine, or TLS; the environment's proxies are for others only."""
    with Client(server, "mgs_x") as client:
        assert client._http.trust_env == server.startswith("https://")


def test_tls_is_verified() -> None:
    """With TLS, certificates and host names are checked; there is no way to say otherwise."""
    with Client("https://127.0.0.1:1", "mgs_x") as client:
        context = client._http._transport._pool._ssl_context  # type: ignore[attr-defined]  # the only way to see it
        assert context.verify_mode is ssl.CERT_REQUIRED
        assert context.check_hostname


def test_a_proxy_of_the_environment_gets_nothing_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls to the loopback do not go to a proxy."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    with Client("http://127.0.0.1:1", "mgs_x") as client:
        assert not client._http.trust_env


@pytest.mark.parametrize(
    ("down", "words"),
    [
        (httpx2.ConnectError, "cannot be reached"),
        (httpx2.ReadTimeout, "not answer in time"),
        (httpx2.RemoteProtocolError, "cannot be reached"),
    ],
)
def test_no_server(down: type[Exception], words: str) -> None:
    """A server that is not there, hangs or breaks off is said so, without what was sent."""

    def answer(_: httpx2.Request) -> httpx2.Response:
        raise down("canary")

    with pytest.raises(MissingPartError, match=words) as caught:
        Client(HERE, transport=httpx2.MockTransport(answer)).post("reveal", json={"values": ["canary"]})
    shown = "".join(traceback.format_exception(caught.value, chain=True))
    assert "canary" not in shown.replace('"canary"', "").replace("['canary']", "")
    assert caught.value.__cause__ is None


def test_words_of_the_server_do_not_drive_the_terminal() -> None:
    """Control characters and changes of direction are replaced, and long words cut."""
    body = {"error": {"code": "usage", "message": "a\x1b[31mb\r\n\u202e" + "x" * 5000, "hint": "\x07"}}
    with pytest.raises(UsageError) as caught:
        answering(400, body).get("me")
    assert caught.value.message.startswith("a?[31mb???xx")
    assert len(caught.value.message) == 500
    assert caught.value.hint == "?"


def test_parts_of_an_address_are_quoted() -> None:
    """An id cannot climb to another address or add a query."""
    seen = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(request.url.raw_path)
        return httpx2.Response(200, json={})

    client = Client(HERE, transport=httpx2.MockTransport(answer))
    client.get("grants", "a/../../x?y#z")
    assert seen == [b"/v1/grants/a%2F..%2F..%2Fx%3Fy%23z"]
    for bad in ("", ".", ".."):
        with pytest.raises(UsageError):
            client.get("grants", bad)


def test_a_download_lands_in_a_file(tmp_path: Path) -> None:
    """A large answer goes to the disk; a refusal raises as everywhere."""
    answering(200, b"tar" * 1000).download(tmp_path / "x", "audit", "export")
    assert (tmp_path / "x").read_bytes() == b"tar" * 1000
    refused = answering(403, {"error": {"code": "access.denied", "message": "no"}})
    with pytest.raises(errors.DeniedError):
        refused.download(tmp_path / "y", "audit", "export")


def test_the_session_shows_nowhere() -> None:
    """Neither repr nor errors hold the session."""
    client = answering(401, {"error": {"code": "identity.sign_in", "message": "no"}})
    with pytest.raises(errors.SignInError) as caught:
        client.get("me")
    assert "mgs_x" not in repr(client) + repr(caught.value)

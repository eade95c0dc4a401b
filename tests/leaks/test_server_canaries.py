"""Planted values, and every place where the server could have let them out: its words, its errors, its files, its exports.

Free texts come back in the answers that are for them, values in the answer of the reveal, a first password and a session in the
one answer that makes them. Nowhere else.
"""

from __future__ import annotations

import base64
import io
import json
import socket
import sys
import tarfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from mgprocess import Process
from mgworld import Clock, World, b32

if TYPE_CHECKING:
    from collections.abc import Iterator

REASON = "canary-reason jo@example.com"
NOTE = "canary-note 192.0.2.77"
TITLE = "canary-title of ann"
ENDED = "canary-ended too early"
PASSWORD = "canary-password of zoe"
WRONG = "canary-wrong password"
NAME = "canary-name"
VALUE = "canary-value@example.com"
HELD = "canary-held@example.com"
TEXTS = {
    REASON: {"/requests", "/audit/elevations"},
    NOTE: {"/requests"},
    TITLE: {"/incidents"},
    ENDED: {"/grants"},
    PASSWORD: set(),
    WRONG: set(),
    NAME: set(),
    VALUE: {"/reveal"},
    HELD: set(),
}
"""Each canary, and the resources whose successful answers may hold it."""


@dataclass
class Story:
    """Calls a server and keeps every answer.

    Args:
        server: The server.
    """

    server: Process
    answers: list[tuple[str, int, str]] = field(default_factory=list)
    sessions: dict[str, str] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)

    def call(self, verb: str, path: str, who: str = "", **given: Any) -> Any:
        """Call; the answer's JSON."""
        answer = self.server.call(verb, path, self.sessions.get(who, ""), **given)
        self.answers.append((path, answer.status_code, answer.text))
        return answer.json() if answer.headers["content-type"] == "application/json" else answer.content

    def sign_in(self, *names: str) -> None:
        """Sign in."""
        for name in names:
            self.sessions[name] = self.server.session(name)

    def code(self) -> str:
        """A code of Ann's now."""
        self.server.world.clock.now = datetime.now(UTC)
        self.codes.append(self.server.world.code("ann"))
        return self.codes[-1]

    def wish(self) -> dict[str, Any]:
        """A request with a canary for a reason."""
        now = datetime.now(UTC)
        times = {"from": (now - timedelta(hours=2)).isoformat(), "to": now.isoformat()}
        return {"services": ["shop"], "kinds": ["email"], "minutes": 30, "reason": REASON, **times}


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A world at the real time with a second factor for Ann; no server holds its files."""
    (tmp_path / "data").mkdir()
    made = World(tmp_path / "data", Clock(datetime.now(UTC) - timedelta(minutes=2))).populate()
    made.enrol("ann")
    made.services.db.close()
    return made


@pytest.fixture
def story(world: World) -> Iterator[Story]:
    """A running server whose reveals work, and who is signed in."""
    with Process(world) as server:
        told = Story(server)
        told.sign_in("admin", "ann", "bo", "sec", "aud")
        yield told


def tell(story: Story) -> tuple[str, str]:
    """Everything that takes or gives a canary, once; the initial password and the session of Zoe."""
    made = story.call("POST", "/accounts", "admin", json={"name": "zoe", "roles": ["engineer"]})
    first = made["initial_password"]
    zoe = story.call("POST", "/sessions", json={"name": "zoe", "password": first})["session"]
    story.sessions["zoe"] = zoe
    story.call("POST", "/me/password", "zoe", json={"old": WRONG, "new": PASSWORD})
    story.call("POST", "/me/password", "zoe", json={"old": first, "new": PASSWORD})
    story.call("POST", "/sessions", json={"name": NAME, "password": WRONG})
    story.call("POST", "/sessions", json={"name": "ann", "password": WRONG})
    incident = story.call("POST", "/incidents", "bo", json={"title": TITLE, "severity": 3, "services": ["shop"]})
    request = story.call("POST", "/requests", "ann", json={**story.wish(), "incident": incident["id"]})
    review = {"answer": "approve", "note": NOTE}
    grant = story.call("POST", f"/requests/{request['id']}/reviews", "bo", json=review)["grant"]
    story.call("POST", f"/grants/{grant}/step-up", "ann", json={"code": story.code()})
    sealed = [story.server.world.sealed(VALUE.encode()), story.server.world.sealed(HELD.encode(), service="bank")]
    values = story.call("POST", "/reveal", "ann", json={"grant": grant, "values": sealed})["values"]
    assert [value.get("value") for value in values] == [VALUE, None]
    story.call("POST", f"/grants/{grant}/step-up", "ann", json={"code": story.codes[0]})
    story.call("POST", f"/grants/{grant}/revoke", "sec", json={"reason": ENDED})
    story.call("POST", "/reveal", "ann", json={"grant": grant, "values": [VALUE, HELD]})
    for path in ("/requests", "/grants", "/incidents", "/on-call", "/accounts", "/audit/entries", "/audit/elevations"):
        story.call("GET", path, "sec")
    return first, zoe


def outside(story: Story) -> bytes:
    """All that left the server but answers: its words, its files as bytes, while it runs and after, and an export."""
    exported = story.call("GET", "/audit/export", "aud")
    with tarfile.open(fileobj=io.BytesIO(exported)) as tar:
        files = b"".join(tar.extractfile(member).read() for member in tar.getmembers())  # type: ignore[union-attr]  # files only
    folder = story.server.world.folder
    names = {file.name for file in folder.iterdir()}
    assert {"milkglass.db", "milkglass.db-wal"} <= names
    running = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    assert story.server.stop() == 0
    stopped = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    assert len(files) > 1000
    return b"\n".join([exported, files, running, stopped, story.server.stdout, story.server.stderr])


def test_texts_values_and_passwords(story: Story) -> None:
    """Security case 31: no canary in words, files or exports, and in answers only where it belongs; never in a refusal."""
    first, zoe = tell(story)
    left = outside(story)
    assert b"canary" not in left
    for secret in (first, zoe, *story.sessions.values()):
        assert secret.encode() not in left
    for code in story.codes:
        assert f'"{code}"'.encode() not in left
        assert code.encode() not in story.server.stdout + story.server.stderr
    for path, status, text in story.answers:
        for canary, resources in TEXTS.items():
            may = status < 400 and any(path.startswith(one) for one in resources)
            assert may or canary not in text, (path, status)
    assert sum(first in text for _, _, text in story.answers) == 1
    assert sum(zoe in text for _, _, text in story.answers) == 1
    assert {status for _, status, _ in story.answers} >= {200, 201, 401, 409}


def test_keys_and_second_factors(story: Story) -> None:
    """Security case 31: no day secret and no second factor stands in a file or an export, in any usual writing."""
    tell(story)
    left = outside(story)
    world = story.server.world
    for secret in (*world.days.values(), *world.secrets.values()):
        for form in (secret, secret.hex().encode(), b32(secret).encode(), base64.b64encode(secret).rstrip(b"=")):
            assert form not in left


def test_a_defect_while_a_value_is_open(world: World) -> None:
    """A defect whose message, note and cause hold an open value: the answer and the server's words hold nothing of it."""
    world.restart()
    world.grant()
    world.services.db.close()
    with Process(world, "defects") as server:
        story = Story(server)
        story.sign_in("ann", "aud")
        grant = story.call("GET", "/grants", "ann")[0]["id"]
        story.call("POST", f"/grants/{grant}/step-up", "ann", json={"code": story.code()})
        body = {"grant": grant, "values": [world.sealed(VALUE.encode())]}
        answer = story.call("POST", "/reveal", "ann", json=body)
        assert (story.answers[-1][1], answer["error"]["code"]) == (500, "error")
        assert b"canary" not in outside(story)
        assert "canary" not in "".join(text for _, _, text in story.answers)
        assert server.stderr.count(b"\n") == 1
        assert b"RuntimeError at " in server.stderr
    world.restart()
    assert world.types()[-2:] != ["reveal.intent", "reveal.result"]
    world.services.db.close()


BROKEN = (
    b"GET /canary\r\n\r\n",
    b"GET /canary HTTP/9.9\r\n\r\n",
    b"\x16\x03\x01canary\r\n\r\n",
    b"GET /v1/me HTTP/1.1\r\ncanary\r\n\r\n",
    b"POST /v1/sessions HTTP/1.1\r\nhost: a\r\ncontent-length: canary\r\n\r\n",
    b"POST /v1/sessions HTTP/1.1\r\nhost: a\r\ncontent-length: " + b"9" * 5000 + b"\r\n\r\n",
    b'POST /v1/sessions HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n{"name": "canary"',
    b"POST /v1/sessions HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\ncanary\r\n",
    b"GET /v1/me?canary=\xff\xfe HTTP/1.1\r\nhost: canary\r\nauthorization: Bearer canary\xff\r\n\r\n",
)


def test_broken_http(story: Story) -> None:
    """What is no HTTP, or half of it, is neither repeated nor written anywhere, and the server goes on."""
    where = urlsplit(story.server.url)
    for sent in BROKEN:
        with socket.create_connection((where.hostname, where.port), timeout=10) as raw:
            raw.sendall(sent)
            raw.shutdown(socket.SHUT_WR)
            received = b"".join(iter(partial(raw.recv, 65_536), b""))
        assert b"canary" not in received
        assert story.call("GET", "/health") == {"ok": True}
    assert b"canary" not in outside(story)


def wish(**other: object) -> bytes:
    """A request body with canaries."""
    times = {"from": "2026-01-01T00:00:00Z", "to": "2026-01-02T00:00:00Z"}
    given = {"services": ["shop"], "kinds": ["email"], "minutes": 5, "reason": "canary", **times}
    return json.dumps({**given, **other}).encode()


HOSTILE = (
    ("/sessions", b'{"name": "canary", "password": "\\ud800canary"}'),
    ("/sessions", b'{"name": "canary", "name": "canary", "password": 1}'),
    ("/sessions", b"[" * 100_000 + b'"canary"'),
    ("/sessions", b'{"name": "canary\x00", "password": "canary"}'),
    ("/sessions", b'\xff\xfe{"name": "canary"}'),
    ("/requests", wish(minutes=1e308)),
    ("/requests", wish(minutes="5")),
    ("/requests", wish(kinds=["canary"])),
    ("/requests", wish(services=["Canary!"])),
    ("/requests", wish(services=["canary"] * 201)),
    ("/requests", wish(reason="canary\u202e")),
    ("/requests", wish(reason="canary" * 400)),
    ("/requests", wish(incident="canary")),
    ("/requests", wish(**{"from": 1_700_000_000})),
    ("/requests", wish(**{"from": "1700000000"})),
    ("/requests", wish(**{"from": "2026-01-01"})),
    ("/requests", wish(**{"from": "2026-01-01T00:00:00"})),
    ("/requests", wish(**{"from": "0001-01-01T00:00:00+14:00"})),
    ("/requests", wish(to="9999-12-31T23:59:59-14:00")),
    ("/requests", wish(canary="canary")),
    ("/reveal", b'{"grant": "canary", "values": [' + b'"canary",' * 3000 + b'"canary"]}'),
    ("/reveal", b'{"grant": "canary", "values": []}'),
    ("/keyring", b'{"rows": ["{\\"v\\": 1, \\"kid\\": \\"canary\\"}"]}'),
    ("/canary", b'{"canary": "canary"}'),
)


def test_hostile_bodies(story: Story) -> None:
    """Bodies that are broken, deep, repeated, out of range or in another alphabet are refused with 4xx and not repeated."""
    for path, body in HOSTILE:
        for token in ("", story.sessions["ann"]):
            headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})
            answer = story.server.http.post(path, content=body, headers=headers)
            assert 400 <= answer.status_code < 500, (path, body[:200], answer.text)
            assert "canary" not in answer.text
            assert set(answer.json()["error"]) == {"code", "message", "hint"}
    assert b"canary" not in outside(story)

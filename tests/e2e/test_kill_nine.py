"""kill -9 at every step of a reveal: never an answer without a durable result; an intent alone is possibly disclosed."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import httpx2
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
sys.path.insert(0, str(Path(__file__).parent))

from crashing_server import POINTS
from mgworld import PASSWORD, World

from milkglass.service.caller import identify
from milkglass.service.reveal import Opened, reveal
from milkglass.service.step_up import step_up

SERVER = Path(__file__).parent / "crashing_server.py"
VALUE = "jo-canary@example.com"
PATIENCE = 30
WITHOUT_INTENT = {"check", "intent-written"}
WITH_RESULT = {"result-durable", "answering", "answered"}


def crash(world: World, point: str) -> tuple[str, str]:
    """Drive a reveal into a server that dies at this point; the session, and what the client got of an answer."""
    port_file = world.folder.parent / "port"
    command = [sys.executable, str(SERVER), str(world.folder), str(port_file), world.clock.now.isoformat(), point]
    with subprocess.Popen(command) as process:
        deadline = time.monotonic() + PATIENCE
        while not port_file.exists():
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)
        session, received = ask(world, int(port_file.read_text()))
        assert process.wait(PATIENCE) == -9
    return session, received


def ask(world: World, port: int) -> tuple[str, str]:
    """Sign in, step up and reveal over HTTP, and keep every byte of the last answer."""
    received = b""
    with httpx2.Client(base_url=f"http://127.0.0.1:{port}/v1", timeout=PATIENCE) as http:
        session = http.post("/sessions", json={"name": "ann", "password": PASSWORD.format("ann")}).json()["session"]
        http.headers["authorization"] = f"Bearer {session}"
        grant = http.get("/grants").json()[0]["id"]
        http.post(f"/grants/{grant}/step-up", json={"code": world.code("ann")}).raise_for_status()
        body = {"grant": grant, "values": [world.sealed(VALUE.encode())]}
        try:
            with http.stream("POST", "/reveal", json=body) as answer:
                for chunk in answer.iter_bytes():
                    received += chunk
        except httpx2.HTTPError:
            pass
    return session, received.decode()


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A world with a grant of Ann's that waits for its step-up; no server holds its files."""
    (tmp_path / "data").mkdir()
    made = World(tmp_path / "data").populate()
    made.enrol("ann")
    made.grant()
    made.services.db.close()
    return made


@pytest.mark.parametrize("point", POINTS)
def test_killed_at(world: World, point: str) -> None:
    """Security case 25: killed at this point: what was answered is on the record, what may have been is reported, and the log goes on."""
    session, received = crash(world, point)
    world.restart()
    entries = world.entries()
    intents = {entry.reveal for entry in entries if entry.type == "reveal.intent"}
    results = {entry.reveal for entry in entries if entry.type == "reveal.result"}
    assert len(intents) == (0 if point in WITHOUT_INTENT else 1)
    assert results == (intents if point in WITH_RESULT else set())
    if VALUE in received:
        assert results == intents != set()
    assert (VALUE in received) == (point == "answered")
    verdict = world.verdict(world.folder.parent / "exported")
    assert verdict.ok
    assert len(verdict.warnings) == len(intents - results)
    tries_again(world, session)
    goes_on(world)
    assert world.verdict(world.folder.parent / "exported again").ok
    world.services.db.close()


def tries_again(world: World, session: str) -> None:
    """The client asks a restarted server again, in the same session and with the same second factor, and gets its value."""
    grant = world.entries_of("grant.issue")[0].grant
    (answer,) = reveal(world.services, identify(world.services, session), grant, [world.sealed(VALUE.encode())]).answers
    assert isinstance(answer, Opened)
    assert answer.value.expose().decode() == VALUE


def goes_on(world: World) -> None:
    """A restarted server signs people in, opens values, and adds to the same log."""
    world.clock.move(minutes=1)
    world.people["ann"] = world.sign_in("ann")
    grant = world.grant_of(world.entries_of("grant.issue")[0].req)
    step_up(world.services, world.people["ann"], grant, world.code("ann"))
    (answer,) = reveal(world.services, world.people["ann"], grant, [world.sealed(VALUE.encode())]).answers
    assert isinstance(answer, Opened)

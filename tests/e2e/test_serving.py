"""The server as a process: says once where it serves, refuses to start in clear words, stops quietly, fails closed."""

from __future__ import annotations

import shutil
import signal
import socket
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from mgprocess import Process, start
from mgworld import PASSPHRASE, Clock, World

if TYPE_CHECKING:
    from collections.abc import Callable

VALUE = b"jo-canary@example.com"


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A world at the real time, with a second factor and a grant for Ann; no server holds its files."""
    (tmp_path / "data").mkdir()
    made = World(tmp_path / "data", Clock(datetime.now(UTC) - timedelta(minutes=2))).populate()
    made.enrol("ann")
    made.grant()
    made.services.db.close()
    return made


def refusal(folder: Path, port: int = 0, passphrase: bytes = PASSPHRASE) -> str:
    """What a server says that does not start."""
    process = start(folder, port, passphrase=passphrase)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (1, b"")
    assert err.count(b"\n") == 1
    return err.decode()


def stepped_up(server: Process) -> tuple[str, str]:
    """A session of Ann's, and her grant, stepped up in it."""
    ann = server.session("ann")
    grant = server.call("GET", "/grants", ann).json()[0]["id"]
    server.world.clock.now = datetime.now(UTC)
    answer = server.call("POST", f"/grants/{grant}/step-up", ann, json={"code": server.world.code("ann")})
    assert answer.json()["state"] == "open", answer.text
    return ann, grant


def test_from_ready_to_stopped(world: World) -> None:
    """One line on stdout when it answers, on the loopback; a value opens; SIGTERM ends it with 0 and without a word."""
    with Process(world) as server:
        assert server.url.startswith("http://127.0.0.1:")
        assert server.stdout == f"milkglass serves at {server.url}\n".encode()
        ann, grant = stepped_up(server)
        answer = server.call("POST", "/reveal", ann, json={"grant": grant, "values": [world.sealed(VALUE)]})
        assert answer.json()["values"] == [{"value": VALUE.decode()}]
        server.http.close()
        assert server.stop() == 0
        assert (server.stdout.count(b"\n"), server.stderr) == (1, b"")
    assert sorted(file.name for file in world.folder.glob("milkglass.db*")) == ["milkglass.db"]


def test_interrupt_ends_it_quietly(world: World) -> None:
    """Control-C is no traceback."""
    with Process(world) as server:
        server.process.send_signal(signal.SIGINT)
        out, err = server.process.communicate(timeout=30)
        assert (server.process.returncode, out, err) == (0, b"", b"")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (shutil.rmtree, "there is no keys to read keys from"),
        (lambda data: shutil.rmtree(data / "keys"), "there is no keys to read keys from"),
        (lambda data: (data / "keys" / "root.json").unlink(), "there is no root.json"),
        (lambda data: (data / "milkglass.db").write_bytes(b"no database" * 1000), "the database refused"),
        (lambda data: (data / "policy.cedar").write_text("permit everything"), "policy.cedar"),
    ],
)
def test_what_is_missing_is_said(world: World, spoil: Callable[[Path], Any], words: str) -> None:
    """Without data folder, keys, database or policy that fit, it does not start, and says which."""
    spoil(world.folder)
    assert words in refusal(world.folder)


def test_without_the_passphrase(world: World) -> None:
    """Without a passphrase, or with a wrong one, it does not start; the message holds none."""
    assert "passphrase or with a key file" in refusal(world.folder, passphrase=b"")
    said = refusal(world.folder, passphrase=b"a canary passphrase")
    assert "canary" not in said
    assert "passphrase" in said


def test_a_taken_port_is_said(world: World) -> None:
    """A port on which something listens is refused in one line."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"port {port} cannot be listened on" in refusal(world.folder, port)


def test_what_is_under_way_is_finished(world: World) -> None:
    """A call that was sent before SIGTERM is answered in full before the server ends."""
    with Process(world) as server:
        ann, grant = stepped_up(server)
        body = {"grant": grant, "values": [world.sealed(VALUE)] * 1000}
        got: list[Any] = []
        asking = threading.Thread(target=lambda: got.append(server.call("POST", "/reveal", ann, json=body)))
        asking.start()
        while not world.entries_of("reveal.intent"):
            assert asking.is_alive()
        assert server.stop() == 0
        asking.join(30)
    world.services.db.close()
    assert len(got[0].json()["values"]) == 1000


def test_a_full_disk_is_a_503(world: World) -> None:
    """When the database takes no more pages, a reveal answers 503 with no value, and reading goes on."""
    with Process(world) as server:
        ann, grant = stepped_up(server)
        server.stop()
    texts = [world.sealed(VALUE)] * 200
    with Process(world, "limit") as server:
        answers = [server.call("POST", "/reveal", ann, json={"grant": grant, "values": texts}) for _ in range(12)]
        refused = [answer for answer in answers if answer.status_code != 200]
        assert refused
        for answer in refused:
            assert answer.status_code == 503
            assert answer.json()["error"]["code"] in {"audit", "storage"}
            assert VALUE.decode() not in answer.text
        assert server.call("GET", "/me", ann).status_code == 200
        opened = 200 * (len(answers) - len(refused))
    world.restart()
    assert sum(entry.values.count for entry in world.entries_of("reveal.result")) == opened
    world.services.db.close()

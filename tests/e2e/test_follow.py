"""A stream of entries as a process: killed at any moment and started again, it leaves no entry out."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from mgserver import Running
from mgworld import World

from milkglass.cli import session
from milkglass.config import ClientSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 30


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    """A server over a populated world."""
    folder = tmp_path / "world"
    folder.mkdir()
    world = World(folder).populate()
    with Running(world) as running:
        yield running
    world.services.db.close()


def follow(environ: dict[str, str], cursor: Path, out: Path) -> subprocess.Popen[bytes]:
    """A stream that appends to a file."""
    call = [sys.executable, "-m", "milkglass", "audit", "export", "--format", "ocsf", "--follow", "--every", "0.1"]
    with out.open("ab") as file:
        return subprocess.Popen([*call, "--cursor", str(cursor)], stdout=file, env=environ)


def numbers(out: Path) -> list[int]:
    """The entries that arrived, as far as their lines are whole."""
    lines = out.read_bytes().split(b"\n")[:-1] if out.exists() else []
    return [json.loads(line)["metadata"]["sequence"] for line in lines]


def test_a_killed_stream_leaves_nothing_out(server: Running, tmp_path: Path) -> None:
    """Kill -9, new entries, a new start with the same cursor: every entry arrived, and at most a batch twice."""
    host = str(server.http.base_url).removesuffix("/v1/").removesuffix("/v1")
    environ = {**os.environ, "HOME": str(tmp_path), "MILKGLASS_SERVER": host}
    environ.pop("XDG_STATE_HOME", None)
    kept = ClientSettings.from_env(environ)
    session.save(kept.session_file, session.Session(host, "aud", server.session("aud")))
    cursor, out = tmp_path / "cursor", tmp_path / "events.jsonl"
    for turn in range(3):
        stream = follow(environ, cursor, out)
        server.session("ann")  # one more entry while it runs
        wanted = len(server.world.entries())
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and (not numbers(out) or max(numbers(out)) < wanted - 1):
            assert stream.poll() is None
            time.sleep(0.05)
        stream.send_signal(signal.SIGKILL)
        stream.wait()
        assert set(numbers(out)) == set(range(wanted)), turn
        server.session("eve")  # one more while nobody listens
    assert json.loads(cursor.read_text())["n"] >= 0

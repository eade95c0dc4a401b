"""A server process over a world's files, and everything it wrote."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import httpx2
from mgworld import PASSPHRASE, PASSWORD

if TYPE_CHECKING:
    from mgworld import World

_SCRIPT = Path(__file__).parents[1] / "e2e" / "serving.py"
_PATIENCE = 30


def start(folder: Path, port: int = 0, *more: str, passphrase: bytes = PASSPHRASE) -> subprocess.Popen[bytes]:
    """Start a server on a data folder."""
    process = subprocess.Popen(
        [sys.executable, str(_SCRIPT), str(folder), str(port), *more],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.write(passphrase + b"\n")
    process.stdin.close()
    process.stdin = None
    return process


class Process:
    """A server process that answers; stopped at the end.

    Args:
        world: Populated, with its database closed.
        more: Words for ``serving.py``.
    """

    def __init__(self, world: World, *more: str) -> None:
        self.world = world
        self.process = start(world.folder, 0, *more)
        self.stdout, self.stderr = b"", b""

    def __enter__(self) -> Self:
        timer = threading.Timer(_PATIENCE, self.process.kill)
        timer.start()
        assert self.process.stdout is not None
        self.stdout = self.process.stdout.readline()
        timer.cancel()
        if not self.stdout:
            raise AssertionError(self.process.communicate()[1])
        self.url = self.stdout.decode().split()[-1]
        self.http = httpx2.Client(base_url=f"{self.url}/v1", timeout=_PATIENCE)
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()
        self.stop()

    def stop(self) -> int:
        """Tell it to stop, if it runs, and take what it wrote; its exit code."""
        if self.process.returncode is None:
            self.process.terminate()
            out, err = self.process.communicate(timeout=_PATIENCE)
            self.stdout, self.stderr = self.stdout + out, self.stderr + err
        return self.process.returncode

    def session(self, name: str) -> str:
        """A new session of somebody, by the API."""
        answer = self.http.post("/sessions", json={"name": name, "password": PASSWORD.format(name)})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["session"])

    def call(self, verb: str, path: str, token: str = "", **given: Any) -> httpx2.Response:
        """Call the API as the holder of a session."""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return self.http.request(verb, path, headers=headers, **given)

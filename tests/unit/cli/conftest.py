"""The command line in this process, in a world of its own."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from milkglass.cli import session
from milkglass.cli.app import run
from milkglass.cli.env import Env

sys.path.insert(0, str(Path(__file__).parents[2] / "support"))

from mgcli import NOW, SERVER, TOKEN, FakeServer, Ran

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def server() -> FakeServer:
    """A server that knows nothing yet."""
    return FakeServer()


@pytest.fixture
def env(server: FakeServer, tmp_path: Path) -> Env:
    """A world with its own folders, a clock that stands, and that server."""
    environ = {"HOME": str(tmp_path), "MILKGLASS_SERVER": SERVER, "MILKGLASS_DATA": str(tmp_path / "data")}
    return Env(environ, clock=lambda: NOW, transport=httpx2.MockTransport(server))


@pytest.fixture
def signed_in(env: Env) -> Env:
    """That world, with Ann signed in."""
    session.save(env.settings.session_file, session.Session(SERVER, "ann", TOKEN))
    return env


@pytest.fixture
def cli(env: Env, capsysbinary: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Runs a command in that world."""

    def call(*arguments: str, stdin: bytes = b"", env: Env = env) -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8", newline=""))
        code = run(list(arguments), env)
        sys.stdout.flush()
        captured = capsysbinary.readouterr()
        return Ran(code, captured.out, captured.err.decode())

    return call

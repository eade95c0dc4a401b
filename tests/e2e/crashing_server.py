"""A server that kills itself with SIGKILL at a given point of a reveal. Everything is wrapped from outside; run as a program.

python crashing_server.py FOLDER PORT_FILE NOW POINT
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import uvicorn
from mgworld import Clock, Random, World

from milkglass.web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milkglass.service.services import Services

POINTS = (
    "check",  # step 1: the keyring is asked, nothing is written
    "intent-written",  # step 2: the intent is in the transaction, which has not committed
    "intent-durable",  # step 2 done, step 3 begins: the first day is about to be opened
    "opening",  # step 3: one value is open in memory
    "result-written",  # step 4: the result is in the transaction, which has not committed
    "result-durable",  # step 4 done: the transaction has committed, nothing is answered
    "answering",  # step 5: status and headers are out
    "answered",  # after step 5: the whole answer is out
)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class Keyring:
    """Dies when it is asked for a row."""

    keyring: Any

    def row(self, kid: str) -> Any:
        """Die."""
        _die()
        return self.keyring.row(kid)


@dataclass
class Keys:
    """Dies when it opens a day, or when the first value is open."""

    keys: Any
    at_once: bool

    def open_day(self, *given: Any) -> Any:
        """Die, or open."""
        if self.at_once:
            _die()
        return {kind: KindKey(key) for kind, key in self.keys.open_day(*given).items()}

    def side_key(self, label: str) -> bytes:
        """As the keys have it."""
        return bytes(self.keys.side_key(label))


@dataclass
class KindKey:
    """Dies with a value open in memory."""

    key: Any

    def open(self, text: str) -> Any:
        """Open, and die."""
        opened = self.key.open(text)
        _die()
        return opened


@dataclass
class Log:
    """Dies right after an entry of one type was written, before the transaction commits."""

    log: Any
    after: str

    def append_all(self, conn: Any, steps: Any, **more: Any) -> Any:
        """Append, and die."""
        done = self.log.append_all(conn, steps, **more)
        if any(draft.type == self.after for step in steps for draft in step.drafts):
            _die()
        return done

    def __getattr__(self, name: str) -> Any:
        return getattr(self.log, name)


@dataclass
class Database:
    """Dies right after the transaction of a result has committed."""

    db: Any

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        """Commit, and die."""
        with self.db.transaction() as conn:
            before = _results(conn)
            yield conn
            after = _results(conn)
        if after > before:
            _die()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.db, name)


def _results(conn: Any) -> int:
    query = "SELECT count(*) FROM audit_entries WHERE instr(bytes, CAST('\"reveal.result\"' AS BLOB))"
    return int(conn.exec_driver_sql(query).scalar_one())


class Application:
    """Dies while, or after, the answer of a reveal is sent."""

    def __init__(self, app: Any, message: str) -> None:
        self._app, self._message = app, message

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer, and die on the way."""

        async def sending(message: Any) -> None:
            await send(message)
            if scope.get("path") == "/v1/reveal" and message["type"] == self._message:
                _die()

        await self._app(scope, receive, sending)


def spoiled(services: Services, point: str) -> Services:
    """The services with the part that dies at this point."""
    parts: dict[str, dict[str, Any]] = {
        "check": {"keyring": Keyring(services.keyring)},
        "intent-written": {"log": Log(services.log, "reveal.intent")},
        "intent-durable": {"keys": Keys(services.keys, at_once=True)},
        "opening": {"keys": Keys(services.keys, at_once=False)},
        "result-written": {"log": Log(services.log, "reveal.result")},
        "result-durable": {"db": Database(services.db)},
    }
    return replace(services, **parts.get(point, {}))


def main(folder: str, port_file: str, now: str, point: str) -> None:
    """Serve a world that was populated before, until the point is reached."""
    world = World(Path(folder), Clock(datetime.fromisoformat(now)), Random(os.urandom(16)))
    app: Any = create_app(spoiled(world.services, point))
    messages = {"answering": "http.response.start", "answered": "http.response.body"}
    if point in messages:
        app = Application(app, messages[point])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="off"))
    _announce(server, Path(port_file))
    server.run()


def _announce(server: uvicorn.Server, port_file: Path) -> None:
    start = server.startup

    async def startup(sockets: Any = None) -> None:
        await start(sockets)
        part = port_file.with_suffix(".part")
        part.write_text(str(server.servers[0].sockets[0].getsockname()[1]))
        part.rename(port_file)

    server.startup = startup  # type: ignore[method-assign]  # outside of the product


if __name__ == "__main__":
    main(*sys.argv[1:])

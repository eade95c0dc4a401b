"""The server of the demo: a real one, but its clock is the machine's plus what a file says. Run as a program by ``stage.py``.

    python -m milkglass.cli.demo.server FOLDER

It serves nothing but a folder that a demo has made. The server of ``milkglass serve`` has no such clock and no way to get one.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from milkglass.config import ServerSettings
from milkglass.keys.providers.file import FileProvider
from milkglass.service.bootstrap import build
from milkglass.web.run import make_server

if TYPE_CHECKING:
    import uvicorn

CLOCK, PORT, DATA, KEY_FILE = "demo-clock", "demo-port", "data", "root.key"


def main(folder: Path) -> None:
    """Serve a demo's folder; its port stands in a file as soon as it listens."""
    ahead = folder / CLOCK

    def clock() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(ahead.read_text()))

    clock()  # no clock file: not a demo
    keys = FileProvider.load(folder / DATA / "keys", random=os.urandom, key_file=folder / KEY_FILE)
    services = build(ServerSettings(folder / DATA), provider=keys, clock=clock, random=os.urandom)
    server = make_server(services, "127.0.0.1", 0)
    _announce(server, folder / PORT)
    server.run()


def _announce(server: uvicorn.Server, file: Path) -> None:
    startup = server.startup

    async def announced(sockets: list[object] | None = None) -> None:
        await startup(sockets)  # type: ignore[arg-type]  # passed on as it came
        part = file.with_suffix(".part")
        part.write_text(str(server.servers[0].sockets[0].getsockname()[1]))
        part.rename(file)

    server.startup = announced  # type: ignore[method-assign, assignment]  # uvicorn has no hook for this


if __name__ == "__main__":
    main(Path(sys.argv[1]))

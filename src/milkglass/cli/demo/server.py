"""The server of the demo: a real one, but its clock is the machine's plus what a file says. Run as a program by ``stage.py``.

    python -m milkglass.cli.demo.server FOLDER

It serves nothing but a folder that a demo has made. The server of ``milkglass serve`` has no such clock and no way to get one.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from milkglass.cli.demo.stage import ADDRESS, CLOCK, DATA, KEY_FILE
from milkglass.config import ServerSettings
from milkglass.keys.providers.file import FileProvider
from milkglass.service.bootstrap import build
from milkglass.web.run import serve


def main(folder: Path) -> None:
    """Serve a demo's folder; its address stands in a file as soon as it listens."""
    ahead = folder / CLOCK

    def clock() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(ahead.read_text()))

    clock()  # no clock file: not a demo
    keys = FileProvider.load(folder / DATA / "keys", random=os.urandom, key_file=folder / KEY_FILE)
    services = build(ServerSettings(folder / DATA), provider=keys, clock=clock, random=os.urandom)
    serve(services, port=0, say=lambda line: _announce(folder / ADDRESS, line))


def _announce(file: Path, line: str) -> None:
    """Write the address, the last word of what the server says when it answers."""
    part = file.with_suffix(".part")
    part.write_text(line.rsplit(maxsplit=1)[-1])
    part.rename(file)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

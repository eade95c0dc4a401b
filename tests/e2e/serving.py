"""A server as a process, on the real clock: ``python serving.py FOLDER PORT``; the passphrase stands on stdin.

With ``limit`` as a third word its database takes no more pages than it has; with ``defects`` some calls run into a defect.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from milkglass.config import ServerSettings
from milkglass.errors import MilkglassError
from milkglass.identity.passwords import CHEAP_FOR_TESTS
from milkglass.keys.providers.file import FileProvider
from milkglass.service.bootstrap import build, system_random
from milkglass.web.run import serve

if TYPE_CHECKING:
    from milkglass.service.services import Services


class Defective:
    """A key provider with a defect, whose message holds what it was given."""

    def __init__(self, keys: Any) -> None:
        self._keys = keys

    def open_day(self, *given: Any) -> Any:
        """Open a day whose keys fail with the value in the message."""
        return {kind: DefectiveKey(key) for kind, key in self._keys.open_day(*given).items()}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._keys, name)


class DefectiveKey:
    """Fails with an open value in message, notes, cause and local variables."""

    def __init__(self, key: Any) -> None:
        self._key = key

    def open(self, text: str) -> Any:
        """Open, and fail."""
        value, _ = self._key.open(text)
        error = RuntimeError(f"cannot work with {value!r}")
        error.add_note(value.decode())
        raise error from ValueError(value)


def limit(services: Services) -> None:
    """No page more than there are, as on a full disk; the pages that are there may be written."""
    with services.db.read() as conn:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
    services.db.close()

    def cap(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")

    event.listen(services.db._engine, "connect", cap)


def main(folder: str, port: str, *more: str) -> int:
    """Serve until stopped; 1 with a line on stderr if the server does not start."""
    passphrase = sys.stdin.readline().rstrip("\n").encode() or None
    try:
        settings = ServerSettings(Path(folder))
        keys = FileProvider.load(settings.keys, random=system_random, passphrase=passphrase)
        services = build(settings, provider=keys, passwords=CHEAP_FOR_TESTS)
        if "limit" in more:
            limit(services)
        if "defects" in more:
            services = replace(services, keys=Defective(services.keys))
        serve(services, port=int(port))
    except MilkglassError as error:
        sys.stderr.write(f"{error.message} ({error.hint})\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

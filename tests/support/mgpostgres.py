"""A throw-away PostgreSQL: made in a folder of its own, reached by a socket there, gone afterwards.

PostgreSQL refuses to run as root; then the account ``postgres`` of the Debian package runs it.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

_MISSING = "there is no PostgreSQL here: `apt-get install postgresql`"


def programs() -> Path | None:
    """The folder of ``initdb`` and ``pg_ctl``."""
    on_path = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = Path(on_path).resolve() if on_path else (debian[-1] if debian else None)
    return None if found is None else found.parent


class Cluster:
    """A running PostgreSQL; ``new_database`` gives each test its own."""

    def __init__(self) -> None:
        found = programs()
        if found is None:
            (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(_MISSING)
        self._bin, self._numbers = found, count()
        self.folder = Path(tempfile.mkdtemp(prefix="mgpg-"))
        self._account: dict[str, Any] = {}
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
            self._account = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
        self._run("initdb", "-U", "milkglass", "-A", "trust", "-E", "UTF8", "--locale=C", "-D", str(self.folder / "db"))
        self.start()

    def start(self) -> None:
        """Start it, at a socket in the folder and no port."""
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c max_connections=120"
        self._control("start", "-w", "-o", options, "-l", str(self.folder / "log"))

    def stop(self, how: str = "fast") -> None:
        """Stop it; ``immediate`` is a crash."""
        self._control("stop", "-w", "-m", how)

    def remove(self) -> None:
        """Stop it and leave nothing."""
        self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def new_database(self) -> str:
        """The address of an empty database."""
        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as conn:
            conn.execute(f"CREATE DATABASE {name}".encode())
        return self.address(name)

    def address(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql://milkglass@/{name}?host={self.folder}"

    def _control(self, *args: str) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "db"), *args)

    def _run(self, program: str, *args: str) -> None:
        done = subprocess.run(
            [self._bin / program, *args],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            check=False,
            **self._account,
        )
        assert done.returncode == 0, f"{program} failed"

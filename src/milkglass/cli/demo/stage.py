"""The stage of the demo: a temporary folder, a server process, people with a folder and a phone each, a clock to move."""

from __future__ import annotations

import base64
import os
import shlex
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import click

from milkglass.config import DEFAULT_SERVER

if TYPE_CHECKING:
    from collections.abc import Iterator

CLOCK, ADDRESS, DATA, KEY_FILE = "demo-clock", "demo-address", "data", "root.key"
"""Names in the folder; ``server.py`` knows them too."""
_PATIENCE = 60.0
_REFUSALS = ("milkglass: ", "denied: ", "pending: ")
_PASSED_ON = ("PATH", "PYTHONPATH", "VIRTUAL_ENV", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")


class DemoFailedError(Exception):
    """A step did not do what it says."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did.

    Args:
        code: Its exit code.
        out: What it wrote to stdout.
        err: What it wrote to stderr.
    """

    code: int
    out: bytes = field(repr=False)
    err: str = field(repr=False)

    @property
    def text(self) -> str:
        """Its stdout without the last line end."""
        return self.out.decode().rstrip("\n")


@dataclass
class Stage:
    """Runs commands as people, and shows them.

    Args:
        folder: Everything is in it.
    """

    folder: Path
    server: str = ""
    ahead: timedelta = timedelta(0)
    phones: dict[str, str] = field(default_factory=dict, repr=False)
    checks: int = 0

    def act(self, title: str) -> None:
        """Begin a part of the story."""
        click.echo(f"\n{_bold(title)}")

    def say(self, text: str) -> None:
        """Words between commands."""
        click.echo(f"  {text}")

    def show(self, text: str, *, most: int = 3) -> None:
        """Some lines of output."""
        for line in text.splitlines()[:most]:
            click.echo(f"      {line if len(line) <= _WIDTH else line[: _WIDTH - 3] + '...'}")

    def run(
        self, who: str, *arguments: str, stdin: str = "", code: int = 0, quiet: bool = False, after: str = ""
    ) -> Ran:
        """Run ``milkglass`` as somebody, and check its exit code.

        Args:
            who: Name of the person.
            arguments: Behind ``milkglass``.
            stdin: What it reads.
            code: The exit code it has to have.
            quiet: Show nothing.
            after: What to show behind the command, as a redirection.
        """
        if not quiet:
            click.echo(f"  {who}$ {_bold(shlex.join(['milkglass', *map(self._named, arguments)]) + after)}")
        done = subprocess.run(
            [sys.executable, "-m", "milkglass", *arguments],
            input=stdin.encode(),
            capture_output=True,
            env=self.environ(who),
            cwd=self.folder,
            timeout=_PATIENCE,
            check=False,
        )
        ran = Ran(done.returncode, done.stdout, done.stderr.decode(errors="replace"))
        if ran.code != code:
            raise DemoFailedError(f"milkglass {arguments[0]} exits with {ran.code}, not {code}\n{ran.err}")
        if code and not quiet:
            self.show("\n".join(line for line in ran.err.splitlines() if line.startswith(_REFUSALS)))
        self.checks += 1
        return ran

    def check(self, claim: str, *, holds: bool) -> None:
        """State something, if it is so.

        Raises:
            DemoFailedError: if it is not.
        """
        if not holds:
            raise DemoFailedError(f"this does not hold: {claim}")
        self.checks += 1
        click.echo(f"  {_CHECK} {claim}")

    def move(self, **length: float) -> None:
        """Move the server's clock forward."""
        self.ahead += timedelta(**length)
        part = self.folder / f"{CLOCK}.part"
        part.write_text(str(self.ahead.total_seconds()))
        part.replace(self.folder / CLOCK)

    def keep_phone(self, who: str, uri: str) -> None:
        """Scan a QR code."""
        self.phones[who] = parse_qs(urlsplit(uri).query)["secret"][0]

    def code(self, who: str) -> str:
        """The next code on somebody's phone; half a minute passes, because each works once."""
        from milkglass.identity.totp import step_at, totp

        self.move(seconds=30)
        secret = self.phones[who]
        raw = base64.b32decode(secret + "=" * (-len(secret) % 8))
        return totp(raw, step_at(datetime.now(UTC) + self.ahead))

    def _named(self, argument: str) -> str:
        return argument.replace(f"{self.folder}/", "")

    def environ(self, who: str) -> dict[str, str]:
        """The environment of a process of somebody's: their own folder, the stage's server, nothing else of this machine."""
        home = self.folder / "people" / who
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        where = {
            "MILKGLASS_DATA": str(self.folder / DATA),
            "MILKGLASS_KEY_FILE": str(self.folder / KEY_FILE),
            "MILKGLASS_ENROLMENT": str(self.folder / "enrolment.json"),
            "MILKGLASS_SERVER": self.server or DEFAULT_SERVER,
        }
        return passed | where | {"HOME": str(home), "NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": "1"}


@contextmanager
def stage() -> Iterator[Stage]:
    """A stage; when it is left, its server has ended and its folder is gone."""
    with tempfile.TemporaryDirectory(prefix="milkglass-demo-") as name:
        yield Stage(Path(name))


@contextmanager
def serving(at: Stage) -> Iterator[None]:
    """A server process on a free port of the loopback.

    Raises:
        DemoFailedError: if it does not come up.
    """
    at.move()
    address = at.folder / ADDRESS
    command = [sys.executable, "-m", "milkglass.cli.demo.server", str(at.folder)]
    with subprocess.Popen(command, env=at.environ("server"), cwd=at.folder, stderr=subprocess.PIPE) as process:
        try:
            deadline = time.monotonic() + _PATIENCE
            while not address.exists():
                if process.poll() is not None or time.monotonic() > deadline:
                    process.kill()
                    raise DemoFailedError(f"the server does not come up\n{process.communicate()[1].decode()}")
                time.sleep(0.02)
            at.server = address.read_text()
            yield
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.communicate(timeout=_PATIENCE)
            process.kill()
            address.unlink(missing_ok=True)


_WIDTH = 170
_CHECK = "+"


def _bold(text: str) -> str:
    return text if "NO_COLOR" in os.environ or not sys.stdout.isatty() else click.style(text, bold=True)

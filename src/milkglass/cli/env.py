"""What a command stands on: environment, clock, randomness, and a client for the server with the session that is kept."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import rich_click as click

from milkglass.config import ClientSettings
from milkglass.errors import SignInError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import httpx2

    from milkglass.client import Client


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Env:
    """The world of one call of the command line.

    Args:
        environ: Environment variables.
        clock: The time, aware, UTC.
        random: That many random bytes.
        transport: In place of the network, for tests.
    """

    environ: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    clock: Callable[[], datetime] = _now
    random: Callable[[int], bytes] = os.urandom
    transport: httpx2.BaseTransport | None = None

    @property
    def settings(self) -> ClientSettings:
        """Where the server is and where the session is kept."""
        return ClientSettings.from_env(self.environ)

    def client(self) -> Client:
        """A client with the session that ``milkglass login`` kept.

        Raises:
            SignInError: if nobody is signed in at this server.
        """
        from milkglass.cli import session

        kept = session.load(self.settings.session_file)
        if kept is None or kept.server != self.settings.server:
            raise SignInError("you are not signed in at this server", hint="sign in with `milkglass login`")
        return self._connect(kept.token)

    def stranger(self) -> Client:
        """A client without a session."""
        return self._connect("")

    def _connect(self, token: str) -> Client:
        from milkglass.client import Client

        return Client(self.settings.server, token, transport=self.transport)


pass_env = click.make_pass_decorator(Env)

"""``milkglass logout``: the session ends here and at the server."""

from __future__ import annotations

from contextlib import suppress

import rich_click as click

from milkglass.cli import session
from milkglass.cli.env import Env, pass_env
from milkglass.cli.words import say
from milkglass.errors import SignInError


@click.command("logout")
@pass_env
def command(env: Env) -> None:
    """Sign out. The session ends at the server and its file is deleted."""
    try:
        with suppress(SignInError), env.client() as client:
            client.delete("sessions", "current")
    finally:
        session.forget(env.settings.session_file)
    say("signed out")

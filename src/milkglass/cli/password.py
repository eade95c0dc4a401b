"""``milkglass password``: change one's own."""

from __future__ import annotations

import rich_click as click

from milkglass.cli.asking import ask_password
from milkglass.cli.env import Env, pass_env
from milkglass.cli.words import say


@click.command("password")
@click.option("--password-stdin", is_flag=True, help="Read the old and the new password from stdin, one line each.")
@pass_env
def command(env: Env, *, password_stdin: bool) -> None:
    """Change your password. Your other sessions end."""
    with env.client() as client:
        old = ask_password("Old password", from_stdin=password_stdin)
        new = ask_password("New password", from_stdin=password_stdin, twice=True)
        client.post("me", "password", json={"old": old, "new": new})
    say("the password is changed")

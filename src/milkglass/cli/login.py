"""``milkglass login``: a session, kept for the next calls."""

from __future__ import annotations

import rich_click as click

from milkglass.cli import session
from milkglass.cli.asking import ask_password, password_stdin
from milkglass.cli.env import Env, pass_env
from milkglass.cli.words import clean, say


@click.command("login")
@click.argument("name")
@password_stdin
@pass_env
def command(env: Env, name: str, *, password_stdin: bool) -> None:
    """Sign in as NAME. The session is kept in a file that only you can read."""
    password = ask_password(from_stdin=password_stdin)
    with env.stranger() as client:
        signed = client.post("sessions", json={"name": name, "password": password})
    settings = env.settings
    session.save(settings.session_file, session.Session(settings.server, signed["name"], signed["session"]))
    say(f"signed in as {clean(signed['name'])} ({clean(signed['roles'])})")
    if signed["must_change"]:
        say("this is a first password: change it with `milkglass password`")
    elif not signed["has_factor"]:
        say("you have no second factor yet: enrol one with `milkglass totp enrol`")

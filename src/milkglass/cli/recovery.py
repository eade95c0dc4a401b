"""``milkglass recovery``: codes on paper, for the day the phone is gone."""

from __future__ import annotations

import rich_click as click

from milkglass.cli.asking import ask_code, ask_password, password_stdin
from milkglass.cli.env import Env, pass_env
from milkglass.cli.words import put, say, short


@click.group("recovery")
def command() -> None:
    """Recovery codes: they lead to a new second factor and open nothing."""


@command.command()
@password_stdin
@click.option("--code", help="A code of the present factor; asked for if left out.")
@pass_env
def new(env: Env, *, password_stdin: bool, code: str | None) -> None:
    """Print ten new recovery codes, once; older ones are void."""
    with env.client() as client:
        password = ask_password(from_stdin=password_stdin)
        made = client.post("me", "recovery-codes", json={"password": password, "code": ask_code(code)})
    for text in made["codes"]:
        put(str(text))
    say("write them down where your phone is not; each works once")


@command.command()
@password_stdin
@click.argument("code", required=False)
@pass_env
def use(env: Env, code: str | None, *, password_stdin: bool) -> None:
    """Use up a recovery CODE: 24 hours later `milkglass totp enrol` works without the lost factor."""
    with env.client() as client:
        password = ask_password(from_stdin=password_stdin)
        told = client.post("me", "recovery-codes", "use", json={"password": password, "code": ask_code(code)})
    say(f"a new second factor can be enrolled from {short(told['enrol_from'])} on; an administrator can do it at once")

"""``milkglass totp``: the second factor, as a QR code for an authenticator app."""

from __future__ import annotations

import sys

import rich_click as click

from milkglass.cli.asking import ask_code, ask_password, is_terminal, password_stdin
from milkglass.cli.env import Env, pass_env
from milkglass.cli.words import put, say


@click.group("totp")
def command() -> None:
    """Your second factor: one-time codes of an authenticator app."""


@command.command()
@password_stdin
@click.option("--code", help="A code of the present factor, to replace it.")
@pass_env
def enrol(env: Env, *, password_stdin: bool, code: str | None) -> None:
    """Begin to enrol a factor: prints its address and, on a terminal, a QR code; then asks for a first code."""
    with env.client() as client:
        password = ask_password(from_stdin=password_stdin)
        body = {"password": password} if code is None else {"password": password, "code": code}
        uri = str(client.post("me", "totp", json=body)["uri"])
        if sys.stderr.isatty():
            _draw(uri)
        put(uri)
        if is_terminal() and not password_stdin:
            client.post("me", "totp", "confirm", json={"code": ask_code(None)})
            say("the second factor is enrolled")
        else:
            say("confirm it with a first code: milkglass totp confirm CODE")


@command.command()
@click.argument("code", required=False)
@pass_env
def confirm(env: Env, code: str | None) -> None:
    """Confirm the factor with its first CODE (``-`` reads it from stdin)."""
    with env.client() as client:
        client.post("me", "totp", "confirm", json={"code": ask_code(code)})
    say("the second factor is enrolled")


def _draw(uri: str) -> None:
    import segno

    segno.make(uri, error="l", micro=False).terminal(out=sys.stderr, compact=True)

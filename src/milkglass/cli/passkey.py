"""``milkglass passkey``: passkeys as a second factor, added and used in a browser."""

from __future__ import annotations

import rich_click as click

from milkglass.cli.asking import ask_code, ask_password, password_stdin
from milkglass.cli.env import Env, pass_env
from milkglass.cli.words import as_json, clean, put, put_json, put_table, say


@click.group("passkey")
def command() -> None:
    """Your passkeys: one touch instead of six digits."""


@command.command()
@click.argument("label")
@password_stdin
@click.option("--code", help="A one-time code; asked for if left out.")
@pass_env
def add(env: Env, label: str, *, password_stdin: bool, code: str | None) -> None:
    """Add a passkey called LABEL: prints the address to open in a browser within five minutes."""
    with env.client() as client:
        password = ask_password(from_stdin=password_stdin)
        body = {"label": label, "password": password, "code": ask_code(code)}
        put(str(client.post("me", "passkeys", json=body)["url"]))
    say("open this address in your browser, within five minutes")


@command.command("list")
@as_json
@pass_env
def list_(env: Env, *, as_json: bool) -> None:
    """List your passkeys."""
    with env.client() as client:
        found = client.get("me", "passkeys")
    if as_json:
        put_json(found)
    else:
        put_table(("passkey", "label"), [(one["id"], one["label"]) for one in found])


@command.command()
@click.argument("passkey_id", metavar="PASSKEY")
@password_stdin
@pass_env
def remove(env: Env, passkey_id: str, *, password_stdin: bool) -> None:
    """Remove PASSKEY."""
    with env.client() as client:
        password = ask_password(from_stdin=password_stdin)
        client.post("me", "passkeys", passkey_id, "remove", json={"password": password})
    say(f"passkey {clean(passkey_id)} is removed")

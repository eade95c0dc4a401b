"""``milkglass sessions``: where you are signed in."""

from __future__ import annotations

import rich_click as click

from milkglass.cli.env import Env, pass_env
from milkglass.cli.words import as_json, clean, put_json, put_table, say, short


@click.group("sessions")
def command() -> None:
    """Your open sessions."""


@command.command("list")
@as_json
@pass_env
def list_(env: Env, *, as_json: bool) -> None:
    """List your open sessions."""
    with env.client() as client:
        found = client.get("sessions")
    if as_json:
        put_json(found)
        return
    rows = [
        (one["id"], short(one["opened_at"]), short(one["seen_at"]), "this one" if one["is_current"] else "")
        for one in found
    ]
    put_table(("session", "opened", "last used", ""), rows)


@command.command()
@click.argument("session_id", metavar="SESSION")
@pass_env
def end(env: Env, session_id: str) -> None:
    """End SESSION at once, and with it what it stepped up."""
    with env.client() as client:
        client.delete("sessions", session_id)
    say(f"session {clean(session_id)} is ended")

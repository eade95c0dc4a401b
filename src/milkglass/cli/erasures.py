"""``milkglass erasures``: list what was asked for, and confirm what somebody else asked for."""

from __future__ import annotations

from typing import Any

import rich_click as click

from milkglass.cli.env import Env, pass_env
from milkglass.cli.person import count
from milkglass.cli.words import as_json, put, put_json, put_table, say, short


@click.group("erasures")
def command() -> None:
    """Erasures that were asked for: list and confirm them."""


@command.command("list")
@as_json
@pass_env
def list_(env: Env, *, as_json: bool) -> None:
    """List erasures: which kinds, asked for by whom, confirmed by whom."""
    with env.client() as client:
        found = client.get("erasures")
    if as_json:
        put_json(found)
        return
    head = ("id", "kinds", "asked by", "asked at", "confirmed by", "confirmed at")
    put_table(head, map(_line, found))


@command.command()
@click.argument("erasure_id", metavar="ERASURE")
@as_json
@pass_env
def confirm(env: Env, erasure_id: str, *, as_json: bool) -> None:
    """Confirm ERASURE, which somebody else asked for (approvers, security); says what remains and until when."""
    with env.client() as client:
        done = client.post("erasures", erasure_id, "confirm")
    if as_json:
        put_json(done)
        return
    put(f"{done['id']} is in force: no value of this person opens from now on")
    months = ", ".join(done["months"]) or "no month"
    say(f"sealed values may stand in logs of {months}; they are noise once the unseal pair of their month is destroyed")
    if done["rows_emptied"]:
        say(f"{done['rows_emptied']} disclosure rows were emptied; who saw those values is known to nobody any more")
    else:
        say(f"who saw this person's data stays answerable until the end of {done['accounted_until']}")


def _line(one: dict[str, Any]) -> tuple[object, ...]:
    kinds = count(one["kinds"].items())
    return one["id"], kinds, one["asked_by"], short(one["asked_at"]), one["confirmed_by"], short(one["confirmed_at"])

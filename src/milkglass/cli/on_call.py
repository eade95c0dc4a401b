"""``milkglass on-call``: who is on call for what."""

from __future__ import annotations

import rich_click as click

from milkglass.cli.env import Env, pass_env
from milkglass.cli.words import as_json, clean, put_json, put_table, say


@click.group("on-call")
def command() -> None:
    """On-call lists: who may act at once for which service."""


@command.command("list")
@as_json
@pass_env
def list_(env: Env, *, as_json: bool) -> None:
    """List who is on call for what."""
    with env.client() as client:
        lists = client.get("on-call")
    if as_json:
        put_json(lists)
    else:
        put_table(("service", "people"), lists.items())


@command.command("set")
@click.argument("service")
@click.argument("people", nargs=-1)
@as_json
@pass_env
def set_(env: Env, service: str, people: tuple[str, ...], *, as_json: bool) -> None:
    """Put PEOPLE on call for SERVICE, in place of who was; nobody if none is named."""
    with env.client() as client:
        answer = client.put("on-call", service, json={"people": list(people)})
    if as_json:
        put_json(answer)
    else:
        say(f"on call for {clean(answer['service'])}: {clean(answer['people'])}")

"""``milkglass incident``: open, resolve, list."""

from __future__ import annotations

from typing import Any

import rich_click as click

from milkglass.cli.env import Env, pass_env
from milkglass.cli.words import as_json, put, put_json, put_table, say, short


@click.group("incident")
def command() -> None:
    """Incidents: what is broken, how badly, and in which services."""


@command.command("open")
@click.argument("title")
@click.option("--severity", type=click.IntRange(1, 5), required=True, help="1 is worst.")
@click.option("-s", "--service", "services", multiple=True, required=True, help="Service it affects; repeatable.")
@as_json
@pass_env
def open_(env: Env, title: str, *, severity: int, services: tuple[str, ...], as_json: bool) -> None:
    """Open an incident; prints its id."""
    body = {"title": title, "severity": severity, "services": list(services)}
    with env.client() as client:
        incident = client.post("incidents", json=body)
    if as_json:
        put_json(incident)
    else:
        put(incident["id"])


@command.command()
@click.argument("incident_id", metavar="INCIDENT")
@as_json
@pass_env
def resolve(env: Env, incident_id: str, *, as_json: bool) -> None:
    """Resolve INCIDENT; every grant that was given for it ends."""
    with env.client() as client:
        incident = client.post("incidents", incident_id, "resolve")
    if as_json:
        put_json(incident)
    else:
        say("the incident is resolved; its grants have ended")


@command.command("list")
@as_json
@pass_env
def list_(env: Env, *, as_json: bool) -> None:
    """List incidents."""
    with env.client() as client:
        incidents = client.get("incidents")
    if as_json:
        put_json(incidents)
    else:
        head = ("incident", "severity", "state", "services", "opened", "by", "title")
        put_table(head, map(_row, incidents))


def _row(one: dict[str, Any]) -> tuple[object, ...]:
    state = "open" if one["open"] else "resolved"
    opened = short(one["opened_at"])
    return (one["id"], one["severity"], state, one["services"], opened, one["opened_by"], one["title"])

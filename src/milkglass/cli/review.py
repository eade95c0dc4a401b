"""``milkglass review``: answer the requests of others."""

from __future__ import annotations

from typing import Any

import rich_click as click

from milkglass.cli import exits
from milkglass.cli.env import Env, pass_env
from milkglass.cli.words import as_json, clean, put_json, say
from milkglass.errors import UsageError

_minutes = click.IntRange(1, 720)
_note = click.option("--note", help="For the requester and the record.")


@click.group("review")
def command() -> None:
    """Answer somebody else's access request."""


@command.command()
@click.argument("request_id", metavar="REQUEST")
@_note
@as_json
@pass_env
def approve(env: Env, request_id: str, *, note: str | None, as_json: bool) -> int:
    """Agree to REQUEST as it stands; after a broken glass: it was justified."""
    return _answer(env, request_id, {"answer": "approve", "note": note}, as_json=as_json)


@command.command()
@click.argument("request_id", metavar="REQUEST")
@click.option("--minutes", type=_minutes, help="The longest you agree to.")
@click.option("-s", "--service", "services", multiple=True, help="The only services you agree to; repeatable.")
@click.option("-k", "--kind", "kinds", multiple=True, help="The only kinds you agree to; repeatable.")
@_note
@as_json
@pass_env
def narrow(env: Env, /, request_id: str, *, as_json: bool, note: str | None, **less: Any) -> int:
    """Agree to a part of REQUEST: a shorter time, fewer services, fewer kinds."""
    chosen = {name: list(value) if isinstance(value, tuple) else value for name, value in less.items() if value}
    if not chosen:
        raise UsageError("nothing is made narrower", hint="give --minutes, --service or --kind, or approve")
    return _answer(env, request_id, {"answer": "approve", "note": note, **chosen}, as_json=as_json)


@command.command()
@click.argument("request_id", metavar="REQUEST")
@_note
@as_json
@pass_env
def deny(env: Env, request_id: str, *, note: str | None, as_json: bool) -> int:
    """Refuse REQUEST; after a broken glass: it was not justified."""
    return _answer(env, request_id, {"answer": "deny", "note": note}, as_json=as_json)


def _answer(env: Env, request_id: str, body: dict[str, Any], *, as_json: bool) -> int:
    """Send an answer; 8 while more are needed."""
    with env.client() as client:
        request = client.post("requests", request_id, "reviews", json=body)
    if as_json:
        put_json(request)
    else:
        say(f"request {clean(request['id'])} of {clean(request['requester'])} is {clean(request['state'])}")
    return exits.PENDING if request["state"] == "pending" else exits.DONE

"""``milkglass request``: ask for access."""

from __future__ import annotations

from typing import Any

import rich_click as click

from milkglass.cli.env import Env, pass_env
from milkglass.cli.requests import state_code, tell_state
from milkglass.cli.wish import wish_body, wish_options
from milkglass.cli.words import as_json, put, put_json


@click.command("request")
@wish_options
@as_json
@pass_env
def command(env: Env, /, *, as_json: bool, **wish: Any) -> int:
    """Ask for access; prints the request's id.

    Exits with 0 if it is approved at once, 8 if it waits for reviewers, 3 if the policy denies it.
    """
    with env.client() as client:
        request = client.post("requests", json=wish_body(env.clock(), wish))
    if as_json:
        put_json(request)
    else:
        put(request["id"])
        tell_state(request)
    return state_code(request)

"""``milkglass withdraw``: take back one's own request."""

from __future__ import annotations

import rich_click as click

from milkglass.cli.env import Env, pass_env
from milkglass.cli.words import as_json, put_json, say


@click.command("withdraw")
@click.argument("request_id", metavar="REQUEST")
@as_json
@pass_env
def command(env: Env, request_id: str, *, as_json: bool) -> None:
    """Take back your own REQUEST."""
    with env.client() as client:
        request = client.post("requests", request_id, "withdraw")
    if as_json:
        put_json(request)
    else:
        say("the request is withdrawn")

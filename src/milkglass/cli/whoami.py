"""``milkglass whoami``."""

from __future__ import annotations

import rich_click as click

from milkglass.cli.env import Env, pass_env
from milkglass.cli.words import as_json, put_fields, put_json


@click.command("whoami")
@as_json
@pass_env
def command(env: Env, *, as_json: bool) -> None:
    """Show who is signed in, in which roles, and on call for what."""
    with env.client() as client:
        me = client.get("me")
    if as_json:
        put_json(me)
    else:
        put_fields(
            {
                "name": me["name"],
                "roles": me["roles"],
                "second factor": me["has_factor"],
                "on call for": me["on_call_for"],
            }
        )

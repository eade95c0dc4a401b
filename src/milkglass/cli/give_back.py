"""``milkglass return``: give back a grant that is no longer needed."""

from __future__ import annotations

import rich_click as click

from milkglass.cli.env import Env, pass_env
from milkglass.cli.grants import tell_grant
from milkglass.cli.words import as_json, put_json


@click.command("return")
@click.argument("grant_id", metavar="GRANT")
@as_json
@pass_env
def command(env: Env, grant_id: str, *, as_json: bool) -> None:
    """Give back your GRANT before it ends by itself."""
    with env.client() as client:
        grant = client.post("grants", grant_id, "return")
    if as_json:
        put_json(grant)
    else:
        tell_grant(grant)

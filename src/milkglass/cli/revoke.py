"""``milkglass revoke``: take a grant away."""

from __future__ import annotations

import rich_click as click

from milkglass.cli.env import Env, pass_env
from milkglass.cli.grants import tell_grant
from milkglass.cli.words import as_json, put_json


@click.command("revoke")
@click.argument("grant_id", metavar="GRANT")
@click.option("--reason", help="For the record.")
@as_json
@pass_env
def command(env: Env, grant_id: str, *, reason: str | None, as_json: bool) -> None:
    """Take GRANT away from its holder (security, administrators, who approved it)."""
    with env.client() as client:
        grant = client.post("grants", grant_id, "revoke", json={"reason": reason} if reason else {})
    if as_json:
        put_json(grant)
    else:
        tell_grant(grant)

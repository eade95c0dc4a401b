"""``milkglass step-up``: the second factor that opens a grant."""

from __future__ import annotations

import rich_click as click

from milkglass.cli.asking import ask_code
from milkglass.cli.env import Env, pass_env
from milkglass.cli.grants import tell_grant
from milkglass.cli.words import as_json, put_json


@click.command("step-up")
@click.argument("grant_id", metavar="GRANT")
@click.argument("code", required=False)
@as_json
@pass_env
def command(env: Env, grant_id: str, code: str | None, *, as_json: bool) -> None:
    """Open GRANT with a one-time CODE, for this session (``-`` reads the code from stdin)."""
    with env.client() as client:
        grant = client.post("grants", grant_id, "step-up", json={"code": ask_code(code)})
    if as_json:
        put_json(grant)
    else:
        tell_grant(grant)

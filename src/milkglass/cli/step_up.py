"""``milkglass step-up``: the second factor that opens a grant."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import rich_click as click

from milkglass.cli.asking import ask_code
from milkglass.cli.env import Env, pass_env
from milkglass.cli.grants import tell_grant
from milkglass.cli.words import as_json, put_json, say
from milkglass.errors import StepUpError

if TYPE_CHECKING:
    from milkglass.client import Client

_PATIENCE_SECONDS = 300
_EVERY_SECONDS = 1.0


@click.command("step-up")
@click.argument("grant_id", metavar="GRANT")
@click.argument("code", required=False)
@click.option(
    "--passkey", is_flag=True, help="With a passkey: prints an address for your browser, and waits for the touch."
)
@as_json
@pass_env
def command(env: Env, grant_id: str, code: str | None, *, passkey: bool, as_json: bool) -> None:
    """Open GRANT with a one-time CODE, for this session (``-`` reads the code from stdin)."""
    with env.client() as client:
        if passkey:
            grant = _by_passkey(client, grant_id)
        else:
            grant = client.post("grants", grant_id, "step-up", json={"code": ask_code(code)})
    if as_json:
        put_json(grant)
    else:
        tell_grant(grant)


def _by_passkey(client: Client, grant_id: str) -> dict[str, Any]:
    """Show where to touch, and wait until the server has seen it."""
    say(f"open {client.post('grants', grant_id, 'step-up', 'passkey')['url']}")
    last = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < last:
        grant: dict[str, Any] = client.get("grants", grant_id)
        if grant["stepped_up"]:
            return grant
        time.sleep(_EVERY_SECONDS)
    raise StepUpError("no passkey was touched within five minutes", hint="begin again")

"""``milkglass preview``: what the policy would say."""

from __future__ import annotations

from typing import Any

import rich_click as click

from milkglass.cli import exits
from milkglass.cli.env import Env, pass_env
from milkglass.cli.wish import wish_body, wish_options
from milkglass.cli.words import as_json, clean, put, put_fields, put_json, say


@click.command("preview")
@wish_options
@as_json
@pass_env
def command(env: Env, /, *, as_json: bool, **wish: Any) -> int:
    """Show what the policy would answer to a request; nothing is asked yet.

    Exits with 3 if it would be denied.
    """
    with env.client() as client:
        seen = client.post("requests", "preview", json=wish_body(env.clock(), wish))
    if as_json:
        put_json(seen)
    else:
        put_fields(
            {
                "rung": seen["rung"],
                "rule": seen["rule"],
                "because": seen["because"],
                "at most": f"{seen['minutes']} minutes",
                "approvals": seen["approvals_needed"],
                "can approve": seen["can_approve"],
                "log days": seen["days"],
            }
        )
        for hint in seen["would_help"]:
            put(f"{clean(hint['rung']).replace('_', ' ')}, if you {clean(hint['change'])}")
        if seen["covered_by"]:
            say(f"you have this already: {clean(seen['covered_by'])}")
    return exits.DENIED if seen["rung"] == "denied" else exits.DONE

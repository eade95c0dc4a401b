"""``milkglass grants``: list and show."""

from __future__ import annotations

from typing import Any

import rich_click as click

from milkglass.cli.env import Env, pass_env
from milkglass.cli.words import as_json, clean, put_fields, put_json, put_table, say, short


@click.command("grants")
@click.argument("grant_id", metavar="[GRANT]", required=False)
@as_json
@pass_env
def command(env: Env, grant_id: str | None, *, as_json: bool) -> None:
    """List grants, or show one."""
    with env.client() as client:
        found = client.get("grants") if grant_id is None else client.get("grants", grant_id)
    if as_json:
        put_json(found)
    elif grant_id is None:
        _put_list(found)
    else:
        put_grant(found)


def put_grant(grant: dict[str, Any]) -> None:
    """One grant, a line for each field."""
    put_fields(
        {
            "grant": grant["id"],
            "request": grant["request"],
            "holder": grant["holder"],
            "state": _state(grant),
            "services": grant["services"],
            "kinds": grant["kinds"],
            "log time": f"{short(grant['from'])} to {short(grant['to'])}",
            "from": short(grant["not_before"]),
            "until": short(grant["expires_at"]),
            "incident": grant["incident"],
            "values opened": grant["values_opened"],
        }
    )


def tell_grant(grant: dict[str, Any]) -> None:
    """Where a grant stands, in words."""
    say(f"grant {clean(grant['id'])} of {clean(grant['holder'])}: {_state(grant)}, until {short(grant['expires_at'])}")


def _put_list(grants: list[dict[str, Any]]) -> None:
    head = ("grant", "holder", "state", "services", "kinds", "until", "opened")
    put_table(
        head,
        [
            (
                one["id"],
                one["holder"],
                _state(one),
                one["services"],
                one["kinds"],
                short(one["expires_at"]),
                one["values_opened"],
            )
            for one in grants
        ],
    )


def _state(grant: dict[str, Any]) -> str:
    why = grant["ended_why"]
    return clean(grant["state"]).replace("_", " ") + (f" ({clean(why)})" if why else "")

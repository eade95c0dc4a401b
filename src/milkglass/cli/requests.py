"""``milkglass requests``: list and show."""

from __future__ import annotations

from typing import Any

import rich_click as click

from milkglass.cli import exits
from milkglass.cli.env import Env, pass_env
from milkglass.cli.words import as_json, clean, put_fields, put_json, put_table, say, short

_STATES = ("pending", "approved", "denied", "withdrawn", "expired")


@click.command("requests")
@click.argument("request_id", metavar="[REQUEST]", required=False)
@click.option("--state", type=click.Choice(_STATES), help="Only those in this state.")
@as_json
@pass_env
def command(env: Env, request_id: str | None, *, state: str | None, as_json: bool) -> int:
    """List access requests, or show one.

    With REQUEST, exits with 0 if it is approved, 8 while it waits, 3 or 5 if it came to nothing.
    """
    with env.client() as client:
        if request_id is None:
            _put_list(client.get("requests", params={"state": state} if state else None), as_json=as_json)
            return exits.DONE
        request = client.get("requests", request_id)
    if as_json:
        put_json(request)
    else:
        _put_one(request)
    return state_code(request)


def state_code(request: dict[str, Any]) -> int:
    """The exit code that says where a request stands."""
    if request["state"] == "denied":
        return exits.DENIED if request["rung"] == "denied" else exits.ENDED
    return {"approved": exits.DONE, "pending": exits.PENDING}.get(request["state"], exits.ENDED)


def tell_state(request: dict[str, Any]) -> None:
    """Where a request stands and what to do next, in words."""
    state, because = request["state"], clean(request["because"])
    if state == "approved":
        say(f"approved: {because}")
        say(f"open it with your second factor: milkglass step-up {clean(request['grant'])}")
    elif state == "pending":
        say(f"pending: {because} ({request['approvals_needed']} needed)")
    else:
        say(f"{clean(state)}: {because}")


def _put_list(requests: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        put_json(requests)
        return
    head = ("request", "requester", "state", "services", "kinds", "minutes", "asked", "reason")
    put_table(
        head,
        [
            (
                one["id"],
                one["requester"],
                one["state"],
                one["services"],
                one["kinds"],
                one["minutes"],
                short(one["created_at"]),
                one["reason"],
            )
            for one in requests
        ],
    )


def _put_one(request: dict[str, Any]) -> None:
    put_fields(
        {
            "request": request["id"],
            "requester": request["requester"],
            "state": request["state"],
            "services": request["services"],
            "kinds": request["kinds"],
            "log time": f"{short(request['from'])} to {short(request['to'])}",
            "minutes": request["minutes"],
            "incident": request["incident"],
            "reason": request["reason"],
            "rung": f"{request['rung']}, {request['because']}",
            "asked": short(request["created_at"]),
            "reviews": [f"{one['reviewer']} {one['answer']} {one['note'] or ''}".strip() for one in request["reviews"]],
            "grant": request["grant"],
        }
    )

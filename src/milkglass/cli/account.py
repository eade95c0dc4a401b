"""``milkglass account``: for administrators."""

from __future__ import annotations

import rich_click as click

from milkglass.cli.env import Env, pass_env
from milkglass.cli.words import as_json, clean, put, put_json, put_table, say, short

_ROLES = ("engineer", "approver", "security", "auditor", "admin")


@click.group("account")
def command() -> None:
    """Accounts of people (administrators)."""


@command.command()
@click.argument("name")
@click.option("-r", "--role", "roles", multiple=True, required=True, type=click.Choice(_ROLES), help="Repeatable.")
@as_json
@pass_env
def add(env: Env, name: str, *, roles: tuple[str, ...], as_json: bool) -> None:
    """Make an account; prints its first password, once."""
    with env.client() as client:
        made = client.post("accounts", json={"name": name, "roles": list(roles)})
    if as_json:
        put_json(made)
    else:
        put(made["initial_password"])
        say(f"account {clean(made['name'])} is made; hand over the password, it has to be changed at the first sign-in")


@command.command("list")
@as_json
@pass_env
def list_(env: Env, *, as_json: bool) -> None:
    """List accounts."""
    with env.client() as client:
        accounts = client.get("accounts")
    if as_json:
        put_json(accounts)
        return
    put_table(
        ("name", "roles", "active", "second factor", "on call for", "made"),
        [
            (one["name"], one["roles"], one["active"], one["has_factor"], one["on_call_for"], short(one["created_at"]))
            for one in accounts
        ],
    )

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
@click.option("--service", is_flag=True, help="For a program: no password, API credentials only.")
@as_json
@pass_env
def add(env: Env, name: str, *, roles: tuple[str, ...], service: bool, as_json: bool) -> None:
    """Make an account; prints its first password, once."""
    with env.client() as client:
        made = client.post("accounts", json={"name": name, "roles": list(roles), "service": service})
    if as_json:
        put_json(made)
    elif service:
        say(f"service {clean(made['name'])} is made; give it a credential: milkglass credential add --account")
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


@command.command("reset-factor")
@click.argument("name")
@pass_env
def reset_factor(env: Env, name: str) -> None:
    """Take the second factor of NAME away, so that its owner can enrol a new one. Be sure who asks."""
    with env.client() as client:
        client.post("accounts", name, "reset-factor")
    say(f"the second factor of {clean(name)} is gone; they can run milkglass totp enrol")

"""``milkglass credential``: API credentials for programs, one's own or, for administrators, those of a service."""

from __future__ import annotations

import rich_click as click

from milkglass.cli.asking import ask_password, password_stdin
from milkglass.cli.env import Env, pass_env
from milkglass.cli.words import as_json, clean, put, put_json, put_table, say, short

_account = click.option("--account", help="The service whose credential it is, instead of your own.")


@click.group("credential")
def command() -> None:
    """API credentials: scoped, expiring, and never enough to open a value."""


@command.command()
@click.argument("label")
@click.option("--scope", "scopes", multiple=True, required=True, help="What it is for, as requests:read; repeatable.")
@click.option("--days", type=click.IntRange(1, 365), default=90, show_default=True, help="How long it lives.")
@_account
@password_stdin
@as_json
@pass_env
def add(
    env: Env,
    label: str,
    *,
    scopes: tuple[str, ...],
    days: int,
    account: str | None,
    password_stdin: bool,
    as_json: bool,
) -> None:
    """Make a credential called LABEL; prints it, once."""
    with env.client() as client:
        body = {"label": label, "scopes": list(scopes), "days": days, "account": account}
        body["password"] = ask_password("Your password", from_stdin=password_stdin)
        made = client.post("credentials", json=body)
    if as_json:
        put_json(made)
        return
    put(made["credential"])
    say(f"credential {clean(made['id'])} of {clean(made['account'])} lives until {short(made['ends_at'])}")


@command.command("list")
@_account
@as_json
@pass_env
def list_(env: Env, *, account: str | None, as_json: bool) -> None:
    """List credentials that live."""
    with env.client() as client:
        found = client.get("credentials", params=None if account is None else {"account": account})
    if as_json:
        put_json(found)
        return
    rows = [(one["id"], one["label"], one["scopes"], short(one["ends_at"]), short(one["seen_at"])) for one in found]
    put_table(("credential", "label", "scopes", "until", "last used"), rows)


@command.command()
@click.argument("credential_id", metavar="CREDENTIAL")
@_account
@pass_env
def end(env: Env, credential_id: str, *, account: str | None) -> None:
    """End CREDENTIAL at once."""
    with env.client() as client:
        client.delete("credentials", credential_id, params=None if account is None else {"account": account})
    say(f"credential {clean(credential_id)} is ended")

"""``milkglass init``: a new server in one step: keys, database, first account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rich_click as click

from milkglass.cli.env import Env, pass_env
from milkglass.cli.keyfolder import key_options, make_keys, open_keys
from milkglass.cli.words import put, say
from milkglass.config import ServerSettings

if TYPE_CHECKING:
    from milkglass.keys.providers.file import FileProvider
    from milkglass.service.services import Services


@click.command("init")
@click.option("--domain", default="localhost", show_default=True, help="Name of the keys and the audit log.")
@click.option("--admin", default="admin", show_default=True, help="Name of the first account.")
@key_options
@pass_env
def command(env: Env, /, *, domain: str, admin: str, **lock: Any) -> None:
    """Make a server in MILKGLASS_DATA: keys unless there are some, database, an administrator.

    Prints the administrator's first password, once.
    """
    from milkglass.service.bootstrap import init_server

    settings = ServerSettings.from_env(env.environ)
    has_keys = (settings.keys / "root.json").exists()
    keys = open_keys(env, lock) if has_keys else make_keys(env, domain, lock)
    services = build_services(env, keys)
    try:
        made = init_server(services, admin)
    finally:
        services.db.close()
    put(made.initial_password)
    say(f"a server is made in {settings.data}; above is the first password of {made.name}")
    say("run it with `milkglass serve`, then sign in with `milkglass login`")


def build_services(env: Env, keys: FileProvider) -> Services:
    """Everything a server needs, over these keys."""
    from milkglass.service.bootstrap import build

    return build(ServerSettings.from_env(env.environ), provider=keys, clock=env.clock, random=env.random)

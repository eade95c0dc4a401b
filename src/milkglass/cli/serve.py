"""``milkglass serve``: run the server of ``MILKGLASS_DATA``."""

from __future__ import annotations

from typing import Any

import rich_click as click

from milkglass.cli.env import Env, pass_env
from milkglass.cli.init import build_services
from milkglass.cli.keyfolder import key_options, open_keys
from milkglass.cli.words import say


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    help="Port to listen on; 0 takes a free one.",
)
@key_options
@pass_env
def command(env: Env, /, *, host: str, port: int, **lock: Any) -> None:
    """Run the server. It speaks HTTP: anything but the loopback wants TLS in front of it."""
    from milkglass.web.run import serve

    serve(build_services(env, open_keys(env, lock)), host, port, say=say)

"""``milkglass dev``: helpers for trying things out; never needed by a server."""

from __future__ import annotations

import rich_click as click

from milkglass.cli.dev.fake_slack import command as fake_slack


@click.group("dev")
def command() -> None:
    """Helpers for trying things out."""


command.add_command(fake_slack)

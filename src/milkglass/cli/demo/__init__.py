"""``milkglass demo``: the whole story in a temporary folder, with real processes and a clock that can be moved.

``story.py`` tells it, ``stage.py`` runs it, ``server.py`` is the server of the stage, ``logs.py`` its logs.
"""

from __future__ import annotations

import rich_click as click

from milkglass.cli import exits


@click.command("demo")
def command() -> int:
    """Show the whole story: mask, ask, approve, open, end, verify. Takes seconds, leaves nothing behind.

    Exits with 0 only if every step did what it says.
    """
    from milkglass.cli.demo.stage import DemoFailedError, stage
    from milkglass.cli.demo.story import tell

    try:
        with stage() as set_up:
            tell(set_up)
    except DemoFailedError as failed:
        click.echo(f"\nthe demo failed: {failed}", err=True)
        return exits.ERROR
    return exits.DONE

"""``milkglass kinds``: what can be found and masked."""

from __future__ import annotations

from dataclasses import asdict

import rich_click as click

from milkglass.cli.words import as_json, put_json, put_table

_OPENS = {"d": "under a grant", "r": "under a grant", "o": "never"}


@click.command("kinds")
@as_json
def command(*, as_json: bool) -> None:
    """List the kinds of personal data and secrets, and which of them can be opened."""
    from milkglass.masking.kinds import KINDS

    if as_json:
        put_json([asdict(kind) for kind in KINDS.values()])
        return
    rows = [(kind.name, kind.title, kind.sensitivity, _OPENS[kind.mode]) for kind in KINDS.values()]
    put_table(("kind", "title", "sensitivity", "opens"), rows)

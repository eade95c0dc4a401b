"""``milkglass erase``: ask that one person be put beyond reach; `milkglass erasures confirm` does it."""

from __future__ import annotations

from typing import Any

import rich_click as click

from milkglass.cli.env import Env, pass_env
from milkglass.cli.person import identifiers, person_options
from milkglass.cli.words import as_json, put, put_json, say


@click.command("erase")
@person_options
@click.option("--reason", required=True, help="Whose request or which case this is for; goes on the record.")
@click.option("--with-record", is_flag=True, help="Also empty the rows that say who saw this person's data.")
@as_json
@pass_env
def command(env: Env, /, *, reason: str, with_record: bool, as_json: bool, **person: Any) -> None:
    """Ask that nothing of one person opens any more, on any day (auditors, security). A second person confirms it."""
    body = {"identifiers": identifiers(person), "reason": reason, "with_record": with_record}
    with env.client() as client:
        asked = client.post("erasures", json=body)
    if as_json:
        put_json(asked)
        return
    put(asked["id"])
    say(f"now a second person runs `milkglass erasures confirm {asked['id']}` within seven days")

"""Ways to try: a reveal of which nothing may open, its control, and what the owner of the database file does."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from milkglass.service.reveal import Opened, reveal

if TYPE_CHECKING:
    from mgworld import World

    from milkglass.service.caller import Caller


def attempt(world: World, caller: Caller | str, grant: str, *texts: str) -> list[str]:
    """Codes of what stays sealed; fails if anything opens."""
    who = world.people[caller] if isinstance(caller, str) else caller
    answers = reveal(world.services, who, grant, texts or (world.sealed(),)).answers
    assert not any(isinstance(answer, Opened) for answer in answers)
    return [answer.code for answer in answers if not isinstance(answer, Opened)]


def control(world: World, grant: str, name: str = "ann") -> None:
    """The same grant opens what it covers: the refusals above are not for another reason."""
    answers = reveal(world.services, world.people[name], grant, [world.sealed()]).answers
    assert [type(answer) for answer in answers] == [Opened]


def sql(world: World, statement: str, *values: object) -> int:
    """What somebody does who owns the database file."""
    with closing(sqlite3.connect(world.folder / "milkglass.db")) as conn, conn:
        return conn.execute(statement, values).rowcount

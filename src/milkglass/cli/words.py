"""Output: data on stdout, words on stderr, tables without ornament. Text of other people never drives the terminal."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import rich_click as click

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
"""The option every command has that prints data."""


def clean(value: object) -> str:
    """A value on one line: control characters and changes of direction become ``?``, lists are joined, None is ``-``."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(clean, value)) or "-"
    return _CONTROL.sub("?", str(value))


def say(text: str) -> None:
    """Words for a person."""
    click.echo(text, err=True)


def put(text: str) -> None:
    """One line of data."""
    click.echo(clean(text))


def put_json(value: Any) -> None:
    """Data as one line of JSON in ASCII."""
    click.echo(json.dumps(value))


def put_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Columns that line up; nothing but the words about it when there are no rows."""
    cells = [[clean(cell) for cell in row] for row in rows]
    if not cells:
        say("nothing")
        return
    widths = [max(map(len, column)) for column in zip(head, *cells, strict=True)]
    for row in [[title.upper() for title in head], *cells]:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def put_fields(fields: dict[str, object]) -> None:
    """One thing, a line for each of its fields."""
    width = max(map(len, fields))
    for name, value in fields.items():
        click.echo(f"{name.ljust(width)}  {clean(value)}")


def lasted(seconds: int | None) -> str:
    """A length of time in its two largest units: ``1h 5m``, ``15m``, ``40s``."""
    if seconds is None:
        return "-"
    if seconds < 60:  # noqa: PLR2004 - a minute
        return f"{seconds}s"
    hours, minutes = divmod(seconds // 60, 60)
    return " ".join(part for part in (f"{hours}h" if hours else "", f"{minutes}m" if minutes else "") if part)


def short(when: str | None) -> str:
    """A time of the API to the second, with a space: ``2026-11-24 02:15:00Z``."""
    return "-" if not when else clean(when[:19].replace("T", " ") + "Z")

"""``milkglass detect``: what would be masked, and where."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import rich_click as click

from milkglass.cli.pipe import files, lines, names, opened
from milkglass.cli.words import as_json, put, put_json

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.command("detect")
@files
@as_json
def command(*, files: Sequence[str], as_json: bool) -> None:
    """Show what would be masked in FILEs or stdin, line by line; the values themselves are not printed.

    With --json one array a line, of {"start", "end", "kind"}: byte offsets in the line, end exclusive.
    """
    from milkglass.masking.masker import Masker

    masker = Masker("stars")
    for name in names(files):
        with opened(name) as source:
            for number, line in enumerate(lines(source), 1):
                found = masker.find(line)
                if as_json:
                    put_json([asdict(one) for one in found])
                else:
                    for one in found:
                        put(f"{number}:{one.start}-{one.end} {one.kind}")

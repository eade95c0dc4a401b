"""``milkglass rules``: rules of your own, checked before a host gets them."""

from __future__ import annotations

from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, cast

import rich_click as click

from milkglass.cli import exits
from milkglass.cli.words import as_json, clean, put, put_json
from milkglass.errors import RulesFileError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milkglass.masking.rules import RuleFault


@click.group("rules")
def command() -> None:
    """Rules of your own: which kinds, keys, patterns and words are masked, how, and what never is."""


@command.command("check")
@click.argument("file", type=click.Path())
@as_json
def check(*, file: str, as_json: bool) -> int:
    """Check a rules FILE and the word lists it names; all that is wrong is told at once, with line, column and mend.

    The exit code is 2 if something is wrong. Notes about what is only odd change nothing.
    """
    from milkglass.masking.rules import Ruleset

    try:
        ruleset = Ruleset.load(Path(file))
    except RulesFileError as error:
        faults = cast("Sequence[RuleFault]", error.faults)
        if as_json:
            put_json({"file": file, "faults": [asdict(fault) for fault in faults], "notes": []})
        else:
            _tell("", faults)
        return exits.USAGE
    if as_json:
        sizes = {"rules": ruleset.core.count, "kinds": ruleset.core.kinds}
        put_json({"file": file, "faults": [], "notes": [asdict(note) for note in ruleset.notes], **sizes})
        return exits.DONE
    _tell("note: ", ruleset.notes)
    put(f"{file}: nothing is wrong; rules: {ruleset.core.count}; kinds of its own: {clean(ruleset.core.kinds)}")
    return exits.DONE


def _tell(head: str, faults: Sequence[RuleFault]) -> None:
    for fault in faults:
        put(f"{head}{fault}")
        if fault.mend:
            put(f"  {fault.mend}")


@command.command("schema")
def schema() -> None:
    """Print the JSON Schema of rules files, for editors."""
    click.echo(files("milkglass.masking").joinpath("rules.schema.json").read_text(encoding="utf-8"), nl=False)

"""The rules of a masking host, for the commands that mask or look: which file, and words about one that cannot be taken."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from milkglass.cli.words import say
from milkglass.config import rules_file
from milkglass.errors import RulesetError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from milkglass.errors import MilkglassError

rules_option = click.option(
    "--rules",
    type=click.Path(),
    help="Rules of your own. Default: MILKGLASS_RULES, else rules.yaml in the configuration folder if it is there.",
)


def rules_path(given: str | None, environ: Mapping[str, str]) -> Path | None:
    """The rules file: the one that was named, else that of the host, if there is one."""
    if given:
        return Path(given)
    path, is_named = rules_file(environ)
    return path if is_named or path.exists() else None


class Teller:
    """Says what troubles a masker, once for each trouble."""

    def __init__(self) -> None:
        self._told: MilkglassError | None = None

    def look(self, problem: MilkglassError | None) -> None:
        """Say it if it is new."""
        if problem is not None and problem is not self._told:
            what = "the rules stay as they were" if isinstance(problem, RulesetError) else "masked one-way"
            say(f"{what}: {problem.message}")
        self._told = problem

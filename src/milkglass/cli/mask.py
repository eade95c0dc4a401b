"""``milkglass mask``: flow one of ``ARCHITECTURE.md``. Needs no server, no key and no package of the server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from milkglass.cli.env import Env, pass_env
from milkglass.cli.pipe import files, names, opened, pieces, write
from milkglass.cli.ruleset import Teller, rules_option, rules_path
from milkglass.config import enrolment_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milkglass.masking.masker import Masker


@click.command("mask")
@click.option(
    "--style",
    type=click.Choice(["seal", "stars", "label"]),
    help="How values are masked. Default: seal if this host is enrolled, else stars.",
)
@click.option("-s", "--service", default="default", show_default=True, help="Service that writes these logs.")
@rules_option
@click.option("--enrolment", type=click.Path(exists=True, dir_okay=False), help="What `milkglass keys enrol` made.")
@files
@pass_env
def command(env: Env, /, *, files: Sequence[str], **options: Any) -> None:
    """Mask personal data and secrets in FILEs or stdin; every other byte stays."""
    masker, teller = make_masker(env, **options), Teller()
    for name in names(files):
        stream = masker.stream()
        with opened(name) as source:
            try:
                for piece in pieces(source):
                    write(stream.feed(piece))
                    teller.look(masker.problem)
            except KeyboardInterrupt:  # Ctrl-C reaches both sides of a pipe: the last words of the other side count too
                write(stream.finish())
                raise
        write(stream.finish())
    teller.look(masker.problem)


def make_masker(
    env: Env, *, style: str | None, service: str, enrolment: str | None, rules: str | None = None
) -> Masker:
    """A masker for a host: enrolled if it is, with stars if it is not, by the host's rules if it has some."""
    from milkglass.masking.masker import Masker

    named = Path(enrolment) if enrolment else enrolment_file(env.environ)
    own = rules_path(rules, env.environ)
    seals = (own is not None or style in {None, "seal"}) and named.exists()
    return Masker(
        style,
        service=service,
        enrolment=named if seals else None,
        rules=own,
        clock=lambda: env.clock().timestamp(),
    )

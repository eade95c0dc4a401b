"""``milkglass detect``: what would be masked, and where; with ``--explain`` also why."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import rich_click as click

from milkglass.cli.env import Env, pass_env
from milkglass.cli.pipe import files, lines, names, opened
from milkglass.cli.ruleset import Teller, rules_option, rules_path
from milkglass.cli.words import as_json, put, put_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milkglass.masking.explain import Explanation, Seen
    from milkglass.masking.masker import Masker


@click.command("detect")
@rules_option
@click.option("-s", "--service", default="default", show_default=True, help="Service whose rules count.")
@click.option(
    "--explain", is_flag=True, help="Say why: rule, key or shape, and what is left because of `off` or `allow`."
)
@files
@as_json
@pass_env
def command(
    env: Env, /, *, files: Sequence[str], rules: str | None, service: str, explain: bool, as_json: bool
) -> None:
    """Show what would be masked in FILEs or stdin, line by line; the values themselves are not printed.

    With --json one array a line, of {"start", "end", "kind"}: byte offsets in the line, end exclusive. With --json --explain one
    object a line.
    """
    from milkglass.masking.masker import Masker

    masker = Masker(service=service, rules=rules_path(rules, env.environ), clock=lambda: env.clock().timestamp())
    show, teller = _explain if explain else _show, Teller()
    for name in names(files):
        with opened(name) as source:
            for number, line in enumerate(lines(source), 1):
                show(masker, number, line, as_json=as_json)
                teller.look(masker.problem)


def _show(masker: Masker, number: int, line: bytes, *, as_json: bool) -> None:
    found = masker.find(line)
    if as_json:
        put_json([asdict(one) for one in found])
        return
    for one in found:
        put(f"{number}:{one.start}-{one.end} {one.kind}")


def _explain(masker: Masker, number: int, line: bytes, *, as_json: bool) -> None:
    explanation = masker.explain(line)
    if as_json:
        put_json({"line": number, **asdict(explanation)})
        return
    for text in _words(explanation):
        put(f"{number}:{text}")


def _words(explanation: Explanation) -> list[str]:
    said = []
    for one in explanation.findings:
        how = f"{one.style} {one.mode}" if one.style == "seal" else one.style
        why = "; ".join(dict.fromkeys(map(_why, one.seen))) or "masking the rest of the line uncovered it"
        said.append((one.start, f"{one.start}-{one.end} {one.kind} masked ({how}): {why}"))
    said += [
        (left.start, f"{left.start}-{left.end} {left.kind} left ({left.dropped_by}): {_why(left)}")
        for left in explanation.dropped
    ]
    return [text for _, text in sorted(said)]


def _why(seen: Seen) -> str:
    rule = f" rule {seen.rule}:" if seen.rule else ""
    return f"{seen.kind} by {seen.by},{rule} {seen.why}"

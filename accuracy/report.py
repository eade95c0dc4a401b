"""Tables and raw numbers out of tallies. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from engines import TITLES
from tally import FREE_FORM, NAMES, PARTS, missed, share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tally import Example, Kind, Part, Tally

PER_GROUP = 2


def _percent(some: int, of: int) -> str:
    return f"{share(some, of):.2%}" if of else "-"


def summary(tallies: Sequence[Tally]) -> str:
    """One row for each engine."""
    rows = [
        "| engine | records | records/s | structured leaked | names leaked | addresses leaked | wrong kind | clean records damaged | labelled records damaged | real lines changed |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for one in tallies:
        title = TITLES.get(one.engine, one.engine)
        if one.missing:
            rows.append(f"| {title} | {one.missing} | | | | | | | | |")
            continue
        both = one.both
        kinds = both.total(without=FREE_FORM), both.total(NAMES), both.total(FREE_FORM - NAMES)
        wrong = _percent(both.total().wrong, both.total().planted) if one.has_kinds else "-"
        rows.append(
            f"| {title} | {one.records:,} | {share(one.records, 1) / max(one.seconds, 1e-9):,.0f} | "
            + " | ".join(_percent(kind.leaked, kind.planted) for kind in kinds)
            + f" | {wrong} | {_percent(both.clean_damaged, both.clean)} | {_percent(both.labelled_damaged, both.labelled)}"
            + f" | {_percent(one.real_changed, one.real)} |"
        )
    return "\n".join(rows)


def parts(one: Tally) -> str:
    """Tuning beside held back, for one engine."""
    rows = [
        "| part | planted | structured leaked | names leaked | clean records damaged | labelled records damaged |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name in PARTS:
        part = one.parts[name]
        structured, names = part.total(without=FREE_FORM), part.total(NAMES)
        rows.append(
            f"| {name} | {part.total().planted:,} | {_percent(structured.leaked, structured.planted)} | {_percent(names.leaked, names.planted)}"
            f" | {_percent(part.clean_damaged, part.clean)} ({part.clean_damaged}) | {_percent(part.labelled_damaged, part.labelled)} |"
        )
    return "\n".join(rows)


def by_kind(tallies: Sequence[Tally]) -> str:
    """One row for each kind: planted, leaked and masked as another by the first engine, leaked by the others."""
    first, *others = [one for one in tallies if not one.missing]
    whole, rest = first.both, [one.both for one in others]
    rows = [
        f"| kind | planted | leaked, tuning | leaked, held back | wrong kind | {' | '.join(f'{one.engine} leaked' for one in others)}".rstrip(
            "| "
        )
        + " |",
        "|---|" + "---:|" * (4 + len(others)),
    ]
    for name in sorted(whole.kinds):
        kind = whole.kinds[name]
        cells = [
            name,
            str(kind.planted),
            *(_leaked(first.parts[part], name) for part in PARTS),
            _percent(kind.wrong, kind.planted),
        ]
        rows.append("| " + " | ".join(cells + [_leaked(part, name) for part in rest]) + " |")
    return "\n".join(rows)


def _leaked(part: Part, name: str) -> str:
    kind: Kind | None = part.kinds.get(name)
    return _percent(kind.leaked, kind.planted) if kind else "-"


def failures(one: Tally) -> str:
    """Examples of what to mend, the commonest first: two of each kind of failure and template."""
    groups = Counter((example.what, example.kind) for example in one.examples)
    rows = []
    for (what, kind), count in groups.most_common():
        rows.append(f"\n## {kind}: {what}, {count}x\n")
        mine = [example for example in one.examples if (example.what, example.kind) == (what, kind)]
        for template, times in Counter(example.template for example in mine).most_common():
            rows.append(f"### {template}, {times}x\n")
            rows += [_shown(example) for example in mine if example.template == template][:PER_GROUP]
    return "\n".join(rows)


def _shown(example: Example) -> str:
    return f"    < {example.before}\n    > {example.after}\n".replace("\n", "\n      ", 0)


def numbers(one: Tally) -> dict[str, Any]:
    """Everything that was counted, for ``--json``."""
    return {
        "engine": one.engine,
        "missing": one.missing,
        "records": one.records,
        "seconds": one.seconds,
        "real": one.real,
        "real_changed": one.real_changed,
        "targets_missed": [] if one.missing else missed(one),
        "parts": {name: _part(part) for name, part in one.parts.items()},
    }


def _part(part: Part) -> dict[str, Any]:
    kinds = {
        name: {"planted": kind.planted, "leaked": kind.leaked, "wrong": kind.wrong}
        for name, kind in sorted(part.kinds.items())
    }
    counts = {what: getattr(part, what) for what in ("clean", "clean_damaged", "labelled", "labelled_damaged")}
    return counts | {"kinds": kinds}

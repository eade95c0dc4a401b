"""``make accuracy``: what leaks and what is damaged, in generated records whose values are labelled and in real lines without any.

Templates are divided once, by a hash of their names, into a tuning part, whose failures ``--tuning`` prints, and a part held back, of
which only counts are shown; so the engine cannot be fitted to all that it is measured by. Other engines mask the same records; slow
ones get every n-th. ``judge.py`` says what counts as a leak.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import engines
import loghub
import report
from generate import LINES, SEED, lines
from judge import CREDENTIALS
from tally import missed, tally

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tally import Tally
    from template import Line


def measure(name: str, made: Sequence[Line], real: Sequence[str]) -> Tally:
    """Let one engine mask a sample of the records and of the real lines."""
    step = engines.SAMPLES.get(name, 1)
    sample, real_sample = made[::step], real[::step]
    run = engines.engine(name)
    result = tally(name, sample, run([line.text for line in sample]), CREDENTIALS | credentials())
    if not result.missing and real_sample:
        result.real = len(real_sample)
        result.real_changed = sum(
            before != after for before, after in zip(real_sample, run(real_sample).texts, strict=True)
        )
    return result


def credentials() -> frozenset[str]:
    """The kinds of credentials that milkglass knows."""
    from milkglass.masking.kinds import KINDS

    return frozenset(kind.name for kind in KINDS.values() if kind.sensitivity == 4)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=LINES, help="records to make (%(default)s)")
    parser.add_argument("--seed", type=int, default=SEED, help="of everything random (%(default)s)")
    parser.add_argument("--engines", default=",".join(engines.TITLES), help="which, parted by commas (%(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the raw numbers")
    parser.add_argument(
        "--tuning", action="store_true", help="print examples of the tuning part's leaks and damage (milkglass only)"
    )
    parser.add_argument("--check", action="store_true", help="exit with 1 when milkglass misses a target")
    return parser.parse_args()


def main() -> int:
    """Measure, print, judge."""
    options = arguments()
    names = ["milkglass"] if options.tuning else options.engines.split(",")
    if unknown := set(names) - set(engines.TITLES):
        print(f"there is no such engine: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    made = lines(options.lines, options.seed)
    real = [line for line in loghub.lines() if loghub.holds_nothing(line)]
    tallies = [measure(name, made, real) for name in names]
    if options.json:
        options.json.write_text(json.dumps([report.numbers(one) for one in tallies], indent=1) + "\n", encoding="utf-8")
    if options.tuning:
        print(report.failures(tallies[0]))
        return 0
    show(tallies, made, real)
    return int(options.check and any(one.engine == "milkglass" and missed(one) for one in tallies))


def show(tallies: Sequence[Tally], made: Sequence[Line], real: Sequence[str]) -> None:
    """Print the report."""
    planted = sum(len(line.planted) for line in made)
    templates = {line.template.name for line in made}
    print(
        f"{len(made):,} records from {len(templates)} templates, {planted:,} values planted, {len(real):,} real lines without personal data.\n"
    )
    print(report.summary(tallies))
    sampled = [
        f"{name} 1 in {step}"
        for name, step in engines.SAMPLES.items()
        if step > 1 and any(one.engine == name for one in tallies)
    ]
    if sampled:
        print(f"\nSampled, being slow: {', '.join(sampled)}.")
    present = [one for one in tallies if not one.missing]
    if not present:
        return
    print(f"\n{present[0].engine} by part:\n\n{report.parts(present[0])}\n\n{report.by_kind(present)}")
    if targets := missed(present[0]):
        print(f"\nTargets that {present[0].engine} misses:\n\n" + "\n".join(f"- {words}" for words in targets))


if __name__ == "__main__":
    sys.exit(main())

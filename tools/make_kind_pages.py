"""Writes the pages of the kinds, `docs/reference/kinds.md` and `docs/reference/kinds/NAME.md`, from the table of kinds and `vectors/detect`.

What a page says is found and left alone is what the tests of both languages check. ``python tools/make_kind_pages.py`` writes the
pages and takes away those of kinds that are gone, ``--check`` says whether they are up to date. The core has to be built.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from milkglass.masking.kinds import KINDS, KindInfo

ROOT = Path(__file__).parents[1]
VECTORS = ROOT / "vectors" / "detect"
REFERENCE = ROOT / "docs" / "reference"
KEYS = "keys"
LEVELS = {1: "low", 2: "personal", 3: "high", 4: "credential"}
MODES = {"d": "`d`, reversible", "r": "`r`, reversible, no two alike", "o": "`o`, one-way"}
OPENS = {"d": "under a grant", "r": "under a grant", "o": "never"}

Stretch = tuple[str, str | None]
"""A part of an example: its text, and the kind it is found as, if it is."""

INDEX = """\
# Kinds

<!-- Made by tools/make_kind_pages.py from the table of kinds and vectors/detect. -->

What milkglass finds, each kind in one of three ways:

- **By shape**: the form alone gives it away, as with an at sign between a name and a domain, or the published prefix of a service's tokens.
- **By checksum**: many numbers have the form, and only those whose check digits are right are taken: cards and IBANs.
- **By key**: the value could be anything, but the word before it says what it is: [values that a key gives away](kinds/keys.md).

Where two findings overlap or touch, one stretch is replaced, named by the most sensitive of them. On doubt more is masked, not less.
Not found: addresses in prose, names in prose of which a word is not in the lists, and passwords in prose that look like words.

## Sensitivity

What has to happen before a value opens is decided by the [policy](policy.md); its starter version goes by sensitivity.

| | | in the starter policy |
| --- | --- | --- |
| 1 | low | opens at once for who is on call during an incident, else one person has to agree |
| 2 | personal | one person has to agree |
| 3 | high | two people have to agree |
| 4 | credential | never opens, whatever the policy says |

A value of mode `d` is sealed and opens under a grant, and equal values look equal within a service and day: what people join on. One of
mode `r` opens under a grant too, but no two look alike, and what a masking host holds opens none that it wrote before: names, addresses,
birth dates, national ids, health. One of mode `o` is one-way: equal values stay equal, nothing opens them. The page of a kind gives its
default, which [rules](rules.md) and `Masker(modes=...)` change; kinds of sensitivity 4 never open, sealed in whatever mode.

## All kinds

| name | title | sensitivity | opens |
| --- | --- | --- | --- |
{rows}

## Vectors

Each page is made from `vectors/detect/NAME.json`, which the Rust and the Python tests read: `good` are texts in which something is found,
`bad` malformed values and `lookalike` harmless ones, in both of which nothing is. In a `good` text `«…»` encloses a finding of the file's
kind and `«ipv4|…»` one of another kind; without the marks, the findings in it are exactly these. To add a kind, write its file, then run
`python tools/make_kind_pages.py`.
"""

PAGE = """\
# {title}

<!-- Made by tools/make_kind_pages.py from vectors/detect/{name}.json. -->

{facts}{about}

Source: {source}.

## Masked

What is bold is replaced.{note}

{good}

## Left alone

Malformed:

{bad}

Look-alikes:

{lookalike}

[All kinds](../kinds.md) · [vectors](../../../vectors/detect/{name}.json)
"""

FACTS = """\
| name | default mode | opens | sensitivity |
| --- | --- | --- | --- |
| `{name}` | {mode} | {opens} | {sensitivity}, {level} |

"""


def stretches(case: str, kind: str | None) -> list[Stretch]:
    """The parts of a case in order, marked and unmarked in turn."""
    parts: list[Stretch] = []
    for index, part in enumerate(re.split("[«»]", case)):
        name, bar, value = part.partition("|")
        if index % 2 == 0:
            parts.append((part, None))
        else:
            parts.append((value, name) if bar and name in KINDS else (part, kind))
    return parts


def code(text: str) -> str:
    """A code span that shows exactly this text (CommonMark 0.31 section 6.1), control characters by their pictures."""
    if not text:
        return ""
    shown = "".join(chr(0x2400 + ord(char)) if char < " " else char for char in text)
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    is_padded = shown.startswith("`") or shown.endswith("`") or (shown[0] == shown[-1] == " " and bool(shown.strip()))
    return f"{fence} {shown} {fence}" if is_padded else fence + shown + fence


def example(case: str, kind: str | None) -> str:
    """One line of a list: what is found is bold, and named where it is not of the page's kind."""
    parts = stretches(case, kind)
    shown = "".join(f"**{code(text)}**" if found else code(text) for text, found in parts)
    others = dict.fromkeys(f"`{found}`" for _, found in parts if found and found != kind)
    return f"- {shown}{' → ' if others else ''}{', '.join(others)}"


def page(name: str, info: KindInfo | None) -> str:
    """The page of a kind, or of the keys."""
    vectors: dict[str, Any] = json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))
    cases = {
        group: "\n".join(example(case, vectors["kind"]) for case in vectors[group])
        for group in ("good", "bad", "lookalike")
    }
    note = (
        " Control characters are shown as pictures (␊, ␛)."
        if re.search("[\u2400-\u241f]", "".join(cases.values()))
        else ""
    )
    title = info.title if info else "Values that a key gives away"
    return PAGE.format(
        title=title, name=name, facts=facts(info), about=vectors["about"], source=vectors["source"], note=note, **cases
    )


def facts(info: KindInfo | None) -> str:
    """The table at the head of a page."""
    if info is None:
        return ""
    level, mode, opens = LEVELS[info.sensitivity], MODES[info.mode], OPENS[info.mode]
    return FACTS.format(name=info.name, mode=mode, opens=opens, sensitivity=info.sensitivity, level=level)


def row(info: KindInfo) -> str:
    """The row of a kind in the index."""
    return f"| [`{info.name}`](kinds/{info.name}.md) | {info.title} | {info.sensitivity} | {OPENS[info.mode]} |"


def files() -> dict[Path, str]:
    """Every page by its path under ``docs/reference``."""
    pages = {Path("kinds") / f"{name}.md": page(name, info) for name, info in KINDS.items()}
    pages[Path("kinds") / f"{KEYS}.md"] = page(KEYS, None)
    pages[Path("kinds.md")] = INDEX.format(rows="\n".join(map(row, KINDS.values())))
    return pages


def gone() -> list[Path]:
    """Pages of kinds that do not exist, by their paths under ``docs/reference``."""
    return sorted({path.relative_to(REFERENCE) for path in (REFERENCE / "kinds").glob("*.md")} - set(files()))


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` compare them."""
    stale = [path for path, text in files().items() if _current(path) != text]
    old = gone()
    if "--check" not in arguments:
        (REFERENCE / "kinds").mkdir(parents=True, exist_ok=True)
        for path in stale:
            (REFERENCE / path).write_text(files()[path], encoding="utf-8")
        for path in old:
            (REFERENCE / path).unlink()
    print(f"{'stale' if '--check' in arguments else 'written'}: {', '.join(map(str, [*stale, *old])) or 'none'}")
    return int(bool(stale or old) and "--check" in arguments)


def _current(path: Path) -> str | None:
    return (REFERENCE / path).read_text(encoding="utf-8") if (REFERENCE / path).exists() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

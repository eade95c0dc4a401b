"""What hostile lines cost: `make hostile`, `docs/howto/fuzz.md`.

A hostile line repeats a few bytes that detection looks closely at. Masking has to take time in proportion to the length of the line,
whatever stands in it. Each pattern is timed as a line of 16 KiB; the slowest, and those that a longer line makes slower than its
length does, are timed again at 64 KiB and 1 MiB, as medians. Prints the slowest and exits 1 if one of them grows out of proportion.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from milkglass import Masker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parents[1]
KIB = 1024
SHORT, MIDDLE, LONG = 16 * KIB, 64 * KIB, KIB * KIB
HOPELESS = 0.1
"""Seconds for 64 KiB after which nobody waits for 1 MiB."""
RATIO = 20.0
"""1 MiB may take so many times as long as 64 KiB; 16 is in proportion."""
SLOW = 10e-3
"""Seconds for 1 MiB that no line should take on one core."""
ANCHORS = b"@:=.-_+%\\/\"'<>()[]{},; \t0149aAepswznu*|&?#`~$^!"
KNOWN = [
    *(
        "a.",
        "1.",
        "eyJ",
        "ab:",
        "a@",
        "@",
        "a@a.",
        "a@a.co",
        "%40",
        "\\u0040",
        "a=",
        "=",
        ":",
        "::",
        "0:",
        "0.0.0.",
        "+1",
        "(1",
        "1-",
        "1 ",
    ),
    *(
        "4111 ",
        "4111-",
        "411111111111111",
        "DE89",
        "DE89 ",
        "eyJ.",
        "eyJa.a",
        "://",
        "http://a:",
        "https%3A%2F%2F",
        "pii1",
        "pii1d_",
        "pii1d_a_",
    ),
    *(
        "password=",
        "password='",
        'password="',
        "password: ",
        "password ",
        'password="is ',
        "password='is ",
        "token=a,",
        "user ",
        "user 'is ",
    ),
    *(
        "cookie: is ",
        "cookie: ",
        "authorization:is ",
        "Authorization: Bearer ",
        "name=A ",
        "name: Aa ",
        "tel=1 ",
        "tel:1) ",
        "users: [1,",
        "users:[",
    ),
    *(
        "<password>",
        "<password>a",
        "<password>a</",
        "-----BEGIN ",
        "-----BEGIN PRIVATE KEY-----",
        "-----END ",
        "Aa ",
        "Mr. Aa ",
        "Mary Smith ",
    ),
    *(
        '{"pan":4111111111111111,',
        "4111111111111111,",
        '"',
        '\\"',
        "'",
        "\\",
        '\\\\"',
        " -u",
        "curl -u a",
        " --password",
        "Bearer aaaaaaaaaaaaaaaa",
    ),
    *(
        "hvs.",
        "ghp_",
        "sk-",
        "sk_live_",
        "xoxb-",
        "AKIA",
        "key-",
        "aaaaaaaaaaaaaaaa ",
        "aaaaaaaaaaaaaaa.",
        "a,b;",
        "\x1b[31m",
        "\u00e9 ",
        "\\n",
    ),
]
"""The lines that made other engines slow (issue trackers), and units of which parsers are made."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a line of a pattern costs."""

    head: bytes
    unit: bytes
    seconds: float

    def line(self, length: int) -> bytes:
        """A line of the pattern."""
        return line(self.head, self.unit, length)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A pattern at two lengths."""

    cost: Cost
    middle: float
    long: float

    @property
    def ratio(self) -> float:
        """How many times as long sixteen times the length takes."""
        return self.long / max(self.middle, 20e-6)

    def row(self) -> str:
        """For the table."""
        pattern = f"{self.cost.head!r} + {self.cost.unit!r}..." if self.cost.head else f"{self.cost.unit!r}..."
        return f"{self.middle * 1e3:>10.2f}{self.long * 1e3:>10.2f}{self.ratio:>8.1f}  {pattern.replace('b', '', 1)}"


def line(head: bytes, unit: bytes, length: int) -> bytes:
    """A head, and a unit as often as it takes."""
    return head + unit * ((length - len(head)) // len(unit)) + b"\n"


def seconds(masker: Masker, text: bytes, tries: int) -> float:
    """The median of some tries, of the processor's time."""
    found = []
    for _ in range(tries):
        start = time.thread_time()
        masker.mask_lines(text)
        found.append(time.thread_time() - start)
    return statistics.median(found)


def pieces() -> list[bytes]:
    """What the fuzz targets compose texts of, and the units above."""
    source = (ROOT / "rust" / "fuzz" / "src" / "text.rs").read_text(encoding="utf-8").split("const PIECES")[1]
    found = re.findall(r'"((?:[^"\\]|\\.)*)"', source)
    rust = [re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), text) for text in found]
    plain = [
        re.sub(r"\\(.)", lambda escape: {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}.get(escape[1], escape[1]), text)
        for text in rust
    ]
    return [text.encode() for text in [*KNOWN, *plain] if "\n" not in text]


def sampled(
    found: Iterable[tuple[bytes, ...]], size: int, share: float, draw: random.Random
) -> Iterator[tuple[bytes, ...]]:
    """About a share of them, or all."""
    return (item for item in found if share * size >= size or draw.random() < share)


def is_first_turn(unit: bytes) -> bool:
    """Whether a unit is the first of its rotations, which make the same line but for its ends, and repeats nothing shorter."""
    return all(unit < unit[turn:] + unit[:turn] for turn in range(1, len(unit)))


def patterns(budget: int, fours: float, seed: int) -> Iterator[tuple[bytes, bytes]]:
    """Heads and units: all units of up to three bytes and `fours` of four, then pieces, then about `budget` of each larger product."""
    draw, words = random.Random(seed), pieces()
    marks = [bytes([byte]) for byte in sorted(set(ANCHORS))]
    for length in range(1, 5):
        units = (b"".join(item) for item in itertools.product(marks, repeat=length))
        firsts = (unit for unit in units if is_first_turn(unit))
        yield from ((b"", unit) for unit in firsts if length < 4 or draw.random() < fours)
    for source, count in [(words, 1), (words, 2), (words, 3)]:
        size = len(source) ** count
        share = 1.0 if size <= 3000 else budget / size
        yield from (
            (b"", b"".join(item)) for item in sampled(itertools.product(source, repeat=count), size, share, draw)
        )
    for _ in range(budget):
        yield (
            draw.choice(words) + draw.choice([b"", draw.choice(words)]),
            draw.choice(words) + draw.choice([b"", draw.choice(words)]),
        )


def suspects(masker: Masker, found: Iterable[tuple[bytes, bytes]], count: int) -> list[Cost]:
    """The slowest patterns at the short length, and the slowest for what a quarter of it takes."""
    slow: list[tuple[float, float, Cost]] = []
    for head, unit in found:
        long = seconds(masker, line(head, unit, SHORT), 1)
        short = seconds(masker, line(head, unit, SHORT // 4), 1)
        slow.append((long, long / max(short, 5e-6), Cost(head, unit, long)))
    slowest = sorted(slow, key=lambda item: -item[0])[: 2 * count]
    steepest = sorted((item for item in slow if item[1] > 6), key=lambda item: -item[1] * item[0])[: 4 * count]
    return list({(cost.head, cost.unit): cost for _, _, cost in slowest + steepest}.values())


def verdict(masker: Masker, cost: Cost) -> Verdict:
    """A pattern at both lengths; timed again with more tries if it seems out of proportion."""
    middle = seconds(masker, cost.line(MIDDLE), 5)
    if middle > HOPELESS:
        return Verdict(cost, middle, float("inf"))
    first = Verdict(cost, middle, seconds(masker, cost.line(LONG), 5))
    if first.ratio <= RATIO:
        return first
    return Verdict(cost, seconds(masker, cost.line(MIDDLE), 10), seconds(masker, cost.line(LONG), 10))


def main() -> int:
    """Time patterns; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--budget", type=int, default=20_000, help="patterns of each product of pieces too large to try whole"
    )
    parser.add_argument(
        "--fours", type=float, default=0.02, help="share of the patterns of four bytes; 1 takes ten minutes"
    )
    parser.add_argument("--seed", type=int, default=20_261_124)
    parser.add_argument("--rows", type=int, default=25)
    arguments = parser.parse_args()
    masker = Masker(style="stars")
    found = suspects(masker, patterns(arguments.budget, arguments.fours, arguments.seed), arguments.rows)
    timed = [verdict(masker, cost) for cost in found]
    timed.sort(key=lambda verdict: -verdict.long)
    broken = [verdict for verdict in timed if verdict.ratio > RATIO]
    print(f"{'64 KiB ms':>10}{'1 MiB ms':>10}{'ratio':>8}  pattern")
    print("\n".join(verdict.row() for verdict in timed[: arguments.rows]))
    print(
        f"\nover {SLOW * 1e3:.0f} ms for 1 MiB: {sum(verdict.long > SLOW for verdict in timed)} of {len(timed)} timed at that length"
    )
    print(f"out of proportion: {len(broken)}")
    print("\n".join(verdict.row() for verdict in broken if verdict not in timed[: arguments.rows]))
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())

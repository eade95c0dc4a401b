"""Writes `rust/core/src/detect/pairs.txt`, the table by which `detect/random.rs` tells made-up words from grown ones.

The table says of each pair of characters how much likelier it is in words and identifiers than in characters drawn by lot. Its
source is what lies at hand and is free to count: the names in the modules of the Python that runs this, the words of its manual
pages, and the words of this repository. ``python tools/make_bigrams.py`` writes it, ``--measure`` says how well it tells them apart.
"""

from __future__ import annotations

import math
import random
import re
import subprocess
import sys
import sysconfig
from collections import Counter
from itertools import pairwise
from pathlib import Path
from pydoc_data.topics import topics

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "rust" / "core" / "src" / "detect" / "pairs.txt"
SYMBOLS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
ZERO = 80
"""The code of "as likely as by lot"; one bit is eight codes. The codes are printable, so that the table can be read and compared."""
STEPS = 8
LOWEST, HIGHEST = 35, 125
COMMON = 3
"""How often a word has to occur before its capitalised spellings are counted too."""


def texts() -> list[str]:
    """What is counted: modules of the standard library, its manual, this repository."""
    library = Path(sysconfig.get_path("stdlib"))
    modules = [path for path in library.rglob("*.py") if not {"site-packages", "test", "idlelib"} & set(path.parts)]
    listed = subprocess.run(
        ["git", "ls-files", "docs", "src", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    own = [ROOT / name for name in listed.stdout.splitlines() if name.endswith((".md", ".py"))]
    files = [path.read_text(encoding="utf-8", errors="replace") for path in [*modules, *own]]
    return [*files, *topics.values()]


def words() -> Counter[str]:
    """Words and identifiers, and how often they occur. Those with many digits, or one letter thrice in a row, are data."""
    found = Counter(word for text in texts() for word in re.findall(r"[A-Za-z][A-Za-z0-9_-]{2,39}", text))
    return Counter({word: count for word, count in found.items() if not _is_data(word)})


def _is_data(word: str) -> bool:
    return sum(map(str.isdigit, word)) * 3 > len(word) or re.search(r"([A-Za-z0-9])\1\1", word) is not None


def spellings(counted: Counter[str]) -> Counter[str]:
    """The words, and as programs spell names with them: ``ThreadPool``, ``thread-pool``, ``THREAD_POOL``."""
    spelled = Counter({word: 1 + math.log(count) for word, count in counted.items()})
    plain = sorted(word for word, count in counted.items() if word.isalpha() and word.islower() and count >= COMMON)
    shuffled = random.Random(1).sample(plain, len(plain))
    for first, second in zip(plain, shuffled, strict=True):
        for name in (
            first.title() + second.title(),
            f"{first}-{second}",
            f"{first}_{second}".upper(),
            f"{first}_{second}",
        ):
            spelled[name] += 1  # type: ignore[assignment]  # weights are floats, which typeshed's Counter does not foresee
    return spelled


def table() -> str:
    """A row for each first character, a code for each second one. Two digits in a row say nothing."""
    pairs: Counter[tuple[str, str]] = Counter()
    for word, weight in spellings(words()).items():
        for pair in pairwise(word):
            pairs[pair] += weight
    total = {first: sum(pairs[first, second] for second in SYMBOLS) + len(SYMBOLS) for first in SYMBOLS}
    return "".join(
        "".join(_code(first, second, (pairs[first, second] + 1) / total[first]) for second in SYMBOLS) + "\n"
        for first in SYMBOLS
    )


def _code(first: str, second: str, share: float) -> str:
    if first.isdigit() and second.isdigit():
        return chr(ZERO)
    level = ZERO + round(STEPS * math.log2(share * len(SYMBOLS)))
    return chr(min(max(level, LOWEST), HIGHEST))


def score(rows: list[str], word: str) -> float:
    """As `detect/random.rs` scores: below zero is random."""
    known = [char for char in word if char in SYMBOLS]
    return sum(ord(rows[SYMBOLS.index(a)][SYMBOLS.index(b)]) - ZERO for a, b in pairwise(known))


def measure() -> None:
    """How often each sort of text is called random."""
    rows = TABLE.read_text(encoding="ascii").splitlines()
    draw = random.Random(2)
    for name, alphabet in {
        "base62": SYMBOLS[:62],
        "base36": SYMBOLS[:26] + SYMBOLS[52:62],
        "hex": "0123456789abcdef",
        "base32": SYMBOLS[:26] + "234567",
    }.items():
        for length in (16, 24, 32, 40):
            drawn = ["".join(draw.choices(alphabet, k=length)) for _ in range(5000)]
            print(f"{name} of {length}: {sum(score(rows, one) <= 0 for one in drawn) / 50:.2f} % random")
    for length in (8, 16, 24, 32):
        names = [word for word in words() if length <= len(word) < length + 8]
        wrong = [word for word in names if score(rows, word) <= 0]
        print(f"names from {length}: {100 * len(wrong) / len(names):.2f} % random, such as {wrong[:12]}")


def main(arguments: list[str]) -> int:
    """Write the table, or measure it."""
    if "--measure" in arguments:
        measure()
    else:
        TABLE.write_text(table(), encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Writes the word lists of person names from the name files of the 1990 US census (public domain, as the PyPI package ``names`` ships them).

python tools/make_names.py FOLDER   where FOLDER holds dist.female.first, dist.male.first and dist.all.last

Names from elsewhere stand in ``more_first.txt`` and ``more_last.txt`` beside the lists, written by hand.
"""

from __future__ import annotations

import sys
from pathlib import Path

LISTS = Path(__file__).parents[1] / "rust" / "core" / "src" / "detect" / "kinds" / "person_name"
MOST_LAST = 20_000


def stops(name: str) -> frozenset[str]:
    """Words that logs write with a capital, beside another such word, and that mean nobody there."""
    return frozenset((LISTS / f"stops_{name}.txt").read_text(encoding="ascii").split())


def names(path: Path, left_out: frozenset[str], most: int | None = None) -> list[str]:
    """The names of a census file, most frequent first, in lower case and without stop words."""
    rows = [line.split()[0].lower() for line in path.read_text(encoding="ascii").splitlines()[:most] if line.strip()]
    return [name for name in rows if len(name) > 1 and name not in left_out]


def main() -> None:
    """Write both lists."""
    folder = Path(sys.argv[1])
    first = {name for sex in ("female", "male") for name in names(folder / f"dist.{sex}.first", stops("first"))}
    last = set(names(folder / "dist.all.last", stops("last"), MOST_LAST))
    for name, found in (("first", first), ("last", last)):
        (LISTS / f"{name}.txt").write_text("\n".join(sorted(found)) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()

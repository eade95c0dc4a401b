"""What happened to a sequence: which entries were edited, taken out, moved or put in, by comparing leaf hashes with recorded ones.

Used by `verify` after the root of an export turned out wrong. Pure.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: ``what`` is ``edited``, ``missing``, ``order``, ``inserted`` or ``truncated``.

    Args:
        what: See above.
        at: Recorded index of the entry; for ``inserted`` and ``order`` its line in the export.
        count: How many entries in a row.
    """

    what: str
    at: int
    count: int = 1


def changes(found: Sequence[bytes], recorded: Sequence[bytes]) -> list[Change]:
    """Every difference between the hashes of what stands there and those that were recorded, in order."""
    places = _places(found, recorded)
    steady = _longest_rise(places)
    moved = {place for line, place in enumerate(places) if place is not None and line not in steady}
    result: list[Change] = []
    next_index = first_unknown = 0
    for line, index in [*sorted(steady.items()), (len(found), len(recorded))]:
        gap = [n for n in range(next_index, index) if n not in moved]
        result += _between(list(range(first_unknown, line)), places, gap, is_tail=line == len(found))
        next_index, first_unknown = index + 1, line + 1
    return result


def _places(found: Sequence[bytes], recorded: Sequence[bytes]) -> list[int | None]:
    """The recorded index of each line; None for what was never recorded, or stands a second time."""
    known = {leaf: n for n, leaf in enumerate(recorded)}
    return [known.pop(leaf, None) for leaf in found]


def _longest_rise(places: Sequence[int | None]) -> dict[int, int]:
    """Lines of a longest sequence of rising places (patience sorting), with their places: what did not move."""
    tails: list[int] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for line, place in enumerate(places):
        if place is None:
            continue
        at = bisect_left(tails, place)
        before[line] = ends[at - 1] if at else None
        tails[at:] = [place, *tails[at + 1 :]] if at < len(tails) else [place]
        ends[at:] = [line, *ends[at + 1 :]] if at < len(ends) else [line]
    rise: dict[int, int] = {}
    at_line = ends[-1] if ends else None
    while at_line is not None:
        rise[at_line] = places[at_line] or 0
        at_line = before[at_line]
    return rise


def _between(lines: list[int], places: Sequence[int | None], gap: list[int], *, is_tail: bool) -> Iterator[Change]:
    """Lines that stand where ``gap`` stood: as many as fit were edited, the rest was put in or is missing."""
    yield from (Change("order", line) for line in lines if places[line] is not None)
    unknown = [line for line in lines if places[line] is None]
    yield from (Change("edited", n) for n in gap[: len(unknown)])
    yield from (Change("inserted", line) for line in unknown[len(gap) :])
    missing = gap[len(unknown) :]
    if missing:
        what = "truncated" if is_tail and not lines else "missing"
        yield from (Change(what, first, count) for first, count in _runs(missing))


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    start = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            yield numbers[start], at - start
            start = at

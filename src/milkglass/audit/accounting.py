"""Who saw what of one person: pseudonyms in, every disclosure out, from rows that were checked against the entries they belong to.

Rows are read whole, not through an index: an index that somebody edited would hide a disclosure, a row that somebody took out
shows. `service/search_subject.py` reads the database and calls this. Pure; spec: `docs/spec/audit-entry.md` sections 5 and 9.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from milkglass.audit.disclosure import DisclosureRow, row_hash, rows_root
from milkglass.audit.entry import EntryType
from milkglass.errors import VerifyError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from milkglass.audit.entry import Entry

_BEFORE: Final = b'"subj":"'
_HEX: Final = 32


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A row as the database has it; ``data`` is None once it was erased."""

    n: int
    i: int
    data: bytes | None
    hash: bytes


@dataclass(frozen=True, slots=True)
class Disclosed:
    """One value of the person that was opened: in which result, and the row that says so."""

    result: Entry
    row: DisclosureRow


def disclosed(
    results: Mapping[int, Entry], rows: Iterable[StoredRow], subjects: Collection[str]
) -> Iterator[Disclosed]:
    """The rows of these pseudonyms, in order.

    Args:
        results: Every `reveal.result` of the log by its index.
        rows: Every row, by entry and position.
        subjects: Pseudonyms, 32 hex characters each.

    Raises:
        VerifyError: ``verify.rows`` if the rows are not those that the entries commit to; the answer would not be whole.
    """
    wanted = frozenset(name.encode() for name in subjects)
    left = {n for n, entry in results.items() if entry.values is not None and entry.values.count}
    for n, group in groupby(rows, key=lambda row: row.n):
        of_entry = list(group)
        _check(results.get(n), of_entry)
        left.discard(n)
        yield from (
            Disclosed(results[n], DisclosureRow.decode(row.data))
            for row in of_entry
            if row.data is not None and _subject(row.data) in wanted
        )
    if left:
        raise _unfit()


def _subject(data: bytes) -> bytes:
    """The pseudonym in a row's bytes: keys are sorted and no value before it holds a quotation mark."""
    begin = data.find(_BEFORE) + len(_BEFORE)
    return data[begin : begin + _HEX]


def _check(result: Entry | None, rows: list[StoredRow]) -> None:
    if result is None or result.type is not EntryType.REVEAL_RESULT or result.values is None:
        raise _unfit()
    if [row.i for row in rows] != list(range(result.values.count)):
        raise _unfit()
    if any(row.data is not None and row_hash(row.data) != row.hash for row in rows):
        raise _unfit()
    if rows_root(row.hash for row in rows) != result.values.root:
        raise _unfit()


def _unfit() -> VerifyError:
    return VerifyError(
        "the disclosure rows are not those that the log commits to",
        code="verify.rows",
        hint="the answer would not be whole: run milkglass audit verify on an export",
    )

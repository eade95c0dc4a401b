"""The log in the database: appends in the caller's transaction and signs the new head in it.

Use cases call `AuditLog.append` inside the transaction that holds the effect, so a step and its record are durable together or
not at all. IO; spec: `docs/spec/audit-entry.md` sections 1, 2, 4 and 6.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import UTC, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from milkglass.audit import checkpoint as notes
from milkglass.audit.checkpoint import Checkpoint
from milkglass.audit.disclosure import row_hash, rows_root
from milkglass.audit.entry import Draft, Entry, EntryType, decode, encode
from milkglass.audit.jsontext import format_time, parse_time
from milkglass.audit.merkle import EMPTY_ROOT, Frontier, leaf_hash
from milkglass.audit.proof import inclusion_proof
from milkglass.db.engine import hint_of
from milkglass.db.tables.audit import audit_entries, audit_rows, audit_state
from milkglass.errors import AuditError, FormatError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from datetime import datetime

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from milkglass.audit.disclosure import DisclosureRow

_DRAFT_FIELDS: Final = tuple(field.name for field in fields(Draft))
_MILLISECOND: Final = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that an entry stands in the log: check with `proof.verify_inclusion` against the signed checkpoint."""

    index: int
    leaf_hash: bytes
    proof: tuple[bytes, ...]
    checkpoint: str


@dataclass(frozen=True, slots=True)
class Step:
    """What one caller wants recorded: entries in order, and the disclosure rows of the one `reveal.result` among them."""

    drafts: tuple[Draft, ...]
    rows: Sequence[DisclosureRow] = ()


@dataclass(frozen=True, slots=True)
class _Head:
    frontier: Frontier
    last_at: datetime | None
    note: str | None


class AuditLog:
    """Appends to the one log of a server.

    Args:
        origin: Name of the log, also the key name of its checkpoints.
        signing_key: Signs every new head.
        clock: Gives the time, aware, UTC.
        random: Gives that many random bytes.
    """

    def __init__(
        self,
        origin: str,
        signing_key: Ed25519PrivateKey,
        *,
        clock: Callable[[], datetime],
        random: Callable[[int], bytes],
    ) -> None:
        self.origin: Final = origin
        self.vkey: Final = notes.vkey(origin, signing_key.public_key())
        self._key = signing_key
        self._clock = clock
        self._random = random

    def now(self, conn: Connection) -> datetime:
        """Log time: the clock, but never before the last entry.

        Judge a grant by this, read inside the transaction, and pass it to `append` as ``at``: then the record shows the very
        moment that was judged, and turning the clock back prolongs nothing.
        """
        head = self._head(conn)
        return max(_cut(self._clock()), head.last_at) if head.last_at else _cut(self._clock())

    def append(
        self, conn: Connection, *drafts: Draft, rows: Sequence[DisclosureRow] = (), at: datetime | None = None
    ) -> list[Entry]:
        """Append entries in the caller's transaction and sign the new head in it.

        Args:
            conn: Open connection in a transaction that no other writer can interleave (``Database.transaction``).
            drafts: What happened, in order.
            rows: Disclosure rows of the one `reveal.result` among the drafts; its ``values.root`` is filled in.
            at: The time to record; the clock when left out.

        Returns:
            The entries as recorded.

        Raises:
            AuditError: The database refused, or its head does not fit; the caller's transaction must roll back.
            FormatError: A draft does not fit the format; likewise.
        """
        return self.append_all(conn, [Step(drafts, rows)], at)

    def append_all(self, conn: Connection, steps: Sequence[Step], at: datetime | None = None) -> list[Entry]:
        """Append the entries of several callers under one signed head; otherwise as `append`.

        Raises:
            AuditError: The database refused, or its head does not fit; the caller's transaction must roll back.
            FormatError: A draft does not fit the format; likewise.
        """
        committed = [_commit_to(step.rows, step.drafts) for step in steps]
        drafts = [draft for drafts in committed for draft in drafts]
        if not drafts:
            return []
        with _database_errors():
            head = self._head(conn)
            placed = self._place(head, drafts, at or self._clock())
            leaves = [leaf_hash(data) for _, data in placed]
            for leaf in leaves:
                head.frontier.append(leaf)
            entries = [entry for entry, _ in placed]
            found = [{"n": e.n, "bytes": data, "leaf_hash": h} for (e, data), h in zip(placed, leaves, strict=True)]
            conn.execute(insert(audit_entries), found)
            left = iter(entries)
            for step, drafts_of in zip(steps, committed, strict=True):
                _insert_rows(conn, list(islice(left, len(drafts_of))), step.rows)
            self._write_head(conn, head, entries[-1].t, first=entries[0].n == 0)
        return entries

    def entries(
        self, conn: Connection, after: int = -1, limit: int | None = None, types: Collection[EntryType] | None = None
    ) -> list[Entry]:
        """Entries with an index larger than ``after``, in order, at most ``limit`` of them, of these types or of all.

        Raises:
            AuditError: The database refused, or holds what is no entry.
        """
        found: list[Entry] = []
        wanted = None if types is None else frozenset(types)
        for _, data, _ in stored_entries(conn, after=after):
            if limit is not None and len(found) >= limit:
                break
            entry = _decode_stored(data)
            if wanted is None or entry.type in wanted:
                found.append(entry)
        return found

    def checkpoint(self, conn: Connection) -> str:
        """The newest signed note; for a log without entries, one over the empty tree."""
        note = self._head(conn).note
        return note if note is not None else notes.sign(Checkpoint(self.origin, 0, EMPTY_ROOT), self._key)

    def receipt(self, conn: Connection, index: int) -> Receipt:
        """Inclusion proof of one entry against the newest checkpoint; reads every leaf hash.

        Raises:
            UsageError: There is no such entry.
            AuditError: The database refused.
        """
        note = self.checkpoint(conn)
        leaves = [leaf for _, _, leaf in stored_entries(conn, before=notes.peek(note).size, with_bytes=False)]
        path = tuple(inclusion_proof(leaves, index))
        return Receipt(index, leaves[index], path, note)

    def _head(self, conn: Connection) -> _Head:
        with _database_errors():
            row = conn.execute(select(audit_state)).one_or_none()
        if row is None:
            return _Head(Frontier(), None, None)
        try:
            frontier, last_at = Frontier.from_bytes(row.frontier), parse_time(row.last_t)
            signed = notes.peek(row.checkpoint)
        except FormatError:
            raise _unfit() from None
        if (signed.origin, signed.size, signed.root) != (self.origin, row.size, frontier.root()):
            raise _unfit()
        return _Head(frontier, last_at, row.checkpoint)

    def _place(self, head: _Head, drafts: Sequence[Draft], at: datetime) -> list[tuple[Entry, bytes]]:
        clock, last = _cut(at), head.last_at
        moment = max(clock, last) if last else clock
        skew = (moment - clock) // _MILLISECOND or None
        placed = []
        for n, draft in enumerate(drafts, start=head.frontier.size):
            same = {name: getattr(draft, name) for name in _DRAFT_FIELDS}
            entry = Entry(**same, n=n, id=_uuid7(moment, self._random), t=moment, skew=skew)
            data = encode(entry)
            placed.append((decode(data), data))
        return placed

    def _write_head(self, conn: Connection, head: _Head, last_at: datetime, *, first: bool) -> None:
        frontier = head.frontier
        values = {
            "size": frontier.size,
            "frontier": frontier.to_bytes(),
            "last_t": format_time(last_at),
            "checkpoint": notes.sign(Checkpoint(self.origin, frontier.size, frontier.root()), self._key),
        }
        if first:
            conn.execute(insert(audit_state), {"id": 1, **values})
            return
        done = conn.execute(update(audit_state).where(audit_state.c.checkpoint == head.note), values)
        if done.rowcount != 1:
            raise AuditError("another writer appended in between")


def stored_entries(
    conn: Connection, *, after: int = -1, before: int | None = None, with_bytes: bool = True
) -> Iterator[tuple[int, bytes, bytes]]:
    """Index, bytes and recorded leaf hash of entries, in order, read in portions.

    Raises:
        AuditError: The database refused.
    """
    table = audit_entries.c
    columns = (table.n, table.bytes, table.leaf_hash) if with_bytes else (table.n, table.n, table.leaf_hash)
    query = select(*columns).where(table.n > after).order_by(table.n).execution_options(yield_per=1000)
    with _database_errors():
        for row in conn.execute(query if before is None else query.where(table.n < before)):
            yield row[0], row[1], row[2]


def _unfit() -> AuditError:
    return AuditError("the head of the log does not fit its checkpoint", hint="run milkglass audit verify")


def _decode_stored(data: bytes) -> Entry:
    try:
        return decode(data)
    except FormatError as error:
        raise AuditError("the database holds what is no entry", hint="run milkglass audit verify") from error


def _commit_to(rows: Sequence[DisclosureRow], drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Put the root over the rows into the one draft that they belong to."""
    results = [draft for draft in drafts if draft.type is EntryType.REVEAL_RESULT]
    if rows and len(results) != 1:
        raise AuditError("disclosure rows need exactly one reveal result")
    return tuple(_with_root(draft, rows) if draft.type is EntryType.REVEAL_RESULT else draft for draft in drafts)


def _with_root(draft: Draft, rows: Sequence[DisclosureRow]) -> Draft:
    if [row.i for row in rows] != list(range(len(rows))):
        raise AuditError("disclosure rows are not numbered from 0")
    if draft.values is None or dict(draft.values.kinds) != Counter(row.kind for row in rows):
        raise AuditError("disclosure rows do not match the counts of the reveal result")
    root = rows_root(row_hash(row.encode()) for row in rows)
    return replace(draft, values=replace(draft.values, root=root))


def _insert_rows(conn: Connection, entries: Sequence[Entry], rows: Sequence[DisclosureRow]) -> None:
    if not rows:
        return
    (n,) = (entry.n for entry in entries if entry.type is EntryType.REVEAL_RESULT)
    coded = [(row.i, row.encode()) for row in rows]
    conn.execute(insert(audit_rows), [{"entry": n, "i": i, "bytes": d, "hash": row_hash(d)} for i, d in coded])


def _uuid7(moment: datetime, random: Callable[[int], bytes]) -> str:
    """UUID version 7 (RFC 9562 section 5.7): 48 bits of milliseconds, then random bits."""
    milliseconds = int(moment.timestamp() * 1000 + 0.5)
    raw = bytearray(milliseconds.to_bytes(6, "big") + random(10))
    raw[6] = 0x70 | raw[6] & 0x0F
    raw[8] = 0x80 | raw[8] & 0x3F
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _cut(moment: datetime) -> datetime:
    """The moment in UTC, cut to milliseconds as it is recorded."""
    moment = moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@contextmanager
def _database_errors() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise AuditError("the database refused the record", hint=hint_of(error)) from error

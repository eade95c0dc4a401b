"""The whole record, read from the database and checked against its signed head: what an answer about the past stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from milkglass.audit import checkpoint as notes
from milkglass.audit.accounting import StoredRow
from milkglass.audit.entry import Entry, decode
from milkglass.audit.merkle import Frontier, leaf_hash
from milkglass.audit.store import stored_entries
from milkglass.db.tables.audit import audit_rows
from milkglass.errors import AuditError, FormatError, VerifyError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milkglass.service.services import Look, Services


def checked_entries(services: Services, at: Look) -> list[Entry]:
    """Every entry, in order.

    Raises:
        AuditError: if they are not what was signed; code ``audit.tampered``.
    """
    frontier, found = Frontier(), list[Entry]()
    try:
        for _, data, _ in stored_entries(at.conn, before=at.size):
            frontier.append(leaf_hash(data))
            found.append(decode(data))
        head = notes.verify(services.log.checkpoint(at.conn), services.log.vkey)
    except (FormatError, VerifyError):
        raise _tampered() from None
    if (head.size, head.root) != (frontier.size, frontier.root()):
        raise _tampered()
    return found


def stored_rows(at: Look) -> Iterator[StoredRow]:
    """Every disclosure row, by entry and position, read in portions."""
    table = audit_rows.c
    query = select(table.entry, table.i, table.bytes, table.hash).order_by(table.entry, table.i)
    for n, i, data, digest in at.conn.execute(query.execution_options(yield_per=1000)):
        yield StoredRow(n, i, data, digest)


def _tampered() -> AuditError:
    return AuditError(
        "the log in the database is not what was signed",
        code="audit.tampered",
        hint="run milkglass audit verify on an export",
    )

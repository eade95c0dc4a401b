"""Follows the signed log and keeps what it says (``facts.py``): the truth that a reveal trusts.

Rows can be edited by who owns the database file; the log cannot, without the signing key. The ledger reads every entry once,
in order, and checks each portion against the signed checkpoint before it believes it. It remembers in memory, so that
deleting or editing an old entry later changes nothing, and shows.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from milkglass.audit import checkpoint as notes
from milkglass.audit.entry import decode
from milkglass.audit.merkle import Frontier, leaf_hash
from milkglass.audit.store import stored_entries
from milkglass.errors import AuditError, FormatError, VerifyError
from milkglass.service.facts import Facts

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from milkglass.audit.store import AuditLog


class Ledger:
    """Follows the log of one server. Safe between threads.

    Args:
        log: The log.
    """

    def __init__(self, log: AuditLog) -> None:
        self._log = log
        self._lock = threading.Lock()
        self._frontier = Frontier()
        self.facts = Facts()

    def catch_up(self, conn: Connection) -> int:
        """Read what was appended since; the size of the log as this transaction sees it.

        Call this first in a transaction, before anything is read or appended in it: the transaction then begins under the
        lock, and never sees less than what was read before.

        Raises:
            AuditError: if the log in the database is not what was signed; code ``audit.tampered``.
        """
        with self._lock:
            try:
                head = notes.verify(self._log.checkpoint(conn), self._log.vkey)
                if head.size != self._frontier.size or head.root != self._frontier.root():
                    self._read_new(conn, head)
            except (FormatError, VerifyError):
                raise _tampered() from None
            return head.size

    def _read_new(self, conn: Connection, head: notes.Checkpoint) -> None:
        """Check the whole portion first, believe it after."""
        frontier = Frontier.from_bytes(self._frontier.to_bytes())
        found = []
        for n, data, _ in stored_entries(conn, after=frontier.size - 1, before=head.size):
            entry = decode(data)
            if n != frontier.size or entry.n != n:
                raise _tampered()
            frontier.append(leaf_hash(data))
            found.append(entry)
        if frontier.size != head.size or frontier.root() != head.root:
            raise _tampered()
        self._frontier = frontier
        for entry in found:
            self.facts.note(entry)


def _tampered() -> AuditError:
    return AuditError(
        "the log in the database is not what was signed",
        code="audit.tampered",
        hint="nothing is opened until this is looked at: run milkglass audit verify on an export",
    )

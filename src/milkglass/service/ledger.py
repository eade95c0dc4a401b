"""What the signed log says about grants, sessions and step-ups: the truth that a reveal trusts.

Rows can be edited by who owns the database file; the log cannot, without the signing key. The ledger reads every entry once,
in order, and checks each portion against the signed checkpoint before it believes it. It remembers in memory, so that
deleting or editing an old entry later changes nothing, and shows.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from milkglass.audit import checkpoint as notes
from milkglass.audit.entry import Entry, EntryType, Out, decode
from milkglass.audit.merkle import Frontier, leaf_hash
from milkglass.audit.store import stored_entries
from milkglass.errors import AuditError, FormatError, VerifyError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from milkglass.audit.entry import Scope, Window
    from milkglass.audit.store import AuditLog

_ENDS = {
    EntryType.GRANT_REVOKE: "revoked",
    EntryType.GRANT_RETURN: "returned",
    EntryType.GRANT_END: "incident",
}


@dataclass(frozen=True, slots=True)
class IssuedGrant:
    """A grant as its entries say."""

    holder: str
    request: str | None
    scope: Scope
    window: Window
    incident: str | None
    ended_at: datetime | None = None
    ended_why: str | None = None
    values_opened: int = 0


class Ledger:
    """Follows the log of one server. Safe between threads.

    Args:
        log: The log.
    """

    def __init__(self, log: AuditLog) -> None:
        self._log = log
        self._lock = threading.Lock()
        self._frontier = Frontier()
        self._grants: dict[str, IssuedGrant] = {}
        self._sessions: dict[str, str] = {}
        self._step_ups: dict[tuple[str, str], datetime] = {}
        self._policy_hash: str | None = None

    @property
    def policy_hash(self) -> str | None:
        """Hex SHA-256 of the policy that was loaded last."""
        return self._policy_hash

    def catch_up(self, conn: Connection) -> None:
        """Read what was appended since. Call this first in a transaction, before anything is read or appended in it.

        Raises:
            AuditError: if the log in the database is not what was signed; code ``audit.tampered``.
        """
        with self._lock:
            try:
                head = notes.verify(self._log.checkpoint(conn), self._log.vkey)
                if head.size == self._frontier.size and head.root == self._frontier.root():
                    return
                self._read_new(conn, head)
            except (FormatError, VerifyError):
                raise _tampered() from None

    def grant(self, grant_id: str) -> IssuedGrant | None:
        """The grant of this id, if the log holds its issue."""
        return self._grants.get(grant_id)

    def session_holder(self, sess: str) -> str | None:
        """Whose session this is, if the log says that it was opened and not closed."""
        return self._sessions.get(sess)

    def stepped_up_at(self, grant_id: str, sess: str) -> datetime | None:
        """When a second factor was given for this grant in this session."""
        return self._step_ups.get((grant_id, sess))

    def is_stepped_up(self, grant_id: str) -> bool:
        """Whether a second factor was given for this grant in a session that was not closed."""
        return any(grant == grant_id for grant, _ in tuple(self._step_ups))

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
        self._believe(found)

    def _believe(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            if entry.out is Out.OK:
                self._note_session(entry)
                self._note_grant(entry)
                if entry.type is EntryType.POLICY_LOAD:
                    self._policy_hash = entry.about

    def _note_session(self, entry: Entry) -> None:
        if entry.sess is None:
            return
        if entry.type is EntryType.SESSION_OPEN:
            self._sessions[entry.sess] = entry.actor.sub
        elif entry.type is EntryType.SESSION_CLOSE:
            self._sessions.pop(entry.sess, None)
            for key in [key for key in self._step_ups if key[1] == entry.sess]:
                del self._step_ups[key]
        elif entry.type is EntryType.STEPUP_OK and entry.grant is not None:
            self._step_ups[entry.grant, entry.sess] = entry.t

    def _note_grant(self, entry: Entry) -> None:
        if entry.grant is None:
            return
        if entry.type is EntryType.GRANT_ISSUE and entry.about and entry.scope and entry.window:
            issued = IssuedGrant(entry.about, entry.req, entry.scope, entry.window, entry.incident)
            self._grants.setdefault(entry.grant, issued)
            return
        known = self._grants.get(entry.grant)
        if known is None:
            return
        if entry.type in _ENDS and known.ended_at is None:
            known = replace(known, ended_at=entry.t, ended_why=_ENDS[entry.type])
        elif entry.type is EntryType.REVEAL_RESULT and entry.values is not None:
            known = replace(known, values_opened=known.values_opened + entry.values.count)
        self._grants[entry.grant] = known


def _tampered() -> AuditError:
    return AuditError(
        "the log in the database is not what was signed",
        code="audit.tampered",
        hint="nothing is opened until this is looked at: run milkglass audit verify on an export",
    )

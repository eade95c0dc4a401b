"""What the use cases share, made once by ``bootstrap``, and the two ways to touch the database: ``look`` and ``change``."""

from __future__ import annotations

import base64
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from milkglass.errors import AuditError, FormatError, StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from milkglass.access.policy import PolicySet
    from milkglass.audit.disclosure import DisclosureRow
    from milkglass.audit.entry import Draft
    from milkglass.audit.store import AuditLog
    from milkglass.config import ServerSettings
    from milkglass.db.denied import DenyFile
    from milkglass.db.engine import Database
    from milkglass.db.texts import TextStore
    from milkglass.identity.passwords import Profile
    from milkglass.identity.store import IdentityStore
    from milkglass.incidents.sources.builtin import BuiltinIncidents
    from milkglass.keys.accounting import YearKeys
    from milkglass.masking.keyring import KeyringRow
    from milkglass.service.facts import Counted, Facts
    from milkglass.service.ledger import Ledger
    from milkglass.service.rows import AccessRows

_ID_BYTES = 10


class KindKey(Protocol):
    """Opens sealed values of one kind, service and day."""

    def open(self, text: str) -> tuple[bytes, bool]:
        """The value, and whether it stood as a bare JSON number; raises ``OpenError``."""


class Keys(Protocol):
    """The part of a key provider that the service uses."""

    @property
    def domain(self) -> str:
        """Name of these keys, as ``logs.example.com``."""

    def open_day(self, row: KeyringRow, kinds: Collection[str]) -> Mapping[str, KindKey]:
        """The keys of these kinds on the day of this row."""

    def side_key(self, label: str) -> bytes:
        """A key for the server's own use."""


class Keyring(Protocol):
    """The rows of day secrets."""

    def row(self, kid: str) -> KeyringRow | None:
        """The row of this key id."""

    def add(self, rows: Sequence[KeyringRow]) -> int:
        """Add rows durably; how many were new."""

    def months(self) -> list[str]:
        """Months that sealed values may stand in, ``YYYY-MM``."""


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a use case needs.

    Args:
        settings: Where things live.
        db: The database.
        log: Appends entries.
        ledger: What the log says about grants and sessions.
        identity: Accounts, sessions, factors.
        incidents: Incidents and on-call lists.
        texts: Sealed free texts.
        rows: Requests, reviews, grants.
        denied: Pseudonyms of erased subjects, kept beside the database.
        policy: Decides.
        keys: Opens days.
        keyring: Finds the row of a day.
        accounting: Keys of the years, for pseudonyms in disclosure rows.
        sensitivity: Of every known kind, 1 to 4.
        passwords: Cost of new password hashes.
        clock: The time, aware, UTC.
        random: That many random bytes.
    """

    settings: ServerSettings
    db: Database
    log: AuditLog
    ledger: Ledger
    identity: IdentityStore
    incidents: BuiltinIncidents
    texts: TextStore
    rows: AccessRows
    denied: DenyFile
    policy: PolicySet
    keys: Keys
    keyring: Keyring
    accounting: YearKeys
    sensitivity: Mapping[str, int]
    passwords: Profile
    clock: Callable[[], datetime]
    random: Callable[[int], bytes]

    def new_id(self, prefix: str) -> str:
        """An id that nobody can guess: prefix, underscore, 16 letters and digits."""
        return f"{prefix}_{base64.b32encode(self.random(_ID_BYTES)).decode().lower()}"


@dataclass(frozen=True, slots=True)
class Look:
    """One state of the database, the log time it is judged by, the size of its log, and what the log says."""

    conn: Connection
    now: datetime
    size: int
    facts: Facts

    def count(self, what: Counted, name: str) -> int:
        """How often this was written, as the log of this state says."""
        return self.facts.count(what, name, self.size)


@dataclass(frozen=True, slots=True)
class Change(Look):
    """A transaction that nobody else can write in between."""

    log: AuditLog

    def record(self, *drafts: Draft, rows: Sequence[DisclosureRow] = ()) -> None:
        """Append entries to the log in this transaction, at its time.

        Raises:
            AuditError: if they cannot be recorded; the transaction must roll back.
        """
        try:
            self.log.append(self.conn, *drafts, rows=rows, at=self.now)
        except FormatError as error:
            raise AuditError(f"a step cannot be recorded: {error.message}") from None


@contextmanager
def change(services: Services) -> Iterator[Change]:
    """A writing transaction whose time is log time; the ledger knows everything before it.

    Raises:
        StorageError: if the database refused; nothing was done.
        AuditError: if the log refused; nothing was done.
    """
    with services.db.transaction() as conn:
        size = services.ledger.catch_up(conn)
        yield Change(conn, services.log.now(conn), size, services.ledger.facts, services.log)
    with suppress(StorageError), services.db.read() as conn:
        services.ledger.catch_up(conn)  # so that taking back what was just committed is noticed from now on


@contextmanager
def look(services: Services) -> Iterator[Look]:
    """One state of the database to read from; the ledger knows everything in it.

    Raises:
        StorageError: if the database refused.
        AuditError: if the log is not what was signed.
    """
    with services.db.read() as conn:
        size = services.ledger.catch_up(conn)
        yield Look(conn, services.log.now(conn), size, services.ledger.facts)

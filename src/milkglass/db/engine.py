"""One SQLite file or one PostgreSQL database, opened so that what is committed is on the disk.

A writing transaction begins under a lock of the whole database (SQLite ``BEGIN IMMEDIATE``, PostgreSQL an advisory lock): writers
of all processes and servers queue up before they read, so what a use case checks is still so when it writes
(``docs/decisions/0013-one-writer-at-a-time.md``). IO.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from milkglass.errors import MissingPartError, StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection, Engine, Table

_BUSY_SECONDS = 10
_WRITER_LOCK = 0x6D696C6B
"""Key of the advisory lock ("milk"): one for each PostgreSQL database, held until the transaction ends."""

_POOL: Any = {"pool_size": 8, "max_overflow": 64, "hide_parameters": True}
_MIGRATIONS = "milkglass.db:migrations"
_WRITES = "milkglass_writes"


class Database:
    """The database of one server; safe to share between threads, and with other processes and servers.

    Args:
        where: The SQLite file (created, readable by its owner only, if it does not exist), or a ``postgresql://`` address.

    Raises:
        MissingPartError: if the address is PostgreSQL's and its driver is not installed.
    """

    def __init__(self, where: Path | str) -> None:
        self.path = where if isinstance(where, Path) else None
        self._engine = _sqlite(where) if isinstance(where, Path) else _postgresql(where)

    def migrate(self) -> None:
        """Bring the tables to the newest version.

        Raises:
            StorageError: if the file cannot be made, or the database refused.
        """
        if self.path is not None:
            _make(self.path)
        config = Config()
        config.set_main_option("script_location", _MIGRATIONS)
        with self._connection(writes=True, checks_links=False) as conn:
            config.attributes["connection"] = conn
            command.upgrade(config, "head")
            is_sqlite = self.path is not None
            if is_sqlite and conn.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise StorageError("a row points at one that is not there", code="storage.tampered")

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection in a transaction that may write; committed at the end, rolled back on any error.

        Raises:
            StorageError: if the database refused (full, read-only, locked); nothing was done.
        """
        with self._connection(writes=True) as conn:
            yield conn

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the database.

        Raises:
            StorageError: if the database refused.
        """
        with self._connection(writes=False) as conn:
            yield conn

    def close(self) -> None:
        """Close every pooled connection."""
        self._engine.dispose()

    @contextmanager
    def _connection(self, *, writes: bool, checks_links: bool = True) -> Iterator[Connection]:
        """SQLite changes a table by making a new one, which foreign keys would forbid (sqlite.org/lang_altertable.html)."""
        try:
            with self._engine.connect().execution_options(**{_WRITES: writes}) as conn:
                if self.path is not None:
                    raw: Any = conn.connection.dbapi_connection
                    raw.execute(f"PRAGMA foreign_keys={'ON' if checks_links else 'OFF'}")
                with conn.begin():
                    yield conn
        except SQLAlchemyError as error:
            raise _refusal(error) from None


def upsert(conn: Connection, table: Table, key: str, values: Mapping[str, Any]) -> None:
    """Insert a row, or write over the one that has this key."""
    make: Any = postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert
    conn.execute(make(table).values(**values).on_conflict_do_update(index_elements=[key], set_=dict(values)))


def _make(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise _refusal(error) from None


def _sqlite(path: Path) -> Engine:
    busy = {"timeout": _BUSY_SECONDS, "check_same_thread": False}
    engine = create_engine(f"sqlite:///{path}", connect_args=busy, **_POOL)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _postgresql(address: str) -> Engine:
    """Reading sees one snapshot; writing reads what the writer before it committed, once the lock is held."""
    if find_spec("psycopg") is None:
        raise MissingPartError("there is no driver for PostgreSQL", hint="install milkglass[postgres]")
    settings = f"-c synchronous_commit=on -c lock_timeout={_BUSY_SECONDS}s -c timezone=UTC"
    url = "postgresql+psycopg" + address[address.index(":") :]
    waits = {"options": settings, "connect_timeout": _BUSY_SECONDS}
    engine = create_engine(url, connect_args=waits, isolation_level="REPEATABLE READ", pool_pre_ping=True, **_POOL)
    event.listen(engine, "begin", _lock)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(conn: Connection) -> None:
    conn.exec_driver_sql("BEGIN IMMEDIATE" if _writes(conn) else "BEGIN")


def _lock(conn: Connection) -> None:
    if _writes(conn):
        conn.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        conn.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})")


def _writes(conn: Connection) -> bool:
    return bool(conn.get_execution_options().get(_WRITES))


def hint_of(error: Exception) -> str:
    """The next step after what the database said; never a part of its message, which may quote what was to be stored."""
    said = str(getattr(error, "orig", error)).lower()
    return next(
        (hint for word, hint in _HINTS if word in said), "look at disk space and permissions of the data folder"
    )


def _refusal(error: Exception) -> StorageError:
    """Names the class of the failure and the next step only."""
    return StorageError(f"the database refused ({type(error).__name__})", hint=hint_of(error))


_HINTS = (
    ("locked", "another process holds the database: end it or wait, then ask again"),
    ("lock timeout", "another server holds the log: look for a long transaction in pg_stat_activity, then ask again"),
    ("readonly", "the database is read-only: make the data folder writable for the server, then ask again"),
    ("read-only", "the database is read-only: point database_url at the primary, then ask again"),
    ("disk is full", "the disk is full: make room, then ask again"),
    ("no space", "the disk of the database is full: make room, then ask again"),
    ("connection", "the database server does not answer: look whether it runs and whether database_url is right"),
)
"""What is looked for in the database's own message, and what to do."""

"""One SQLite file, opened so that what is committed is on the disk: WAL, ``synchronous=FULL``, foreign keys on.

A writing transaction begins with ``BEGIN IMMEDIATE``: writers of all processes queue up before they read, so what a use case
checks is still so when it writes. IO.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, event
from sqlalchemy.exc import SQLAlchemyError

from milkglass.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

_BUSY_SECONDS = 10
_MIGRATIONS = "milkglass.db:migrations"
_WRITES = "milkglass_writes"


class Database:
    """The database of one server; safe to share between threads, and with other processes on the same file.

    Args:
        path: The file; created, readable by its owner only, if it does not exist.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = create_engine(
            f"sqlite:///{path}",
            hide_parameters=True,
            pool_size=8,
            max_overflow=64,
            connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False},
        )
        event.listen(self._engine, "connect", _prepare)
        event.listen(self._engine, "begin", _begin)

    def migrate(self) -> None:
        """Bring the tables to the newest version.

        Raises:
            StorageError: if the file cannot be made, or the database refused.
        """
        try:
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
        except OSError as error:
            raise _refusal(error) from None
        config = Config()
        config.set_main_option("script_location", _MIGRATIONS)
        with self._connection(writes=True, checks_links=False) as conn:
            config.attributes["connection"] = conn
            command.upgrade(config, "head")
            if conn.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
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
                raw: Any = conn.connection.dbapi_connection
                raw.execute(f"PRAGMA foreign_keys={'ON' if checks_links else 'OFF'}")
                with conn.begin():
                    yield conn
        except SQLAlchemyError as error:
            raise _refusal(error) from None


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(conn: Connection) -> None:
    conn.exec_driver_sql("BEGIN IMMEDIATE" if conn.get_execution_options().get(_WRITES) else "BEGIN")


def _refusal(error: Exception) -> StorageError:
    """Names the class of the failure only: a database's own message may quote what was to be stored."""
    return StorageError(
        f"the database refused ({type(error).__name__})", hint="look at disk space and permissions of the data folder"
    )

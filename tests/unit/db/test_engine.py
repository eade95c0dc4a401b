"""The database: durable settings, writers that queue up, refusals that quote nothing."""

from __future__ import annotations

import re
import stat
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, insert, select

import milkglass.db.migrations
from milkglass.db.engine import Database
from milkglass.db.tables.incidents import on_call
from milkglass.db.tables.registry import metadata
from milkglass.errors import StorageError

ROW = {"service": "shop", "people": "ann", "rev": 1, "mac": b"m" * 32}


def test_migrations_make_what_the_tables_say(database: Database) -> None:
    """A migrated database has exactly the tables, columns, keys and indices of the metadata."""
    with database.read() as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrations_write_the_same_words(database: Database) -> None:
    """Checks, keys and names too, which the comparison above leaves out: the stored statements have the same parts."""
    made = create_engine("sqlite://")
    metadata.create_all(made)
    query = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'"
    with database.read() as migrated, made.connect() as created:
        found = [
            {(kind, name): _parts(sql) for kind, name, sql in conn.exec_driver_sql(query)}
            for conn in (migrated, created)
        ]
    made.dispose()
    assert found[0] == found[1]
    assert len(found[0]) > 10


def _parts(sql: str) -> set[str]:
    """What a statement says between the commas of its list; a column that was added later stands at its end."""
    head, _, body = re.sub(r"[\s\"]+", " ", sql).partition("(")
    inside = re.split(r",(?![^()]*\))|(?=CONSTRAINT)", body.rpartition(")")[0])
    return {head.strip(), *(re.sub(r"[ ()]+", " ", part).strip() for part in inside)}


def test_migrating_twice_changes_nothing(database: Database) -> None:
    """A second start finds nothing to do, and nothing is left to do."""
    with database.read() as conn:
        first = MigrationContext.configure(conn).get_current_revision()
    database.migrate()
    with database.read() as conn:
        assert MigrationContext.configure(conn).get_current_revision() == first
    versions = Path(milkglass.db.migrations.__file__).parent / "versions"
    assert first == max(path.name[1:5] for path in versions.glob("v*.py"))


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10_000)]
)
def test_every_connection_is_durable(database: Database, pragma: str, value: object) -> None:
    """Committed is on the disk: WAL with synchronous=FULL on reading and writing connections."""
    for begin in (database.read, database.transaction):
        with begin() as conn:
            assert conn.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value


def test_the_file_is_the_owners_only(database: Database) -> None:
    """Database, WAL and shared memory can be read by their owner only."""
    with database.transaction() as conn:
        conn.execute(insert(on_call), ROW)
    for file in database.path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_error_rolls_back(database: Database) -> None:
    """Whatever is raised inside a transaction, nothing of it stays."""
    with pytest.raises(KeyError), database.transaction() as conn:  # noqa: PT012 - the write belongs to it
        conn.execute(insert(on_call), ROW)
        raise KeyError
    with database.read() as conn:
        assert conn.execute(select(on_call)).all() == []


def test_refusals_quote_nothing(database: Database) -> None:
    """A refused statement becomes a StorageError that holds no value and no chain that holds one."""
    secret = "canary-value"
    with pytest.raises(StorageError) as caught, database.transaction() as conn:  # noqa: PT012 - both writes belong to it
        conn.execute(insert(on_call), {**ROW, "people": secret})
        conn.execute(insert(on_call), {**ROW, "people": secret})
    assert secret not in f"{caught.value}{caught.value.hint}"
    assert caught.value.__suppress_context__
    assert secret not in str(caught.value.__context__)


def test_writers_queue_up(database: Database) -> None:
    """Ten threads that read a number and write the next one never write the same: each sees what the one before wrote."""
    with database.transaction() as conn:
        conn.execute(insert(on_call), {**ROW, "people": "0"})

    def count() -> None:
        for _ in range(5):
            with database.transaction() as conn:
                now = int(conn.execute(select(on_call.c.people)).scalar_one())
                conn.execute(on_call.update(), {"people": str(now + 1)})

    threads = [threading.Thread(target=count) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as conn:
        assert conn.execute(select(on_call.c.people)).scalar_one() == "50"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """A database that cannot be made is a StorageError."""
    with pytest.raises(StorageError):
        Database(tmp_path / "nowhere" / "milkglass.db").migrate()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    """A file with other content is refused, and stays as it is."""
    path = tmp_path / "milkglass.db"
    path.write_bytes(b"not a database" * 100)
    database = Database(path)
    with pytest.raises(StorageError):
        database.migrate()
    assert path.read_bytes() == b"not a database" * 100
    database.close()

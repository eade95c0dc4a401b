"""Row MACs and sealed texts: what is changed, moved or exchanged in the file is noticed."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, select, update

from milkglass.db.rowseal import RowSeal
from milkglass.db.tables.access import texts
from milkglass.db.tables.incidents import on_call
from milkglass.db.texts import SecretBox, TextStore
from milkglass.errors import StorageError

if TYPE_CHECKING:
    from milkglass.db.engine import Database


DUTY = {"service": "shop", "people": "ann", "rev": 1}


@pytest.fixture
def store() -> TextStore:
    """A text store with a fresh key."""
    return TextStore(SecretBox(os.urandom(32), os.urandom), os.urandom)


def test_a_stamped_row_reads_back(database: Database) -> None:
    """A row that the server wrote passes, without its MAC."""
    seal = RowSeal(b"k" * 32)
    with database.transaction() as conn:
        conn.execute(insert(on_call), seal.stamp("on_call", DUTY))
        assert seal.check("on_call", conn.execute(select(on_call)).one()) == DUTY


@pytest.mark.parametrize("column", ["service", "people", "rev", "mac"])
def test_every_column_is_under_the_mac(database: Database, column: str) -> None:
    """A change to any column, or to the MAC, is refused."""
    seal = RowSeal(b"k" * 32)
    value = {"mac": b"m" * 32, "rev": 2}.get(column, "eve")
    with database.transaction() as conn:
        conn.execute(insert(on_call), seal.stamp("on_call", DUTY))
        conn.execute(update(on_call), {column: value})
        with pytest.raises(StorageError, match="on_call"):
            seal.check("on_call", conn.execute(select(on_call)).one())


def test_a_mac_is_of_one_table_and_one_key(database: Database) -> None:
    """A row is not accepted in another table, and not under another key."""
    seal = RowSeal(b"k" * 32)
    with database.transaction() as conn:
        conn.execute(insert(on_call), seal.stamp("on_call", DUTY))
        row = conn.execute(select(on_call)).one()
        for other, table in ((seal, "accounts"), (RowSeal(b"l" * 32), "on_call")):
            with pytest.raises(StorageError):
                other.check(table, row)


def test_a_text_reads_back_and_is_not_in_the_file(database: Database, store: TextStore) -> None:
    """A text comes back as it was; the database holds neither it nor an unsalted hash of it."""
    words = "Grüße an canary@example.com\n"
    with database.transaction() as conn:
        stored = store.put(conn, words)
        assert store.get(conn, stored.id) == words
        assert store.commitment(conn, stored.id) == stored.commitment
        sealed = conn.execute(select(texts.c.sealed)).scalar_one()
    data = b"".join(file.read_bytes() for file in database.path.parent.iterdir())
    assert words.encode() not in data
    assert sealed in data
    assert hashlib.sha256(words.encode()).hexdigest() != stored.commitment


def test_equal_texts_look_different(database: Database, store: TextStore) -> None:
    """Neither column nor commitment tells that two texts are equal."""
    with database.transaction() as conn:
        one, other = store.put(conn, "same"), store.put(conn, "same")
        sealed = conn.execute(select(texts.c.sealed)).scalars().all()
    assert one.commitment != other.commitment
    assert sealed[0] != sealed[1]


def test_a_text_of_somebody_else_or_a_changed_one_is_refused(database: Database, store: TextStore) -> None:
    """A text opens under its own id only, and only as it was written."""
    with database.transaction() as conn:
        one, other = store.put(conn, "one"), store.put(conn, "other")
        sealed = conn.execute(select(texts.c.sealed).where(texts.c.id == one.id)).scalar_one()
        for changed in (sealed, sealed[:-1], b"", sealed[:5], bytes(40)):
            conn.execute(update(texts).where(texts.c.id == other.id), {"sealed": changed})
            with pytest.raises(StorageError):
                store.get(conn, other.id)
        with pytest.raises(StorageError):
            store.get(conn, "txt_unknown")


def test_keys_do_not_print() -> None:
    """Neither key stands in a repr."""
    key = b"canary key canary key canary key"
    assert "canary" not in repr([RowSeal(key), SecretBox(key, os.urandom)])

"""Tables of the audit log: leaves, disclosure rows, and the one row that holds the head.

Written by `audit.store` only. Nothing here is ever updated but `audit_state`, and `audit_rows.bytes` when a row is erased.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Integer, LargeBinary, String, Table, Text

from milkglass.db.tables import metadata

_Index = BigInteger().with_variant(Integer, "sqlite")

audit_entries = Table(
    "audit_entries",
    metadata,
    Column("n", _Index, primary_key=True, autoincrement=False),
    Column("bytes", LargeBinary, nullable=False),
    Column("leaf_hash", LargeBinary(32), nullable=False),
)
"""The leaves, exactly as hashed."""

audit_rows = Table(
    "audit_rows",
    metadata,
    Column("entry", _Index, ForeignKey(audit_entries.c.n), primary_key=True, autoincrement=False),
    Column("i", Integer, primary_key=True, autoincrement=False),
    Column("bytes", LargeBinary, nullable=True),
    Column("hash", LargeBinary(32), nullable=False),
)
"""Disclosure rows of `reveal.result` entries; an erased row keeps its hash only."""

audit_state = Table(
    "audit_state",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1", name="singleton"), primary_key=True, autoincrement=False),
    Column("size", BigInteger, nullable=False),
    Column("frontier", LargeBinary, nullable=False),
    Column("last_t", String(24), nullable=False),
    Column("checkpoint", Text, nullable=False),
)
"""The head: size, frontier, last time, newest signed checkpoint."""

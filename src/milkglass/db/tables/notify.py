"""Tables of messages to people and programs. Read and written by `notify.outbox`."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, Text, UniqueConstraint

from milkglass.db.tables import metadata

outbox = Table(
    "outbox",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("id", String(40), nullable=False, unique=True),
    Column("channel", String(40), nullable=False),
    Column("event", String(32), nullable=False),
    Column("request", String(40), nullable=False),
    Column("at", String(24), nullable=False),
    Column("due_at", String(24), nullable=False, index=True),
    Column("tries", Integer, nullable=False),
    Column("done_at", String(24), nullable=True),
    Column("ref", Text, nullable=True),
    UniqueConstraint("channel", "event", "request"),
)
"""Messages that wait, and those that were sent, in the order of the steps they tell of (``n``); ids only."""

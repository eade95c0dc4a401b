"""Tables of messages to people and programs. Read and written by `notify.outbox` and `notify.links`."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table, Text, UniqueConstraint

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

chat_codes = Table(
    "chat_codes",
    metadata,
    Column("account", String(63), ForeignKey("accounts.name"), primary_key=True),
    Column("code_hash", LargeBinary(32), nullable=False, unique=True),
    Column("until", String(24), nullable=False),
    Column("claimed_by", String(200), nullable=True),
    Column("mac", LargeBinary(32), nullable=False),
)
"""Codes by which an account shows a person in chat to be its own; the code itself is not kept."""

chat_links = Table(
    "chat_links",
    metadata,
    Column("account", String(63), ForeignKey("accounts.name"), primary_key=True),
    Column("person", String(200), nullable=True, unique=True),
    Column("rev", Integer, nullable=False),
    Column("mac", LargeBinary(32), nullable=False),
)
"""Which person in chat an account confirmed to be its own; nobody once it was taken away."""

"""Tables of requests, reviews, grants, and the sealed free texts. Read and written by `service.rows` and `db.texts`.

A grant's row is what people list; what a reveal trusts is the signed log (`service.ledger`).
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from milkglass.db.tables import metadata

texts = Table(
    "texts",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)
"""Free texts (reasons, notes, titles), each sealed; entries hold only a commitment."""

requests = Table(
    "requests",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("requester", String(63), ForeignKey("accounts.name"), nullable=False, index=True),
    Column("services", Text, nullable=False),
    Column("kinds", Text, nullable=False),
    Column("log_from", String(24), nullable=False),
    Column("log_to", String(24), nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("text_id", String(40), ForeignKey(texts.c.id), nullable=False),
    Column("incident", String(40), ForeignKey("incidents.id"), nullable=True),
    Column("created_at", String(24), nullable=False),
    Column("state", String(16), nullable=False),
    Column("rung", String(16), nullable=False),
    Column("rule", Text, nullable=False),
    Column("because", Text, nullable=False),
    Column("policy_hash", String(64), nullable=False),
    Column("mac", LargeBinary(32), nullable=False),
)
"""Access requests as decided."""

reviews = Table(
    "reviews",
    metadata,
    Column("request", String(40), ForeignKey(requests.c.id), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("reviewer", String(63), ForeignKey("accounts.name"), nullable=False),
    Column("answer", String(8), nullable=False),
    Column("at", String(24), nullable=False),
    Column("text_id", String(40), ForeignKey(texts.c.id), nullable=True),
    Column("seconds", Integer, nullable=True),
    Column("services", Text, nullable=True),
    Column("kinds", Text, nullable=True),
    Column("mac", LargeBinary(32), nullable=False),
    UniqueConstraint("request", "reviewer"),
)
"""One answer per person and request."""

grants = Table(
    "grants",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("request", String(40), ForeignKey(requests.c.id), nullable=False, unique=True),
    Column("holder", String(63), ForeignKey("accounts.name"), nullable=False, index=True),
    Column("services", Text, nullable=False),
    Column("kinds", Text, nullable=False),
    Column("log_from", String(24), nullable=False),
    Column("log_to", String(24), nullable=False),
    Column("not_before", String(24), nullable=False),
    Column("expires_at", String(24), nullable=False),
    Column("incident", String(40), ForeignKey("incidents.id"), nullable=True, index=True),
    Column("ended_at", String(24), nullable=True),
    Column("ended_why", String(16), nullable=True),
    Column("ended_text_id", String(40), ForeignKey(texts.c.id), nullable=True),
    Column("max_values", Integer, nullable=True),
)
"""Grants; a request has at most one."""

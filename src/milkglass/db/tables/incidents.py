"""Tables of the outside context that milkglass keeps itself: incidents and on-call lists."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from milkglass.db.tables import metadata

incidents = Table(
    "incidents",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("text_id", String(40), ForeignKey("texts.id"), nullable=False),
    Column("severity", Integer, nullable=False),
    Column("services", Text, nullable=False),
    Column("opened_by", String(63), nullable=False),
    Column("opened_at", String(24), nullable=False),
    Column("resolved_at", String(24), nullable=True),
    Column("mac", LargeBinary(32), nullable=False),
)
"""Incidents as they were opened; the title is a sealed text. Who opened one is an account, or ``@`` and the name of a source."""

outside_incidents = Table(
    "outside_incidents",
    metadata,
    Column("id", String(40), ForeignKey(incidents.c.id), primary_key=True),
    Column("source", String(63), nullable=False),
    Column("key", String(200), nullable=False),
    Column("severity", Integer, nullable=False),
    Column("services", Text, nullable=False),
    Column("hands", Text, nullable=False),
    Column("is_vouched", Boolean, nullable=False),
    Column("url", Text, nullable=False),
    Column("said_at", String(24), nullable=False),
    Column("seen_at", String(24), nullable=False),
    Column("grants_end_at", String(24), nullable=True),
    Column("rev", Integer, nullable=False),
    Column("mac", LargeBinary(32), nullable=False),
    Index("ix_outside_incidents_source", "source", "key"),
)
"""What a source says now of an incident that came from it; ``said_at`` is its clock, ``seen_at`` ours."""

deliveries = Table(
    "deliveries",
    metadata,
    Column("source", String(63), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("at", String(24), nullable=False),
)
"""Calls of sources that were taken, so that none is taken twice."""

on_call = Table(
    "on_call",
    metadata,
    Column("service", String(63), primary_key=True),
    Column("people", Text, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("mac", LargeBinary(32), nullable=False),
)
"""Who is on call for a service now."""

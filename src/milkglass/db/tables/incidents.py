"""Tables of the outside context that milkglass keeps itself: incidents and on-call lists."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table, Text

from milkglass.db.tables import metadata

incidents = Table(
    "incidents",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("text_id", String(40), ForeignKey("texts.id"), nullable=False),
    Column("severity", Integer, nullable=False),
    Column("services", Text, nullable=False),
    Column("opened_by", String(63), ForeignKey("accounts.name"), nullable=False),
    Column("opened_at", String(24), nullable=False),
    Column("resolved_at", String(24), nullable=True),
    Column("mac", LargeBinary(32), nullable=False),
)
"""Incidents opened here; the title is a sealed text."""

on_call = Table(
    "on_call",
    metadata,
    Column("service", String(63), primary_key=True),
    Column("people", Text, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("mac", LargeBinary(32), nullable=False),
)
"""Who is on call for a service now."""

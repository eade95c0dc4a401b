"""Tables of who may sign in: accounts, sessions, second factors. Read and written by `identity.store` only."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, LargeBinary, String, Table, Text

from milkglass.db.tables import metadata

accounts = Table(
    "accounts",
    metadata,
    Column("name", String(63), primary_key=True),
    Column("roles", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("is_agent", Boolean, nullable=False),
    Column("created_at", String(24), nullable=False),
    Column("rev", Integer, nullable=False),
    Column("mac", LargeBinary(32), nullable=False),
)
"""One row per person; ``mac`` covers the whole row."""

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("account", String(63), ForeignKey(accounts.c.name), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("locked_until", String(24), nullable=True),
)
"""How often a password was wrong since it was last right."""

sessions = Table(
    "sessions",
    metadata,
    Column("id_hash", LargeBinary(32), primary_key=True),
    Column("account", String(63), ForeignKey(accounts.c.name), nullable=False, index=True),
    Column("opened_at", String(24), nullable=False),
    Column("seen_at", String(24), nullable=False),
    Column("mac", LargeBinary(32), nullable=False),
)
"""Open sessions by the SHA-256 of their id; a closed one has no row."""

factors = Table(
    "factors",
    metadata,
    Column("account", String(63), ForeignKey(accounts.c.name), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)
"""TOTP secrets and the last accepted time step of each, sealed under a key that is not in the database."""

pending_factors = Table(
    "pending_factors",
    metadata,
    Column("account", String(63), ForeignKey(accounts.c.name), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)
"""TOTP secrets that were shown and not yet proved."""

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("account", String(63), ForeignKey(accounts.c.name), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)
"""Hashes of the recovery codes that were not used yet, sealed under a key that is not in the database."""

credentials = Table(
    "credentials",
    metadata,
    Column("id_hash", LargeBinary(32), primary_key=True),
    Column("account", String(63), ForeignKey(accounts.c.name), nullable=False, index=True),
    Column("label", String(63), nullable=False),
    Column("scopes", Text, nullable=False),
    Column("made_at", String(24), nullable=False),
    Column("ends_at", String(24), nullable=False),
    Column("seen_at", String(24), nullable=False),
    Column("mac", LargeBinary(32), nullable=False),
)
"""API credentials by the SHA-256 of their text; an ended one has no row."""

passkeys = Table(
    "passkeys",
    metadata,
    Column("account", String(63), ForeignKey(accounts.c.name), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)
"""Public keys and counters of an account's passkeys, sealed under a key that is not in the database."""

ceremonies = Table(
    "ceremonies",
    metadata,
    Column("account", String(63), ForeignKey(accounts.c.name), primary_key=True),
    Column("ticket", LargeBinary(32), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)
"""What waits for the touch of a passkey, by the SHA-256 of its ticket; one per account."""

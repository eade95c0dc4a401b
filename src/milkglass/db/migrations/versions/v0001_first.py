"""The tables of the first version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    _make_identity()
    _make_audit()
    _make_texts_and_incidents()
    _make_requests()
    _make_grants()


def _make_identity() -> None:
    op.create_table(
        "accounts",
        sa.Column("name", sa.String(length=63), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("is_agent", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.String(length=24), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("mac", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_accounts")),
    )
    op.create_table(
        "factors",
        sa.Column("account", sa.String(length=63), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.name"], name=op.f("fk_factors_account_accounts")),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_factors")),
    )
    op.create_table(
        "pending_factors",
        sa.Column("account", sa.String(length=63), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.name"], name=op.f("fk_pending_factors_account_accounts")),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_pending_factors")),
    )
    op.create_table(
        "sessions",
        sa.Column("id_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("account", sa.String(length=63), nullable=False),
        sa.Column("opened_at", sa.String(length=24), nullable=False),
        sa.Column("seen_at", sa.String(length=24), nullable=False),
        sa.Column("mac", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.name"], name=op.f("fk_sessions_account_accounts")),
        sa.PrimaryKeyConstraint("id_hash", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_account"), "sessions", ["account"], unique=False)
    op.create_table(
        "sign_in_failures",
        sa.Column("account", sa.String(length=63), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.String(length=24), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["accounts.name"], name=op.f("fk_sign_in_failures_account_accounts")),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_sign_in_failures")),
    )


def _make_audit() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_audit_entries")),
    )
    op.create_table(
        "audit_rows",
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("i", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=True),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["audit_entries.n"], name=op.f("fk_audit_rows_entry_audit_entries")),
        sa.PrimaryKeyConstraint("entry", "i", name=op.f("pk_audit_rows")),
    )
    op.create_table(
        "audit_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.Column("last_t", sa.String(length=24), nullable=False),
        sa.Column("checkpoint", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_state_singleton")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_state")),
    )


def _make_texts_and_incidents() -> None:
    op.create_table(
        "texts",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_texts")),
    )
    op.create_table(
        "incidents",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("text_id", sa.String(length=40), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("services", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.String(length=63), nullable=False),
        sa.Column("opened_at", sa.String(length=24), nullable=False),
        sa.Column("resolved_at", sa.String(length=24), nullable=True),
        sa.Column("mac", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["opened_by"], ["accounts.name"], name=op.f("fk_incidents_opened_by_accounts")),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"], name=op.f("fk_incidents_text_id_texts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
    )
    op.create_table(
        "on_call",
        sa.Column("service", sa.String(length=63), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("mac", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("service", name=op.f("pk_on_call")),
    )


def _make_requests() -> None:
    op.create_table(
        "requests",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("requester", sa.String(length=63), nullable=False),
        sa.Column("services", sa.Text(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("log_from", sa.String(length=24), nullable=False),
        sa.Column("log_to", sa.String(length=24), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.String(length=40), nullable=False),
        sa.Column("incident", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("rung", sa.String(length=16), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("policy_hash", sa.String(length=64), nullable=False),
        sa.Column("mac", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], name=op.f("fk_requests_incident_incidents")),
        sa.ForeignKeyConstraint(["requester"], ["accounts.name"], name=op.f("fk_requests_requester_accounts")),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"], name=op.f("fk_requests_text_id_texts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
    )
    op.create_index(op.f("ix_requests_requester"), "requests", ["requester"], unique=False)
    op.create_table(
        "reviews",
        sa.Column("request", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reviewer", sa.String(length=63), nullable=False),
        sa.Column("answer", sa.String(length=8), nullable=False),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.Column("text_id", sa.String(length=40), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("mac", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["request"], ["requests.id"], name=op.f("fk_reviews_request_requests")),
        sa.ForeignKeyConstraint(["reviewer"], ["accounts.name"], name=op.f("fk_reviews_reviewer_accounts")),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"], name=op.f("fk_reviews_text_id_texts")),
        sa.PrimaryKeyConstraint("request", "seq", name=op.f("pk_reviews")),
        sa.UniqueConstraint("request", "reviewer", name=op.f("uq_reviews_request_reviewer")),
    )


def _make_grants() -> None:
    op.create_table(
        "grants",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("request", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=63), nullable=False),
        sa.Column("services", sa.Text(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("log_from", sa.String(length=24), nullable=False),
        sa.Column("log_to", sa.String(length=24), nullable=False),
        sa.Column("not_before", sa.String(length=24), nullable=False),
        sa.Column("expires_at", sa.String(length=24), nullable=False),
        sa.Column("incident", sa.String(length=40), nullable=True),
        sa.Column("ended_at", sa.String(length=24), nullable=True),
        sa.Column("ended_why", sa.String(length=16), nullable=True),
        sa.Column("ended_text_id", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["ended_text_id"], ["texts.id"], name=op.f("fk_grants_ended_text_id_texts")),
        sa.ForeignKeyConstraint(["holder"], ["accounts.name"], name=op.f("fk_grants_holder_accounts")),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], name=op.f("fk_grants_incident_incidents")),
        sa.ForeignKeyConstraint(["request"], ["requests.id"], name=op.f("fk_grants_request_requests")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
        sa.UniqueConstraint("request", name=op.f("uq_grants_request")),
    )
    op.create_index(op.f("ix_grants_holder"), "grants", ["holder"], unique=False)
    op.create_index(op.f("ix_grants_incident"), "grants", ["incident"], unique=False)

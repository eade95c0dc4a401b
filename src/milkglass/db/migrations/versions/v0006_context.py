"""Incidents from outside, the calls that bring them, and messages to people and programs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An incident may be opened by a source, which has no account; what sources say stands in a table of its own."""
    with op.batch_alter_table("incidents") as batch:
        batch.drop_constraint(op.f("fk_incidents_opened_by_accounts"), type_="foreignkey")
    _make_context()
    _make_outbox()
    _make_chat()


def _make_context() -> None:
    op.create_table(
        "outside_incidents",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=63), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("services", sa.Text(), nullable=False),
        sa.Column("hands", sa.Text(), nullable=False),
        sa.Column("is_vouched", sa.Boolean(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("said_at", sa.String(length=24), nullable=False),
        sa.Column("seen_at", sa.String(length=24), nullable=False),
        sa.Column("grants_end_at", sa.String(length=24), nullable=True),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("mac", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["incidents.id"], name=op.f("fk_outside_incidents_id_incidents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_incidents")),
    )
    op.create_index("ix_outside_incidents_source", "outside_incidents", ["source", "key"])
    op.create_table(
        "deliveries",
        sa.Column("source", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("source", "id", name=op.f("pk_deliveries")),
    )


def _make_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("event", sa.String(length=32), nullable=False),
        sa.Column("request", sa.String(length=40), nullable=False),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.Column("due_at", sa.String(length=24), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.String(length=24), nullable=True),
        sa.Column("ref", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_outbox")),
        sa.UniqueConstraint("id", name=op.f("uq_outbox_id")),
        sa.UniqueConstraint("channel", "event", "request", name=op.f("uq_outbox_channel_event_request")),
    )
    op.create_index(op.f("ix_outbox_due_at"), "outbox", ["due_at"])


def _make_chat() -> None:
    op.create_table(
        "chat_codes",
        sa.Column("account", sa.String(length=63), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("until", sa.String(length=24), nullable=False),
        sa.Column("claimed_by", sa.String(length=200), nullable=True),
        sa.Column("mac", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.name"], name=op.f("fk_chat_codes_account_accounts")),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_chat_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_chat_codes_code_hash")),
    )
    op.create_table(
        "chat_links",
        sa.Column("account", sa.String(length=63), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=True),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("mac", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.name"], name=op.f("fk_chat_links_account_accounts")),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_chat_links")),
        sa.UniqueConstraint("person", name=op.f("uq_chat_links_person")),
    )

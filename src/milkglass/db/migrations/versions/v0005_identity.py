"""Recovery codes, API credentials, passkeys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "recovery_codes",
        sa.Column("account", sa.String(length=63), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.name"], name=op.f("fk_recovery_codes_account_accounts")),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_recovery_codes")),
    )
    op.create_table(
        "credentials",
        sa.Column("id_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("account", sa.String(length=63), nullable=False),
        sa.Column("label", sa.String(length=63), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("made_at", sa.String(length=24), nullable=False),
        sa.Column("ends_at", sa.String(length=24), nullable=False),
        sa.Column("seen_at", sa.String(length=24), nullable=False),
        sa.Column("mac", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.name"], name=op.f("fk_credentials_account_accounts")),
        sa.PrimaryKeyConstraint("id_hash", name=op.f("pk_credentials")),
    )
    op.create_index(op.f("ix_credentials_account"), "credentials", ["account"])
    op.create_table(
        "passkeys",
        sa.Column("account", sa.String(length=63), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.name"], name=op.f("fk_passkeys_account_accounts")),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_passkeys")),
    )
    op.create_table(
        "ceremonies",
        sa.Column("account", sa.String(length=63), nullable=False),
        sa.Column("ticket", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.name"], name=op.f("fk_ceremonies_account_accounts")),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_ceremonies")),
    )

"""Reviews that leave out services or kinds; grants with a limit of values."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; rows from before have none of it."""
    op.add_column("reviews", sa.Column("services", sa.Text(), nullable=True))
    op.add_column("reviews", sa.Column("kinds", sa.Text(), nullable=True))
    op.add_column("grants", sa.Column("max_values", sa.Integer(), nullable=True))

"""Closings and decisions know when they reached the log, so a decision that waited is dated when it was made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "oversight_0004"
down_revision = "oversight_0003"
branch_labels = None


def upgrade() -> None:
    """Take the step; decisions of before keep the day of what caused them."""
    op.create_table(
        "closing",
        sa.Column("partition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("arrived", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("partition", "day"),
    )
    op.create_table(
        "decision_arrival",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("partition", sa.Integer(), nullable=False),
        sa.Column("arrived", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "what", "key"),
    )
    op.create_index("decision_in_order", "decision_arrival", ["partition", "arrived"], unique=False)

"""Decisions against claimants have an error budget: counts by day and stop, and of a question what waits and counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "claims_0012"
down_revision = "claims_0011"
branch_labels = None


def upgrade() -> None:
    """Take the step. What was decided before it counts in no budget."""
    op.create_table(
        "decided_day",
        sa.Column("budget", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("decided", sa.Integer(), nullable=False),
        sa.Column("overturned", sa.Integer(), nullable=False),
        sa.Column("found_wrong", sa.Integer(), nullable=False),
        sa.Column("found_right", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("budget", "day"),
    )
    op.create_table(
        "budget_stop",
        sa.Column("budget", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("stopped_on", sa.Date(), nullable=False),
        sa.Column("decided", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("reopened_on", sa.Date(), nullable=True),
        sa.Column("reopened_by", sa.String(length=80), nullable=True),
        sa.Column("role", sa.String(length=80), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("budget", "number"),
    )
    op.add_column("question", sa.Column("weighed", sa.LargeBinary(), nullable=True))
    op.add_column("question", sa.Column("budget", sa.String(length=64), nullable=True))
    op.add_column("question", sa.Column("review", sa.String(length=20), nullable=True))

"""What claims wait for, what they were told of it, and the days of outages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "claims_0014"
down_revision = "claims_0013"
branch_labels = None


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "outage",
        sa.Column("partition", sa.Integer(), nullable=False),
        sa.Column("outage", sa.String(length=80), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("institution", sa.String(length=80), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("partition", "outage"),
    )
    op.add_column("claim", sa.Column("missing", sa.Text(), nullable=True))
    op.add_column("claim", sa.Column("told_missing", sa.Text(), nullable=True))
    op.add_column("claim", sa.Column("certifiable_until", sa.Date(), nullable=True))
    op.add_column("claim", sa.Column("awaited_since", sa.Date(), nullable=True))
    op.add_column("claim", sa.Column("awaited_step", sa.String(length=20), nullable=True))
    op.add_column("claim", sa.Column("provisional", sa.Text(), nullable=True))

"""What the figures count of each event is kept with when it reached the log, and figures are kept by closed day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "oversight_0006"
down_revision = "oversight_0005"
branch_labels = None


def upgrade() -> None:
    """Take the step; of what happened before, figures count nothing until oversight is rebuilt from the log."""
    op.create_table(
        "observation",
        sa.Column("position", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("partition", sa.Integer(), nullable=False),
        sa.Column("arrived", sa.BigInteger(), nullable=False),
        sa.Column("counted", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("position"),
    )
    op.create_index("observation_of_subject", "observation", ["subject", "arrived", "position"], unique=False)
    op.add_column("period_view", sa.Column("first_due_end", sa.Date(), nullable=True))
    op.create_table(
        "kept_figures",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("counted", sa.Text(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day"),
    )

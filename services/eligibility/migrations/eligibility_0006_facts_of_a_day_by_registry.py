"""Facts of a day by registry, of those with which it is agreed how often they send."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "eligibility_0006"
down_revision = "eligibility_0005"
branch_labels = None


def upgrade() -> None:
    """What came of each registry on each day."""
    op.create_table(
        "heard_registry",
        sa.Column("partition", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("facts", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("partition", "source", "day"),
    )

"""Whether it is known to which account the people of claims are paid, from the day on which they claim."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "payments_0016"
down_revision = "payments_0015"
branch_labels = None


def upgrade() -> None:
    """One table; of claims that were opened before, nobody is asked anew."""
    op.create_table(
        "account_wanted",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("claim", sa.String(length=80), nullable=False),
        sa.Column("partition", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.CheckConstraint("state IN ('new', 'missing', 'known')", name="is_looked_after"),
        sa.PrimaryKeyConstraint("person", "claim"),
    )
    op.create_index("account_wanted_by_state", "account_wanted", ["partition", "state"], unique=False)

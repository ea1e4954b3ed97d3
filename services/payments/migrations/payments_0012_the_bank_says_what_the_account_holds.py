"""What the bank's statements say of our account by day is kept, so that each day can be held against the books."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "payments_0012"
down_revision = "payments_0011"
branch_labels = None


def upgrade() -> None:
    """One table more."""
    op.create_table(
        "statement_day",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("message", sa.String(length=80), nullable=False),
        sa.Column("opening_minor", sa.BigInteger(), nullable=False),
        sa.Column("closing_minor", sa.BigInteger(), nullable=False),
        sa.Column("entries_minor", sa.BigInteger(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.CheckConstraint("entries >= 0", name="counts_entries"),
        sa.ForeignKeyConstraint(["sha256"], ["bank_message.sha256"]),
        sa.PrimaryKeyConstraint("sha256", "account", "currency", "day"),
    )
    op.create_index("statement_day_by_day", "statement_day", ["day", "currency"], unique=False)

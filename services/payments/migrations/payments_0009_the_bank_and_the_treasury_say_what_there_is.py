"""What the bank's statements say of our account by day is kept, and what the treasury tells of funds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "payments_0009"
down_revision = "payments_0008"
branch_labels = None


def upgrade() -> None:
    """Two tables more."""
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
    op.create_table(
        "fund_movement",
        sa.Column("fund", sa.String(length=80), nullable=False),
        sa.Column("movement", sa.String(length=80), nullable=False),
        sa.Column("cause", sa.Uuid(), nullable=False),
        sa.Column("into", sa.Boolean(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("officer", sa.String(length=80), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name="moves_something"),
        sa.CheckConstraint("trim(officer) <> ''", name="told_by_a_named_person"),
        sa.PrimaryKeyConstraint("fund", "movement"),
    )

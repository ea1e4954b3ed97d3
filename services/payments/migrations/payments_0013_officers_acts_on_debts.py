"""What officers do about debts is held within closed days, confirmed by a second officer, and kept for the audit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "payments_0013"
down_revision = "payments_0012"
branch_labels = None


def upgrade() -> None:
    """The days that are closed, what waits to go back, who confirmed a decision, and until when it may be contested."""
    op.create_table(
        "closed_day",
        sa.Column("partition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("partition"),
    )
    op.create_table(
        "credit_entry",
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("message", sa.String(length=80), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("reference"),
    )
    op.add_column("position", sa.Column("return_waits_minor", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("overpayment_decision", sa.Column("contest_until", sa.Date(), nullable=True))
    op.add_column("recovery", sa.Column("confirmed_by", sa.String(length=80), nullable=True))
    op.add_column("recovery", sa.Column("awaits_a_second", sa.Boolean(), server_default="false", nullable=False))
    op.create_index("recovery_that_awaits", "recovery", ["awaits_a_second"], unique=False)

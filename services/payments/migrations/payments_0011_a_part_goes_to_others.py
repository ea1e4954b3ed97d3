"""A part of a benefit goes to others: deductions, the orders and choices behind them, and the scheme of a period.

An account of the books may name an order of a court, and so is longer.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "payments_0011"
down_revision = "payments_0010"
branch_labels = None


def upgrade() -> None:
    """Deductions, orders, choices, and what they need of the tables there are."""
    op.add_column("position", sa.Column("scheme", sa.String(length=80), nullable=True))
    op.alter_column("posting", "account", type_=sa.String(length=120), existing_type=sa.String(length=60))
    _deductions()
    op.create_table(
        "attachment_order",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("order_key", sa.String(length=80), nullable=False),
        sa.Column("made", sa.LargeBinary(), nullable=True),
        sa.Column("lifted", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("made IS NOT NULL OR lifted IS NOT NULL", name="says_something"),
        sa.PrimaryKeyConstraint("person", "order_key"),
    )
    op.create_table(
        "tax_choice",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("tax", sa.String(length=80), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("withhold", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("person", "tax", "filed_on", "withhold"),
    )


def _deductions() -> None:
    op.create_table(
        "deduction",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("claim", sa.String(length=80), nullable=False),
        sa.Column("certification", sa.String(length=80), nullable=False),
        sa.Column("payment", sa.Uuid(), nullable=False),
        sa.Column("creditor", sa.String(length=16), nullable=False),
        sa.Column("rule", sa.String(length=80), nullable=False),
        sa.Column("order_key", sa.String(length=80), nullable=False),
        sa.Column("share", sa.String(length=40), nullable=False),
        sa.Column("is_corrected", sa.Boolean(), nullable=False),
        sa.Column("kept_minor", sa.BigInteger(), nullable=True),
        sa.Column("cites", sa.Text(), nullable=False),
        sa.Column("gross_minor", sa.BigInteger(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("deducted_on", sa.Date(), nullable=False),
        sa.CheckConstraint("amount_minor BETWEEN 0 AND gross_minor", name="takes_no_more_than_the_payment"),
        sa.CheckConstraint("(creditor = 'third_party') = (order_key <> '')", name="third_parties_have_an_order"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("deduction_by_person", "deduction", ["person"], unique=False)
    op.create_index("deduction_by_creditor", "deduction", ["creditor", "deducted_on"], unique=False)

"""Orders about parked events, and lists that were taken."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "console_0002"
down_revision = "console_0001"
branch_labels = None


def upgrade() -> None:
    """Orders about parked events, and lists that were taken."""
    op.create_table(
        "list_taken",
        sa.Column("event", sa.Uuid(), nullable=False),
        sa.Column("staff", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=True),
        sa.Column("page", sa.String(length=80), nullable=False),
        sa.Column("filters", sa.Text(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("taken_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("event"),
    )
    op.create_index("list_taken_by_time", "list_taken", ["taken_ms"], unique=False)
    op.create_table(
        "parked_order",
        sa.Column("number", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.Column("service", sa.String(length=40), nullable=False),
        sa.Column("parked", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=True),
        sa.Column("staff", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=True),
        sa.Column("ordered_ms", sa.BigInteger(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("form"),
    )
    op.create_index("parked_order_by_service", "parked_order", ["service", "number"], unique=False)
    op.create_index("parked_order_by_subject", "parked_order", ["service", "subject", "number"], unique=False)

"""Closing audits of employers, each as it stands."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "eligibility_0009"
down_revision = "eligibility_0007"
branch_labels = None


def upgrade() -> None:
    """How many lines were drawn, and at how many somebody has looked."""
    op.create_table(
        "closing_audit",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("audit", sa.String(length=80), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.Integer(), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "audit"),
    )

"""An act waits for what it names."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "almp_referral_0008"
down_revision = "almp_referral_0007"
branch_labels = None


def upgrade() -> None:
    """An act that names what is not known yet is kept as it came."""
    op.create_table(
        "early_act",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("cause", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(length=80), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "cause"),
    )

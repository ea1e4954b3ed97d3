"""Versions that sources count in nanoseconds fit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "almp_referral_0002"
down_revision = "almp_referral_0001"
branch_labels = None


def upgrade() -> None:
    """Take the step."""
    op.alter_column("fact", "version", type_=sa.BigInteger())
    op.alter_column("claim", "weeks_left", type_=sa.BigInteger())

"""Amounts fit in currencies of small units: two thousand million rupiah in cents do not fit in four bytes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "oversight_0002"
down_revision = "oversight_0001"
branch_labels = None


def upgrade() -> None:
    """Take the step."""
    op.alter_column("claim_view", "rate_minor", type_=sa.BigInteger())
    op.alter_column("period_view", "amount_minor", type_=sa.BigInteger())
    op.alter_column("payment_view", "amount_minor", type_=sa.BigInteger())

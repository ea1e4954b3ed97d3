"""Claims that run beside an earlier one of the person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "almp_referral_0010"
down_revision = "almp_referral_0009"
branch_labels = None


def upgrade() -> None:
    """Those of before stand for themselves until their next determination says otherwise."""
    op.add_column("claim", sa.Column("beside", sa.String(length=10)))

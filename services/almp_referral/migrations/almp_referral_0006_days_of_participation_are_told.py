"""What was told of the days of a participation is remembered; nothing, in the rows that are there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "almp_referral_0006"
down_revision = "almp_referral_0005"
branch_labels = None


def upgrade() -> None:
    """Take the step."""
    op.add_column("referral", sa.Column("trains", sa.Boolean(), nullable=True))
    op.add_column("referral", sa.Column("counted", sa.String(length=60), nullable=True))
    op.add_column("referral", sa.Column("times_counted", sa.Integer(), nullable=True))

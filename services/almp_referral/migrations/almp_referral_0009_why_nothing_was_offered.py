"""Why nothing was offered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "almp_referral_0009"
down_revision = "almp_referral_0008"
branch_labels = None


def upgrade() -> None:
    """A referral of which nothing came keeps its reason; those of before have none."""
    op.add_column("referral", sa.Column("why_none", sa.String(length=20)))

"""A person may be asked about more than one absence of a referral; what was asked stays as it is written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "almp_referral_0007"
down_revision = "almp_referral_0006"
branch_labels = None


def upgrade() -> None:
    """Take the step."""
    op.alter_column("referral", "questioned", existing_type=sa.String(length=40), type_=sa.String(length=400))

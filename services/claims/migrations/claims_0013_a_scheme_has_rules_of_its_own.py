"""A scheme has rules of its own on windows, contests and second officers, and an amount can be contested."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "claims_0013"
down_revision = "claims_0012"
branch_labels = None


def upgrade() -> None:
    """Take the step. What was determined before it follows the procedure, as it did; its amounts are not known here."""
    op.add_column("claim", sa.Column("safeguards", sa.Text(), nullable=True))
    op.add_column("claim", sa.Column("amounts", sa.LargeBinary(), nullable=True))

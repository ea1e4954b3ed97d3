"""Claims and questions keep within which bounds the law lets benefit be reduced."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "claims_0004"
down_revision = "claims_0003"
branch_labels = None


def upgrade() -> None:
    """Take the step. Claims of before know no bounds until their next determination."""
    op.add_column("claim", sa.Column("reductions", sa.Text(), nullable=True))
    op.add_column("question", sa.Column("reduction", sa.Text(), nullable=True))

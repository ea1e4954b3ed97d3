"""Each certification counts as it holds: how far a claim is certified follows from those that were not corrected."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "claims_0018"
down_revision = "claims_0017"
branch_labels = None


def upgrade() -> None:
    """Of claims before this step it stays known how far they were certified, and not by which certification."""
    op.add_column("claim", sa.Column("certified", sa.Text(), nullable=True))

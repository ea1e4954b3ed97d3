"""When a fact came."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "eligibility_0007"
down_revision = "eligibility_0006"
branch_labels = None


def upgrade() -> None:
    """A fact knows when the log took it in: the log itself forgets after ninety days."""
    op.add_column("fact", sa.Column("arrived", sa.BigInteger(), nullable=True))

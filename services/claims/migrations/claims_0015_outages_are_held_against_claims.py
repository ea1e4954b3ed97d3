"""An outage that is told late is held against the claims that were decided in it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "claims_0015"
down_revision = "claims_0014"
branch_labels = None


def upgrade() -> None:
    """The day of a claim's determination, and whether an outage was looked at; those of before count as looked at."""
    op.add_column("claim", sa.Column("determination_id", sa.Uuid(), nullable=True))
    op.add_column("claim", sa.Column("determined_on", sa.Date(), nullable=True))
    op.add_column("outage", sa.Column("looked_at", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.alter_column("outage", "looked_at", server_default=sa.false())

"""Registries that were heard: one that is overdue is silent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "claims_0019"
down_revision = "claims_0018"
branch_labels = None


def upgrade() -> None:
    """The last word of each registry in a partition."""
    op.create_table(
        "spoken_registry",
        sa.Column("partition", sa.Integer(), nullable=False),
        sa.Column("institution", sa.String(length=80), nullable=False),
        sa.Column("spoke_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("partition", "institution"),
    )

"""Letters are followed to the person: sent, delivered with proof, or come back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "claims_0011"
down_revision = "claims_0010"
branch_labels = None


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "sending",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("letter", sa.String(length=80), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("subject", "letter", "reference"),
    )

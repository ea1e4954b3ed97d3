"""Who reads an employer's words, when and what for, is noted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "claims_0010"
down_revision = "claims_0009"
branch_labels = None


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "words_read",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("statement", sa.String(length=80), nullable=False),
        sa.Column("officer", sa.String(length=80), nullable=False),
        sa.Column("purpose", sa.String(length=500), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("words_read_of", "words_read", ["subject"], unique=False)

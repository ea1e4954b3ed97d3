"""Sheets are kept by the digest of their meaning, a version says how many facts were known; samples of replays."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "eligibility_0005"
down_revision = "eligibility_0004"
branch_labels = None


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "sheet",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("scheme", sa.String(length=160), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_table(
        "replay_sample",
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.Column("equal", sa.Integer(), nullable=False),
        sa.Column("differing", sa.Integer(), nullable=False),
        sa.Column("not_replayable", sa.Integer(), nullable=False),
        sa.Column("first_differing", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("number"),
    )
    for table in ("determination", "assessment"):
        op.add_column(table, sa.Column("facts_known", sa.Integer(), nullable=True))

"""Decisions can be contested: contests, mandates, and of a question who took part and what was decided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "claims_0009"
down_revision = "claims_0008"
branch_labels = None


def upgrade() -> None:
    """Take the step. Of what was decided before it, nobody knows here who took part."""
    op.create_table(
        "contest",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("contest", sa.String(length=80), nullable=False),
        sa.Column("filing", sa.LargeBinary(), nullable=False),
        sa.Column("tier", sa.String(length=20), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("decide_by", sa.Date(), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("benefit_continues", sa.Boolean(), nullable=False),
        sa.Column("hearing", sa.LargeBinary(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("told", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("subject", "contest"),
    )
    op.create_table(
        "mandate",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("mandate", sa.String(length=80), nullable=False),
        sa.Column("given", sa.LargeBinary(), nullable=True),
        sa.Column("ended", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("subject", "mandate"),
    )
    op.add_column("claim", sa.Column("appeal_days", sa.Integer(), nullable=True))
    op.add_column("claim", sa.Column("refusal", sa.LargeBinary(), nullable=True))
    op.add_column("question", sa.Column("decision", sa.LargeBinary(), nullable=True))
    op.add_column("question", sa.Column("contest_by", sa.Date(), nullable=True))
    op.add_column("question", sa.Column("took_part", sa.Text(), nullable=True))
    op.add_column("question", sa.Column("proposed", sa.LargeBinary(), nullable=True))
    op.add_column("question", sa.Column("conditions", sa.Text(), nullable=True))

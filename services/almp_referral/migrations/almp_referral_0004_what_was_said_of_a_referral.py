"""What was said of a referral is kept; new columns are nothing in the rows that are there, whose digests stay."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "almp_referral_0004"
down_revision = "almp_referral_0003"
branch_labels = None


def upgrade() -> None:
    """Take the step."""
    _records()
    for name in ("made_on", "answer_by", "closed", "since", "started_on", "ended_on", "ends_by"):
        op.add_column("referral", sa.Column(name, sa.Date(), nullable=True))
    op.add_column("referral", sa.Column("moves", sa.Integer(), nullable=True))
    op.add_column("referral", sa.Column("questioned", sa.String(length=40), nullable=True))
    op.add_column("referral", sa.Column("began_as", sa.String(length=20), nullable=True))
    op.add_column("claim", sa.Column("scheme", sa.String(length=80), nullable=True))
    _follow_up()


def _records() -> None:
    op.create_table(
        "life_record",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=170), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("referral", sa.String(length=80), nullable=False),
        sa.Column("claim", sa.String(length=80), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("says", sa.String(length=20), nullable=True),
        sa.Column("declined_because", sa.String(length=30), nullable=True),
        sa.Column("statement", sa.String(length=80), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("meets_on", sa.Date(), nullable=True),
        sa.Column("meets_at", sa.String(length=5), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("officer", sa.String(length=80), nullable=True),
        sa.Column("office", sa.String(length=32), nullable=True),
        sa.Column("attendance", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "kind", "key"),
    )


def _follow_up() -> None:
    op.create_table(
        "outcome",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("referral", sa.String(length=80), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("in_work", sa.Boolean(), nullable=True),
        sa.Column("employment", sa.String(length=80), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "referral", "months"),
    )
    op.create_table(
        "point",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("claim", sa.String(length=80), nullable=False),
        sa.Column("point", sa.String(length=80), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("considered_by", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint("subject", "claim", "point"),
    )

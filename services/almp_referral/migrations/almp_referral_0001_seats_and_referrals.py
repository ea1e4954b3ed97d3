"""Seats and referrals."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "almp_referral_0001"
down_revision = None
branch_labels = ("almp_referral",)


def upgrade() -> None:
    """Seats and referrals."""
    _claim()
    _fact()
    _referral()
    _seat()


def _claim() -> None:
    op.create_table(
        "claim",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("claim", sa.String(length=80), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("determination", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("assessed_until", sa.Date(), nullable=True),
        sa.Column("assessed_number", sa.Integer(), nullable=False),
        sa.Column("weeks_left", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("subject", "claim"),
    )


def _fact() -> None:
    op.create_table(
        "fact",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("employment", sa.String(length=80), nullable=True),
        sa.Column("reason", sa.String(length=30), nullable=True),
        sa.Column("birth_month", sa.String(length=7), nullable=True),
        sa.Column("region", sa.String(length=80), nullable=True),
        sa.PrimaryKeyConstraint("subject", "kind", "key"),
    )


def _referral() -> None:
    op.create_table(
        "referral",
        sa.Column("referral", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("claim", sa.String(length=80), nullable=False),
        sa.Column("occasion", sa.String(length=20), nullable=False),
        sa.Column("standing", sa.String(length=20), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("programme", sa.String(length=64), nullable=True),
        sa.Column("pending", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("referral"),
    )
    op.create_index(op.f("ix_referral_subject"), "referral", ["subject"], unique=False)


def _seat() -> None:
    op.create_table(
        "seat",
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("referral", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("programme", "referral"),
    )

"""Providers state programmes, seats have cohorts and wait lists; new columns are nothing in the rows that are there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "almp_referral_0005"
down_revision = "almp_referral_0004"
branch_labels = None


def upgrade() -> None:
    """Take the step. The rows that are there keep their digests, since nothing at their end is nothing in them."""
    _statement()
    _cohort()
    _waiting()
    _proposal()
    _withheld()
    op.add_column("seat", sa.Column("person", sa.String(length=64), nullable=True))
    op.add_column("seat", sa.Column("claim", sa.String(length=80), nullable=True))
    op.add_column("seat", sa.Column("cohort", sa.String(length=80), nullable=True))
    op.add_column("seat", sa.Column("since", sa.Date(), nullable=True))
    op.add_column("fact", sa.Column("died_on", sa.Date(), nullable=True))
    op.add_column("fact", sa.Column("occupation", sa.String(length=40), nullable=True))
    op.add_column("referral", sa.Column("cohort", sa.String(length=80), nullable=True))
    op.add_column("referral", sa.Column("starts_on", sa.Date(), nullable=True))
    op.add_column("referral", sa.Column("cohort_ends_on", sa.Date(), nullable=True))
    op.add_column("referral", sa.Column("lasts_days", sa.Integer(), nullable=True))


def _statement() -> None:
    op.create_table(
        "statement",
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("of", sa.String(length=10), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("provider", sa.String(length=80), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("programme", "of", "version"),
    )


def _cohort() -> None:
    op.create_table(
        "cohort",
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("cohort", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("closed_from", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("programme", "cohort"),
    )


def _waiting() -> None:
    op.create_table(
        "waiting",
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("referral", sa.String(length=80), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("claim", sa.String(length=80), nullable=False),
        sa.Column("occasion", sa.String(length=20), nullable=False),
        sa.Column("cohort", sa.String(length=80), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("lottery", sa.String(length=32), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("programme", "referral"),
    )


def _proposal() -> None:
    op.create_table(
        "proposal",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("provider", sa.String(length=80), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("programme", sa.String(length=64), nullable=True),
        sa.Column("cohort", sa.String(length=80), nullable=True),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reasons", sa.String(length=2000), nullable=True),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("subject", "key"),
    )


def _withheld() -> None:
    op.create_table(
        "withheld",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("claim", sa.String(length=80), nullable=False),
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("officer", sa.String(length=80), nullable=False),
        sa.Column("withheld_on", sa.Date(), nullable=False),
        sa.Column("reasons", sa.String(length=2000), nullable=False),
        sa.PrimaryKeyConstraint("subject", "claim", "programme"),
    )

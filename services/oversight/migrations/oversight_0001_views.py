"""What the committee reads."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "oversight_0001"
down_revision = None
branch_labels = ("oversight",)


def upgrade() -> None:
    """What the committee reads."""
    _claim_view()
    _payment_view()
    _period_view()
    _question_view()
    _referral_view()


def _claim_view() -> None:
    op.create_table(
        "claim_view",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("claim", sa.String(length=80), nullable=False),
        sa.Column("scheme", sa.String(length=80), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("determination_number", sa.Integer(), nullable=True),
        sa.Column("automatic", sa.Boolean(), nullable=True),
        sa.Column("rate_minor", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("unmet", sa.JSON(), nullable=True),
        sa.Column("ground", sa.String(length=30), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("claim"),
    )
    op.create_index(op.f("ix_claim_view_subject"), "claim_view", ["subject"], unique=False)


def _payment_view() -> None:
    op.create_table(
        "payment_view",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("instruction", sa.String(length=40), nullable=False),
        sa.Column("claim", sa.String(length=80), nullable=True),
        sa.Column("amount_minor", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("bank_code", sa.String(length=4), nullable=True),
        sa.PrimaryKeyConstraint("instruction"),
    )
    op.create_index(op.f("ix_payment_view_subject"), "payment_view", ["subject"], unique=False)


def _period_view() -> None:
    op.create_table(
        "period_view",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("claim", sa.String(length=80), nullable=False),
        sa.Column("certification", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("weeks_paid", sa.Integer(), nullable=True),
        sa.Column("amount_minor", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("claim", "certification"),
    )
    op.create_index(op.f("ix_period_view_subject"), "period_view", ["subject"], unique=False)


def _question_view() -> None:
    op.create_table(
        "question_view",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("about", sa.String(length=80), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("verdict", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint("question"),
    )
    op.create_index(op.f("ix_question_view_subject"), "question_view", ["subject"], unique=False)


def _referral_view() -> None:
    op.create_table(
        "referral_view",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("referral", sa.String(length=80), nullable=False),
        sa.Column("claim", sa.String(length=80), nullable=True),
        sa.Column("programme", sa.String(length=80), nullable=True),
        sa.Column("occasion", sa.String(length=20), nullable=True),
        sa.Column("answer", sa.String(length=12), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint("referral"),
    )
    op.create_index(op.f("ix_referral_view_subject"), "referral_view", ["subject"], unique=False)

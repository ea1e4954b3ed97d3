"""Claims, questions and the vault."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "claims_0001"
down_revision = None
branch_labels = ("claims",)


def upgrade() -> None:
    """Claims, questions and the vault."""
    _claim()
    _closed_day()
    _early_reply()
    _question()
    _vault()


def _claim() -> None:
    op.create_table(
        "claim",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("claim", sa.String(length=80), nullable=False),
        sa.Column("scheme", sa.String(length=80), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("filed_version", sa.Integer(), nullable=True),
        sa.Column("filed_content", sa.LargeBinary(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_version", sa.Integer(), nullable=True),
        sa.Column("withdrawn_content", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=True),
        sa.Column("determination", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("appeal", sa.Text(), nullable=True),
        sa.Column("certified_until", sa.Date(), nullable=True),
        sa.Column("assessed_until", sa.Date(), nullable=True),
        sa.Column("assessed_number", sa.Integer(), nullable=False),
        sa.Column("used_up", sa.Boolean(), nullable=False),
        sa.Column("numbers", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "claim"),
    )


def _closed_day() -> None:
    op.create_table(
        "closed_day",
        sa.Column("partition", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("partition"),
    )


def _early_reply() -> None:
    op.create_table(
        "early_reply",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "question"),
    )


def _question() -> None:
    op.create_table(
        "question",
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("claim", sa.String(length=80), nullable=False),
        sa.Column("about", sa.String(length=80), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=True),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("reply_by", sa.Date(), nullable=True),
        sa.Column("replied_on", sa.Date(), nullable=True),
        sa.Column("wanted_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("question"),
    )
    op.create_index(op.f("ix_question_subject"), "question", ["subject"], unique=False)


def _vault() -> None:
    op.create_table(
        "vault",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("national_id", sa.LargeBinary(), nullable=False),
        sa.Column("born_on", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("subject"),
    )

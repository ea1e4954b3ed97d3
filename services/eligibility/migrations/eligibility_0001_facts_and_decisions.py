"""Facts, determinations and assessments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "eligibility_0001"
down_revision = None
branch_labels = ("eligibility",)


def upgrade() -> None:
    """Facts, determinations and assessments."""
    _assessment()
    _determination()
    _fact()


def _assessment() -> None:
    op.create_table(
        "assessment",
        sa.Column("assessment", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("claim", sa.String(length=80), nullable=False),
        sa.Column("certification", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("latest", sa.Boolean(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("derivation", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("assessment"),
    )
    op.create_index("assessment_latest", "assessment", ["subject", "latest"], unique=False)
    op.create_index("assessment_once", "assessment", ["claim", "certification", "number"], unique=True)


def _determination() -> None:
    op.create_table(
        "determination",
        sa.Column("determination", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("claim", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("latest", sa.Boolean(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("derivation", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("determination"),
    )
    op.create_index("determination_latest", "determination", ["subject", "latest"], unique=False)
    op.create_index("determination_once", "determination", ["claim", "number"], unique=True)


def _fact() -> None:
    op.create_table(
        "fact",
        sa.Column("number", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("source_version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("event_version", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("fact_once", "fact", ["subject", "kind", "key", "source_version"], unique=True)

"""Accounts of pseudonyms of one person, so that debts of one are collected from payments under another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "payments_0019"
down_revision = "payments_0018"
branch_labels = None


def upgrade() -> None:
    """One table; mergers that were told before are told here when anything of them is told again."""
    op.create_table(
        "joined_account",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("other", sa.String(length=64), nullable=False),
        sa.Column("mergers", sa.JSON(), nullable=False),
        sa.Column("sent", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("heard", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("set_aside", sa.JSON(), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("asks", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("person", "other"),
    )

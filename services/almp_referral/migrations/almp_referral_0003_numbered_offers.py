"""Offers on an occasion are numbered, and a referral's key is its person's own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "almp_referral_0003"
down_revision = "almp_referral_0002"
branch_labels = None


def upgrade() -> None:
    """Take the step; until now there was one offer an occasion."""
    op.add_column("referral", sa.Column("number", sa.Integer(), nullable=False, server_default="1"))
    op.alter_column("referral", "number", server_default=None)
    op.drop_constraint("referral_pkey", "referral", type_="primary")
    op.create_primary_key("referral_pkey", "referral", ["subject", "referral"])
    op.drop_index(op.f("ix_referral_subject"), table_name="referral")

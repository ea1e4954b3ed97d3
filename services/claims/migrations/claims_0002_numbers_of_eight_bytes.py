"""Versions that sources count in nanoseconds fit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "claims_0002"
down_revision = "claims_0001"
branch_labels = None


def upgrade() -> None:
    """Take the step."""
    op.alter_column("claim", "filed_version", type_=sa.BigInteger())
    op.alter_column("claim", "withdrawn_version", type_=sa.BigInteger())

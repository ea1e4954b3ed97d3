"""Versions that sources count in nanoseconds fit, and so does the longest kind that is retracted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "eligibility_0003"
down_revision = "eligibility_0002"
branch_labels = None


def upgrade() -> None:
    """Take the step."""
    op.alter_column("fact", "source_version", type_=sa.BigInteger())
    op.alter_column("fact", "kind", type_=sa.String(160))

"""Days that pass without being closed are counted from a closing that came in time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "claims_0007"
down_revision = "claims_0006"
branch_labels = None


def upgrade() -> None:
    """The closing that came as soon after its day as any did, and when."""
    op.add_column("closed_day", sa.Column("prompt_day", sa.Date(), nullable=True))
    op.add_column("closed_day", sa.Column("prompt_ms", sa.BigInteger(), nullable=True))

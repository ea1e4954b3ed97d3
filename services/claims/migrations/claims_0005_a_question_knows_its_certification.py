"""A question about an overpayment knows the certification it was proposed for; those of before do not."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "claims_0005"
down_revision = "claims_0004"
branch_labels = None


def upgrade() -> None:
    """Take the step."""
    op.add_column("question", sa.Column("certification", sa.String(length=80), nullable=True))

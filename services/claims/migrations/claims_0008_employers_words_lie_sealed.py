"""What employers wrote of how work ended lies sealed beside the vault."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "claims_0008"
down_revision = "claims_0007"
branch_labels = None


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "employers_words",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("statement", sa.String(length=80), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "statement"),
    )

"""An order to pay again that comes before the return is kept, and takes effect with it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "payments_0007"
down_revision = "payments_0006"
branch_labels = None


def upgrade() -> None:
    """Orders that came before the return that they answer."""
    op.create_table(
        "reissue_order",
        sa.Column("cause", sa.Uuid(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("end_to_end", sa.String(length=26), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("cause"),
    )
    op.create_index("reissue_order_by_payment", "reissue_order", ["person", "end_to_end"], unique=False)

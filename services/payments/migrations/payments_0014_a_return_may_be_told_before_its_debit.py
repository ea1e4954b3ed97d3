"""A payment knows whether its return was told before its debit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "payments_0014"
down_revision = "payments_0013"
branch_labels = None


def upgrade() -> None:
    """One column more; of what came back before, both were booked on the day of the return."""
    op.add_column("instruction", sa.Column("debit_untold", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_check_constraint("left_before_it_came_back", "instruction", "stage = 'returned' OR NOT debit_untold")

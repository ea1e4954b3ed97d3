"""What is due for days before a death is paid by a decision on a question, and not only by orders for one payment."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "payments_0017"
down_revision = "payments_0016"
branch_labels = None


def upgrade() -> None:
    """One table more; orders for one payment go on holding."""
    op.create_table(
        "paid_after_death",
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("claim", sa.String(length=80), nullable=False),
        sa.Column("died_on", sa.Date(), nullable=False),
        sa.Column("officer", sa.String(length=80), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.CheckConstraint("trim(officer) <> ''", name="decided_by_a_named_person"),
        sa.PrimaryKeyConstraint("question", "person"),
    )
    op.create_index("paid_after_death_by_person", "paid_after_death", ["person", "claim"], unique=False)

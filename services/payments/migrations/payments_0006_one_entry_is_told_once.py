"""One entry of our account is told once: what was reported is kept with the bank's references, and explains what waits.

What was reported before this step has no reference here: it counts as before, by the payment alone.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "payments_0006"
down_revision = "payments_0005"
branch_labels = None


def upgrade() -> None:
    """What was told of payments, what persons said of days that wait, open items that a later message explains."""
    op.create_table(
        "told_entry",
        sa.Column("end_to_end", sa.String(length=26), nullable=False),
        sa.Column("result", sa.String(length=10), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("message", sa.String(length=80), nullable=False),
        sa.Column("moved_minor", sa.BigInteger(), nullable=False),
        sa.Column("by_a_person", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("end_to_end", "result", "reference"),
    )
    op.create_index("told_entry_by_reference", "told_entry", ["reference"], unique=False)
    op.create_table(
        "waiting_settled",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("claim", sa.String(length=80), nullable=False),
        sa.Column("certification", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("waiting_minor", sa.BigInteger(), nullable=False),
        sa.Column("officer", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "trim(officer) <> '' AND trim(because) <> ''", name="settled_by_a_named_person_who_says_why"
        ),
        sa.PrimaryKeyConstraint("person", "claim", "certification", "number", "waiting_minor"),
    )
    op.add_column("open_item", sa.Column("entry_references", sa.Text(), nullable=False, server_default=""))
    op.add_column("open_item", sa.Column("bank_code", sa.String(length=4), nullable=True))
    op.add_column("open_item", sa.Column("explained_by", sa.String(length=80), nullable=True))
    op.drop_constraint("closed_by_a_named_person_who_says_why", "open_item", type_="check")
    op.create_check_constraint(
        "closed_by_a_named_person_or_by_the_bank",
        "open_item",
        "state = 'waiting' OR (explained_by IS NOT NULL AND officer IS NULL AND state <> 'dismissed')"
        " OR (officer IS NOT NULL AND trim(officer) <> '' AND because IS NOT NULL"
        " AND trim(because) <> '' AND closed_at IS NOT NULL)",
    )

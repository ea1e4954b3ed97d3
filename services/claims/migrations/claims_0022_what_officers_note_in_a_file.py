"""Who has a matter in hand, and contacts with people: what officers note in a file."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "claims_0022"
down_revision = "claims_0021"
branch_labels = None


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "assignment",
        sa.Column("event", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("record", sa.String(length=80), nullable=False),
        sa.Column("staff", sa.String(length=80), nullable=True),
        sa.Column("role", sa.String(length=80), nullable=True),
        sa.Column("office", sa.String(length=32), nullable=True),
        sa.Column("by_staff", sa.String(length=80), nullable=False),
        sa.Column("by_role", sa.String(length=80), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("because", sa.String(length=20), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("event"),
        info={"chained": ((), False, (), False)},
    )
    op.create_index("assignment_by_record", "assignment", ["record"], unique=False)
    op.create_index("assignment_by_staff", "assignment", ["staff"], unique=False)
    op.create_table(
        "contact",
        sa.Column("event", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("claim", sa.String(length=80), nullable=False),
        sa.Column("staff", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=True),
        sa.Column("contacted_on", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("direction", sa.String(length=20), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("statement", sa.String(length=80), nullable=True),
        sa.PrimaryKeyConstraint("event"),
        info={"chained": ((), False, (), False)},
    )
    op.create_index("contact_by_subject", "contact", ["subject"], unique=False)

"""What the bank said and nobody understood waits for a named person; a file knows how often it was sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "payments_0004"
down_revision = "payments_0003"
branch_labels = None


def upgrade() -> None:
    """The open items of the bank, the copies of a file, and the payments that fit into none.

    A file that left before this step has gone once at least. What could not be read is read once more.
    """
    op.add_column("payment_file", sa.Column("copies", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE payment_file SET copies = 1 WHERE state <> 'sealed'")
    _open_item()
    op.execute("UPDATE bank_message SET state = 'new' WHERE state IN ('foreign', 'unreadable')")
    op.create_table(
        "left_out",
        sa.Column("instruction", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["instruction"], ["instruction.id"]),
        sa.PrimaryKeyConstraint("instruction", "day"),
    )


def _open_item() -> None:
    op.create_table(
        "open_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("message", sa.String(length=80), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("result", sa.String(length=10), nullable=True),
        sa.Column("payments", sa.Text(), nullable=True),
        sa.Column("charges_minor", sa.BigInteger(), nullable=True),
        sa.Column("officer", sa.String(length=80), nullable=True),
        sa.Column("role", sa.String(length=80), nullable=True),
        sa.Column("because", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state = 'waiting' OR (officer IS NOT NULL AND trim(officer) <> '' AND because IS NOT NULL"
            " AND trim(because) <> '' AND closed_at IS NOT NULL)",
            name="closed_by_a_named_person_who_says_why",
        ),
        sa.CheckConstraint(
            "state NOT IN ('settled', 'told')"
            " OR (result IS NOT NULL AND payments IS NOT NULL AND booked_on IS NOT NULL)",
            name="settled_as_something",
        ),
        sa.ForeignKeyConstraint(["sha256"], ["bank_message.sha256"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("open_item_by_state", "open_item", ["state"], unique=False)

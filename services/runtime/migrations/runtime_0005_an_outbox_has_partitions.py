"""An outbox has partitions, in each of which rows are numbered without a gap.

Rows of before stand in partition 0, in the order in which they were published; how far they were, is kept.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "runtime_0005"
down_revision = "runtime_0004"
branch_labels = None


def upgrade() -> None:
    """An outbox has partitions, in each of which rows are numbered without a gap."""
    op.create_table(
        "outbox_partition",
        sa.Column("partition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("next_number", sa.BigInteger(), nullable=False),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("partition"),
    )
    op.add_column("outbox", sa.Column("partition", sa.Integer(), nullable=True))
    op.add_column("outbox", sa.Column("number", sa.BigInteger(), nullable=True))
    op.add_column("outbox", sa.Column("said_ms", sa.BigInteger(), nullable=True))
    op.execute(
        'UPDATE outbox SET "partition" = 0, number = numbered.number FROM ('
        'SELECT position, row_number() OVER (ORDER BY "transaction", position) - 1 AS number FROM outbox'
        ") AS numbered WHERE outbox.position = numbered.position"
    )
    op.execute(
        'INSERT INTO outbox_partition ("partition", next_number, published) SELECT 0, count(*), count(*) FILTER ('
        'WHERE ("transaction", position) <= (SELECT "transaction", position FROM relayed WHERE reader = \'kafka\'))'
        " FROM outbox HAVING count(*) > 0"
    )
    op.execute("DELETE FROM relayed WHERE reader = 'kafka'")
    op.alter_column("outbox", "partition", nullable=False)
    op.alter_column("outbox", "number", nullable=False)
    op.drop_index("outbox_in_order", table_name="outbox")
    op.drop_column("outbox", "transaction")
    op.create_index("outbox_in_order", "outbox", ["partition", "number"], unique=True)

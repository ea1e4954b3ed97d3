"""Parked events keep the key they came under and the time at which the log took them in.

What is parked already keeps neither: its dead letter was mirrored before, and its age is counted from when it was
first seen.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "runtime_0002"
down_revision = "runtime_0001"
branch_labels = None


def upgrade() -> None:
    """Take the step."""
    op.add_column("parked", sa.Column("message_key", sa.LargeBinary(), nullable=True))
    op.add_column("parked", sa.Column("arrived_ms", sa.BigInteger(), nullable=True))

"""A version is unique for its person: two people may have a claim, or a certification, of one key."""

from __future__ import annotations

from alembic import op

revision = "eligibility_0004"
down_revision = "eligibility_0003"
branch_labels = None

KEYS = {"determination": ["claim", "number"], "assessment": ["claim", "certification", "number"]}


def upgrade() -> None:
    """Take the step."""
    for table, key in KEYS.items():
        op.drop_index(f"{table}_once", table_name=table)
        op.create_index(f"{table}_once", table, ["subject", *key], unique=True)

"""Data keys lie apart from what they seal.

A key whose row says no master key is one from before keys had names. Needs the schema of keys in the same database if
there is anything to move (`tideover migrate` makes it first); it can be taken to another server afterwards.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "claims_0006"
down_revision = "claims_0005"
branch_labels = None

MOVED = (
    "INSERT INTO keys.data_key (id, owner, master, wrapped)"
    " SELECT gen_random_uuid(), {owner}, '', wrapped_key FROM {table} WHERE wrapped_key IS NOT NULL"
)


def upgrade() -> None:
    """Data keys lie apart from what they seal."""
    if op.get_bind().scalar(sa.text("SELECT EXISTS (SELECT 1 FROM vault WHERE wrapped_key IS NOT NULL)")):
        op.execute(MOVED.format(owner="subject", table="vault"))
    op.drop_column("vault", "wrapped_key")

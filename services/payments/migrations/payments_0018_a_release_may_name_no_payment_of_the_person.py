"""A release of a held payment that names no payment of the person's is kept, and stands in nobody's way."""

from __future__ import annotations

from alembic import op

revision = "payments_0018"
down_revision = "payments_0017"
branch_labels = None


def upgrade() -> None:
    """The same payment may be named for another person by mistake, before it is released for whom it is."""
    op.drop_constraint("payment_release_pkey", "payment_release", type_="primary")
    op.create_primary_key("payment_release_pkey", "payment_release", ["instruction", "person"])

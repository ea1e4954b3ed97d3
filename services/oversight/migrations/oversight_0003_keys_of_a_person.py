"""Every row of the committee is its person's: two people may have claims of one key, and both count."""

from __future__ import annotations

from alembic import op

revision = "oversight_0003"
down_revision = "oversight_0002"
branch_labels = None

KEYS = {
    "claim_view": ["claim"],
    "period_view": ["claim", "certification"],
    "payment_view": ["instruction"],
    "referral_view": ["referral"],
    "question_view": ["question"],
}


def upgrade() -> None:
    """Take the step; the subject leads the key, so it needs no index of its own."""
    for view, key in KEYS.items():
        op.drop_constraint(f"{view}_pkey", view, type_="primary")
        op.create_primary_key(f"{view}_pkey", view, ["subject", *key])
        op.drop_index(op.f(f"ix_{view}_subject"), table_name=view)

"""Claims know by what the figures are told apart; those of before are counted as unknown."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "oversight_0005"
down_revision = "oversight_0004"
branch_labels = None

WIDTHS = {
    "sex": 8,
    "age_band": 12,
    "region": 80,
    "nationality": 8,
    "channel": 8,
    "contract": 12,
    "industry": 23,
    "occupation": 23,
}


def upgrade() -> None:
    """Take the step."""
    for name, width in WIDTHS.items():
        op.add_column("claim_view", sa.Column(name, sa.String(length=width), nullable=True))

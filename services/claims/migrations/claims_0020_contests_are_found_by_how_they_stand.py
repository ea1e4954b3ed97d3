"""Contests are found by how they stand."""

from __future__ import annotations

from alembic import op

revision = "claims_0020"
down_revision = "claims_0019"
branch_labels = None


def upgrade() -> None:
    """Contests are found by how they stand: those that wait to be opened are few, and the newest ends are asked for."""
    op.create_index("contest_by_standing", "contest", ["closed_on", "opened_on"], unique=False)

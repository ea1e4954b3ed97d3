"""Questions are found by their step."""

from __future__ import annotations

from alembic import op

revision = "claims_0016"
down_revision = "claims_0015"
branch_labels = None


def upgrade() -> None:
    """Questions are found by their step: those that wait are few among those that were ever asked."""
    op.create_index("question_by_step", "question", ["step"], unique=False)

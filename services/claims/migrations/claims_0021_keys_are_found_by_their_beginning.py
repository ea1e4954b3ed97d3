"""Keys of claims, questions and contests are found by their beginning."""

from __future__ import annotations

from alembic import op

revision = "claims_0021"
down_revision = "claims_0020"
branch_labels = None


def upgrade() -> None:
    """Keys of claims, questions and contests are found by their beginning."""
    op.create_index("claim_by_key", "claim", ["claim"], unique=False)
    op.create_index("question_by_key", "question", ["question"], unique=False)
    op.create_index("contest_by_key", "contest", ["contest"], unique=False)

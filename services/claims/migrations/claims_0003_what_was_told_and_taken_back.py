"""Claims keep their benefit year and what was retracted, questions their words and their person in the key.

Questions of before have no words: whoever takes a withdrawal back is asked again with the next determination.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "claims_0003"
down_revision = "claims_0002"
branch_labels = None


def upgrade() -> None:
    """Take the step. A claim's year is known again with its next determination."""
    op.add_column("claim", sa.Column("year_start", sa.Date(), nullable=True))
    op.add_column("claim", sa.Column("year_end", sa.Date(), nullable=True))
    _add_to("claim", ("filed_from", "withdrawn_from"), sa.BigInteger(), "0")
    _add_to("question", ("asks", "cites", "because"), sa.Text(), "")
    op.drop_constraint("question_pkey", "question", type_="primary")
    op.create_primary_key("question_pkey", "question", ["subject", "question"])
    op.drop_index(op.f("ix_question_subject"), table_name="question")


def _add_to(table: str, columns: tuple[str, ...], type_: sa.BigInteger | sa.Text, before: str) -> None:
    """Columns that rows of before have at a value of their own."""
    for column in columns:
        op.add_column(table, sa.Column(column, type_, nullable=False, server_default=before))
        op.alter_column(table, column, server_default=None)

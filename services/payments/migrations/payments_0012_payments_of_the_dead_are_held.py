"""What is due to the dead is held: of whom a death is reported, which payments wait, and which a person released."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "payments_0012"
down_revision = "payments_0011"
branch_labels = None


def upgrade() -> None:
    """Three tables; nobody counts as dead until eligibility says so."""
    op.create_table(
        "deceased",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("died_on", sa.Date(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person"),
    )
    op.create_table(
        "payment_release",
        sa.Column("instruction", sa.Uuid(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("officer", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "trim(officer) <> '' AND trim(because) <> ''", name="released_by_a_named_person_who_says_why"
        ),
        sa.PrimaryKeyConstraint("instruction"),
    )
    op.create_table(
        "held_payment",
        sa.Column("instruction", sa.Uuid(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("died_on", sa.Date(), nullable=False),
        sa.Column("let_go_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["instruction"], ["instruction.id"]),
        sa.PrimaryKeyConstraint("instruction"),
    )
    op.create_index("held_payment_by_person", "held_payment", ["person"], unique=False)

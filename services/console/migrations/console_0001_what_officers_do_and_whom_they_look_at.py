"""What officers do and whom they look at."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "console_0001"
down_revision = None
branch_labels = ("console",)


def upgrade() -> None:
    """What officers do and whom they look at."""
    _act()
    _broken_glass()
    _person_view()
    _session()


def _act() -> None:
    op.create_table(
        "act",
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.Column("event", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("staff", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=True),
        sa.Column("done_ms", sa.BigInteger(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("form"),
    )
    op.create_index("act_by_staff", "act", ["staff", "done_ms"], unique=False)
    op.create_index("act_by_subject", "act", ["subject", "done_ms"], unique=False)


def _broken_glass() -> None:
    op.create_table(
        "broken_glass",
        sa.Column("staff", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("until_ms", sa.BigInteger(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("broken_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("staff", "subject"),
    )


def _person_view() -> None:
    op.create_table(
        "person_view",
        sa.Column("event", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("staff", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=True),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("page", sa.String(length=80), nullable=False),
        sa.Column("record", sa.String(length=80), nullable=True),
        sa.Column("viewed_ms", sa.BigInteger(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("event"),
    )
    op.create_index("person_view_by_purpose", "person_view", ["purpose", "viewed_ms"], unique=False)
    op.create_index("person_view_by_subject", "person_view", ["subject", "viewed_ms"], unique=False)


def _session() -> None:
    op.create_table(
        "session",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("staff", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("roles", sa.String(length=400), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=True),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("provider", sa.String(length=80), nullable=True),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("begun_ms", sa.BigInteger(), nullable=False),
        sa.Column("seen_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token"),
    )

"""The ledger, instructions and files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "payments_0001"
down_revision = None
branch_labels = ("payments",)


def upgrade() -> None:
    """The ledger, instructions and files."""
    _bank_account()
    _bank_message()
    _journal()
    _overpayment_decision()
    _payment_file()
    _position()
    _instruction()
    _posting()


def _bank_account() -> None:
    op.create_table(
        "bank_account",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=True),
        sa.Column("account_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("account_index", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person"),
    )
    op.create_index("bank_account_by_index", "bank_account", ["account_index"], unique=False)


def _bank_message() -> None:
    op.create_table(
        "bank_message",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_index("bank_message_by_state", "bank_message", ["state"], unique=False)


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claim", sa.String(length=80), nullable=True),
        sa.Column("certification", sa.String(length=80), nullable=True),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.CheckConstraint("lines >= 2", name="moves_between_accounts"),
        sa.PrimaryKeyConstraint("id"),
    )


def _overpayment_decision() -> None:
    op.create_table(
        "overpayment_decision",
        sa.Column("cause", sa.Uuid(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("claim", sa.String(length=80), nullable=False),
        sa.Column("certification", sa.String(length=80), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=False),
        sa.Column("officer", sa.String(length=80), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("cause"),
    )
    op.create_index(
        "overpayment_decision_by_position", "overpayment_decision", ["person", "claim", "certification"], unique=False
    )


def _payment_file() -> None:
    op.create_table(
        "payment_file",
        sa.Column("name", sa.String(length=35), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partition", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("control_sum_minor", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("name"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("payment_file_by_day", "payment_file", ["partition", "day"], unique=False)
    op.create_index("payment_file_by_state", "payment_file", ["state", "day"], unique=False)


def _position() -> None:
    op.create_table(
        "position",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("claim", sa.String(length=80), nullable=False),
        sa.Column("certification", sa.String(length=80), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("assessment", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("target_minor", sa.BigInteger(), nullable=False),
        sa.Column("proposed_minor", sa.BigInteger(), nullable=False),
        sa.Column("final_minor", sa.BigInteger(), nullable=False),
        sa.Column("waived_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "target_minor >= 0 AND proposed_minor >= 0 AND final_minor >= 0 AND waived_minor >= 0",
            name="never_negative",
        ),
        sa.PrimaryKeyConstraint("person", "claim", "certification"),
    )


def _instruction() -> None:
    op.create_table(
        "instruction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("end_to_end", sa.String(length=26), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("partition", sa.Integer(), nullable=False),
        sa.Column("claim", sa.String(length=80), nullable=False),
        sa.Column("certification", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("sequence", sa.SmallInteger(), nullable=False),
        sa.Column("attempt", sa.SmallInteger(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("assessment", sa.Uuid(), nullable=False),
        sa.Column("held_minor", sa.BigInteger(), nullable=False),
        sa.Column("file", sa.String(length=35), nullable=True),
        sa.CheckConstraint("(stage IN ('due', 'cancelled')) = (file IS NULL)", name="sealed_in_a_file"),
        sa.CheckConstraint("held_minor = 0 OR stage IN ('rejected', 'returned')", name="holds_only_what_came_back"),
        sa.CheckConstraint("amount_minor > 0", name="pays_something"),
        sa.CheckConstraint("held_minor BETWEEN 0 AND amount_minor", name="holds_no_more_than_it_paid"),
        sa.ForeignKeyConstraint(
            ["file"],
            ["payment_file.name"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("end_to_end"),
    )
    _instruction_indexes()


def _instruction_indexes() -> None:
    op.create_index("instruction_by_day", "instruction", ["partition", "stage", "due_on"], unique=False)
    op.create_index("instruction_by_file", "instruction", ["file"], unique=False)
    op.create_index("instruction_by_person", "instruction", ["person", "stage"], unique=False)
    op.create_index(
        "one_attempt_each", "instruction", ["person", "claim", "certification", "sequence", "attempt"], unique=True
    )
    op.create_index(
        "one_original_a_period",
        "instruction",
        ["person", "claim", "period_start"],
        unique=True,
        postgresql_where=sa.text("kind = 'original'"),
    )


def _posting() -> None:
    op.create_table(
        "posting",
        sa.Column("journal", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.CheckConstraint("amount_minor <> 0", name="moves_something"),
        sa.CheckConstraint("line >= 0", name="counts_from_zero"),
        sa.ForeignKeyConstraint(
            ["journal"],
            ["journal.id"],
        ),
        sa.PrimaryKeyConstraint("journal", "line"),
    )
    op.create_index("posting_by_account", "posting", ["account", "currency"], unique=False)

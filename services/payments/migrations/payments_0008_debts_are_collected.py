"""Debts are collected: a row for each, what is withheld for them, and what goes back.

Debts so far do not say which question made them, nor until when they may be contested: none of them is collected until
payments were rebuilt from the log, which says both.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "payments_0008"
down_revision = "payments_0007"
branch_labels = None

DEBTS_SO_FAR = """
    INSERT INTO recovery (person, question, claim, certification, cause, noticed_on, decided_on, contest_until,
        collect_until, officer, overpayment_cause, decided_minor, owed_minor, collected_minor, collections,
        instalments, disputes, given_up)
    SELECT DISTINCT ON (held.person, held.claim, held.certification) held.person, decided.cause::text, held.claim,
        held.certification, decided.cause, decided.decided_on, decided.decided_on, '2100-01-01', '2100-01-01',
        decided.officer, 'unknown', held.final_minor, held.final_minor, 0, '[]', NULL, '[]', '[]'
    FROM position AS held JOIN overpayment_decision AS decided USING (person, claim, certification)
    WHERE held.final_minor > 0 AND decided.verdict = 'against_claimant'
    ORDER BY held.person, held.claim, held.certification, decided.decided_on DESC, decided.cause
"""
MOVES = (
    "NEW.stage <> OLD.stage AND NOT ((OLD.stage = 'due' AND NEW.stage IN ('batched', 'cancelled')) OR "
    "(OLD.stage = 'cancelled' AND NEW.stage IN ('due')) OR (OLD.stage = 'batched' AND NEW.stage IN "
    "('rejected', 'returned', 'settled')) OR (OLD.stage = 'settled' AND NEW.stage IN ('returned')) OR "
    "(OLD.stage = 'withheld' AND NEW.stage IN ('cancelled')))"
)
HOLDS_THE_DAYS = (
    "NEW.attempt = 1 AND NEW.kind <> 'refund' AND NOT EXISTS (SELECT 1 FROM @schema.paid_days AS held WHERE "
    "held.person = NEW.person AND held.claim = NEW.claim AND held.certification = NEW.certification AND "
    "held.period_start < NEW.period_end AND NEW.period_start < held.period_end)"
)


def upgrade() -> None:
    """Debts, what is withheld for them, and what goes back."""
    _debts()
    _columns()
    op.execute(DEBTS_SO_FAR)
    _guard("guard_1_instruction", MOVES, "a payment cannot make this move")
    _guard("guard_3_instruction", HOLDS_THE_DAYS, "these days are not held by the certification of this payment")


def _debts() -> None:
    op.create_table(
        "recovery",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("claim", sa.String(length=80), nullable=False),
        sa.Column("certification", sa.String(length=80), nullable=False),
        sa.Column("cause", sa.Uuid(), nullable=False),
        sa.Column("noticed_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("contest_until", sa.Date(), nullable=False),
        sa.Column("collect_until", sa.Date(), nullable=False),
        sa.Column("officer", sa.String(length=80), nullable=False),
        sa.Column("overpayment_cause", sa.String(length=40), nullable=False),
        sa.Column("decided_minor", sa.BigInteger(), nullable=False),
        sa.Column("owed_minor", sa.BigInteger(), nullable=False),
        sa.Column("collected_minor", sa.BigInteger(), nullable=False),
        sa.Column("collections", sa.JSON(), nullable=False),
        sa.Column("instalments", sa.JSON(), nullable=True),
        sa.Column("disputes", sa.JSON(), nullable=False),
        sa.Column("given_up", sa.JSON(), nullable=False),
        sa.CheckConstraint("trim(officer) <> ''", name="decided_by_a_named_person"),
        sa.CheckConstraint("owed_minor + collected_minor = 0 OR noticed_on IS NOT NULL", name="asks_whom_it_told"),
        sa.CheckConstraint(
            "owed_minor >= 0 AND collected_minor >= 0 AND owed_minor + collected_minor <= decided_minor",
            name="asks_no_more_than_was_decided",
        ),
        sa.PrimaryKeyConstraint("person", "question"),
    )
    op.create_index("recovery_by_position", "recovery", ["person", "claim", "certification"], unique=False)
    op.create_table(
        "recovery_event",
        sa.Column("cause", sa.Uuid(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("cause"),
    )
    op.create_index("recovery_event_by_question", "recovery_event", ["person", "question"], unique=False)


def _columns() -> None:
    op.add_column("instruction", sa.Column("withheld", sa.JSON(), nullable=True))
    for name in ("written_off_minor", "recovered_minor", "to_return_minor"):
        op.add_column("position", sa.Column(name, sa.BigInteger(), server_default="0", nullable=False))
    op.create_check_constraint(
        "returns_what_was_recovered",
        "position",
        "written_off_minor >= 0 AND to_return_minor BETWEEN 0 AND recovered_minor",
    )
    op.drop_constraint("sealed_in_a_file", "instruction", type_="check")
    op.create_check_constraint(
        "sealed_in_a_file", "instruction", "(stage IN ('due', 'cancelled', 'withheld')) = (file IS NULL)"
    )
    op.create_check_constraint(
        "withheld_for_a_debt",
        "instruction",
        "(kind = 'offset' OR stage <> 'withheld') AND"
        " (kind <> 'offset' OR (withheld IS NOT NULL AND stage IN ('withheld', 'cancelled')))",
    )


def _guard(name: str, condition: str, words: str) -> None:
    """A function that finds our tables and PostgreSQL's own operators, whatever search path its caller has set."""
    text = (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql "
        f"SET search_path = pg_catalog, pg_temp AS $$ BEGIN IF {condition} THEN RAISE EXCEPTION '{words}' "
        "USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(f"DO $do$ BEGIN EXECUTE replace($text${text}$text$, '@schema', quote_ident(current_schema())); END $do$")

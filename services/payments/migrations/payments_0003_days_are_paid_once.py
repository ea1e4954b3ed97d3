"""Days are paid once, files never go back, what the bank has is known; guards name their schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "payments_0003"
down_revision = "payments_0002"
branch_labels = None

BEFORE = (
    *((f"guard_{number}_instruction", "instruction") for number in (0, 1, 2, 3, 4, 15)),
    *((f"guard_{number}_payment_file", "payment_file") for number in (5, 16)),
    *((f"guard_{number}_position", "position") for number in (6, 7)),
    *((f"guard_{number}_posting", "posting") for number in (8, 10, 13)),
    *((f"guard_{number}_journal", "journal") for number in (9, 12)),
    *((f"guard_{number}_overpayment_decision", "overpayment_decision") for number in (11, 14)),
    ("journal_balance", "journal"),
)
"""Triggers of the step before, with their tables."""

GUARDS = (
    (
        "guard_0_instruction",
        "instruction",
        "UPDATE",
        (
            "NEW.id <> OLD.id OR NEW.end_to_end <> OLD.end_to_end OR NEW.person <> OLD.person OR NEW.partition <>"
            " OLD.partition OR NEW.claim <> OLD.claim OR NEW.certification <> OLD.certification OR NEW.kind <> "
            "OLD.kind OR NEW.sequence <> OLD.sequence OR NEW.attempt <> OLD.attempt"
        ),
        "what a payment is for never changes",
    ),
    (
        "guard_1_instruction",
        "instruction",
        "UPDATE",
        (
            "NEW.stage <> OLD.stage AND NOT ((OLD.stage = 'due' AND NEW.stage IN ('batched', 'cancelled')) OR "
            "(OLD.stage = 'cancelled' AND NEW.stage IN ('due')) OR (OLD.stage = 'batched' AND NEW.stage IN "
            "('rejected', 'returned', 'settled')) OR (OLD.stage = 'settled' AND NEW.stage IN ('returned')))"
        ),
        "a payment cannot make this move",
    ),
    (
        "guard_2_instruction",
        "instruction",
        "UPDATE",
        (
            "OLD.file IS NOT NULL AND (NEW.file IS NULL OR NEW.amount_minor <> OLD.amount_minor OR NEW.currency "
            "<> OLD.currency OR NEW.period_start <> OLD.period_start OR NEW.period_end <> OLD.period_end OR "
            "NEW.file <> OLD.file)"
        ),
        "a sealed payment never changes",
    ),
    (
        "guard_3_instruction",
        "instruction",
        "INSERT",
        (
            "NEW.attempt = 1 AND NOT EXISTS (SELECT 1 FROM @schema.paid_days AS held WHERE held.person = "
            "NEW.person AND held.claim = NEW.claim AND held.certification = NEW.certification AND "
            "held.period_start < NEW.period_end AND NEW.period_start < held.period_end)"
        ),
        "these days are not held by the certification of this payment",
    ),
    (
        "guard_4_instruction",
        "instruction",
        "INSERT",
        (
            "NEW.attempt > 1 AND NOT EXISTS (SELECT 1 FROM @schema.instruction AS other WHERE other.person = "
            "NEW.person AND other.claim = NEW.claim AND other.certification = NEW.certification AND "
            "other.sequence = NEW.sequence AND other.attempt = NEW.attempt - 1 AND other.stage IN ('rejected', "
            "'returned'))"
        ),
        "the attempt before has not come back",
    ),
    (
        "guard_5_position",
        "position",
        "INSERT",
        (
            "NEW.target_minor > 0 AND NOT EXISTS (SELECT 1 FROM @schema.paid_days AS held WHERE held.person = "
            "NEW.person AND held.claim = NEW.claim AND held.certification = NEW.certification)"
        ),
        "nothing is due to a certification that holds no day",
    ),
    (
        "guard_6_position",
        "position",
        "UPDATE",
        (
            "NEW.target_minor > 0 AND NOT EXISTS (SELECT 1 FROM @schema.paid_days AS held WHERE held.person = "
            "NEW.person AND held.claim = NEW.claim AND held.certification = NEW.certification)"
        ),
        "nothing is due to a certification that holds no day",
    ),
    (
        "guard_7_payment_file",
        "payment_file",
        "UPDATE",
        (
            "NEW.id <> OLD.id OR NEW.name <> OLD.name OR NEW.partition <> OLD.partition OR NEW.day <> OLD.day OR "
            "NEW.currency <> OLD.currency OR NEW.count <> OLD.count OR NEW.control_sum_minor <> "
            "OLD.control_sum_minor OR NEW.sha256 <> OLD.sha256 OR NEW.wrapped_key <> OLD.wrapped_key OR "
            "NEW.body_sealed <> OLD.body_sealed"
        ),
        "a sealed file never changes",
    ),
    (
        "guard_8_payment_file",
        "payment_file",
        "UPDATE",
        (
            "NEW.state <> OLD.state AND NOT ((OLD.state = 'sealed' AND NEW.state IN ('accepted', 'rejected', "
            "'sending', 'sent', 'unknown')) OR (OLD.state = 'sending' AND NEW.state IN ('accepted', 'rejected', "
            "'sent', 'unknown')) OR (OLD.state = 'sent' AND NEW.state IN ('accepted', 'rejected', 'unknown')) OR "
            "(OLD.state = 'unknown' AND NEW.state IN ('accepted', 'rejected', 'sending')) OR (OLD.state = "
            "'accepted' AND NEW.state IN ('rejected')))"
        ),
        "a file cannot make this move",
    ),
    (
        "guard_9_position",
        "position",
        "INSERT",
        (
            "NEW.final_minor + NEW.waived_minor > (SELECT COALESCE(SUM(amount_minor), 0) FROM "
            "@schema.overpayment_decision AS decided WHERE decided.person = NEW.person AND decided.claim = "
            "NEW.claim AND decided.certification = NEW.certification)"
        ),
        "no named person decided this overpayment",
    ),
    (
        "guard_10_position",
        "position",
        "UPDATE",
        (
            "NEW.final_minor + NEW.waived_minor > (SELECT COALESCE(SUM(amount_minor), 0) FROM "
            "@schema.overpayment_decision AS decided WHERE decided.person = NEW.person AND decided.claim = "
            "NEW.claim AND decided.certification = NEW.certification)"
        ),
        "no named person decided this overpayment",
    ),
    (
        "guard_11_posting",
        "posting",
        "INSERT",
        ("NEW.line >= (SELECT lines FROM @schema.journal AS whole WHERE whole.id = NEW.journal)"),
        "a journal that is whole takes no more lines",
    ),
    (
        "guard_12_journal",
        "journal",
        "UPDATE",
        ("1 = 1"),
        "this table is append only",
    ),
    (
        "guard_13_posting",
        "posting",
        "UPDATE",
        ("1 = 1"),
        "this table is append only",
    ),
    (
        "guard_14_overpayment_decision",
        "overpayment_decision",
        "UPDATE",
        ("1 = 1"),
        "this table is append only",
    ),
    (
        "guard_15_journal",
        "journal",
        "DELETE",
        ("1 = 1"),
        "this table is append only",
    ),
    (
        "guard_16_posting",
        "posting",
        "DELETE",
        ("1 = 1"),
        "this table is append only",
    ),
    (
        "guard_17_overpayment_decision",
        "overpayment_decision",
        "DELETE",
        ("1 = 1"),
        "this table is append only",
    ),
    (
        "guard_18_instruction",
        "instruction",
        "DELETE",
        ("1 = 1"),
        "this table is append only",
    ),
    (
        "guard_19_payment_file",
        "payment_file",
        "DELETE",
        ("1 = 1"),
        "this table is append only",
    ),
)
"""Name, table, verb, the condition that is refused, and the refusal in words."""

JOURNAL_IS_WHOLE = (
    "IF (SELECT COUNT(*) FROM @schema.posting WHERE journal = NEW.id) <> NEW.lines OR EXISTS (SELECT 1 "
    "FROM @schema.posting WHERE journal = NEW.id GROUP BY currency HAVING SUM(amount_minor) <> 0) THEN "
    "RAISE EXCEPTION 'a journal must sum to zero' USING ERRCODE = 'check_violation'; END IF; RETURN NULL;"
)
JOURNAL_BALANCE = (
    "CREATE CONSTRAINT TRIGGER journal_balance AFTER INSERT ON journal DEFERRABLE INITIALLY DEFERRED FOR "
    "EACH ROW EXECUTE FUNCTION journal_is_whole()"
)
A_DAY_IS_PAID_ONCE = (
    "ALTER TABLE paid_days ADD CONSTRAINT a_day_is_paid_once EXCLUDE USING gist "
    "(person WITH =, daterange(period_start, period_end) WITH &&)"
)

DAYS_SO_FAR = (
    "UPDATE instruction SET days = json_build_array(json_build_array(period_start, period_end, amount_minor))",
    """
    UPDATE position SET touched_start = period_start, touched_end = period_end, due = CASE WHEN target_minor > 0
    THEN json_build_array(json_build_array(period_start, period_end, target_minor)) ELSE '[]' END
    """,
    """
    UPDATE position SET touched_start = LEAST(touched_start, first), touched_end = GREATEST(touched_end, after)
    FROM (SELECT person, claim, certification, MIN(period_start) AS first, MAX(period_end) AS after
    FROM instruction GROUP BY person, claim, certification) AS paid
    WHERE position.person = paid.person AND position.claim = paid.claim AND position.certification = paid.certification
    """,
    """
    INSERT INTO paid_days (person, period_start, period_end, claim, certification)
    SELECT person, period_start, period_end, claim, certification FROM position
    WHERE target_minor > 0 AND period_start < period_end ON CONFLICT DO NOTHING
    """,
)
"""What was stored so far does not say which days of a period are paid: all of them are taken to be."""


def upgrade() -> None:
    """Days are paid once, files never go back, what the bank has is known; guards name their schema."""
    for name, table in BEFORE:
        op.execute(f"DROP TRIGGER {name} ON {table}")
    for name, _ in BEFORE[:-1]:
        op.execute(f"DROP FUNCTION {name}()")
    op.execute("ALTER TABLE instruction DROP CONSTRAINT no_double_period")
    _columns()
    _paid_days()
    _what_the_bank_has()
    for statement in DAYS_SO_FAR:
        op.execute(statement)
    for table, names in (("instruction", ("days",)), ("position", ("due", "touched_start", "touched_end"))):
        for name in names:
            op.alter_column(table, name, nullable=False)
    _guards()


def _columns() -> None:
    op.drop_index("one_original_a_period", table_name="instruction")
    op.add_column("instruction", sa.Column("days", sa.JSON(), nullable=True))
    op.create_index(
        "one_original_each",
        "instruction",
        ["person", "claim", "certification"],
        unique=True,
        postgresql_where=sa.text("kind = 'original'"),
    )
    for name in ("touched_start", "touched_end"):
        op.add_column("position", sa.Column(name, sa.Date(), nullable=True))
    op.add_column("position", sa.Column("due", sa.JSON(), nullable=True))
    op.add_column("position", sa.Column("waiting", sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
    op.add_column("position", sa.Column("proposals", sa.Integer(), nullable=False, server_default=sa.text("0")))
    for name in ("waiting_minor", "confirmed_minor", "lent_minor"):
        op.add_column("position", sa.Column(name, sa.BigInteger(), nullable=False, server_default=sa.text("0")))
    for name in ("waiting", "proposals", "waiting_minor", "confirmed_minor", "lent_minor"):
        op.alter_column("position", name, server_default=None)
    op.create_check_constraint("confirms_what_is_proposed", "position", "confirmed_minor BETWEEN 0 AND proposed_minor")


def _paid_days() -> None:
    op.create_table(
        "paid_days",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("claim", sa.String(length=80), nullable=False),
        sa.Column("certification", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("person", "period_start"),
    )
    op.create_index("paid_days_by_position", "paid_days", ["person", "claim", "certification"], unique=False)
    op.execute(A_DAY_IS_PAID_ONCE)


def _what_the_bank_has() -> None:
    op.create_table(
        "unmatched_entry",
        sa.Column("cause", sa.Uuid(), nullable=False),
        sa.Column("end_to_end", sa.String(length=26), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.Column("misfit", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("cause"),
    )
    op.create_index("unmatched_entry_by_payment", "unmatched_entry", ["end_to_end"], unique=False)
    op.create_table(
        "unmatched_file",
        sa.Column("name", sa.String(length=35), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("matched_by", sa.String(length=80), nullable=True),
        sa.Column("because", sa.Text(), nullable=True),
        sa.CheckConstraint("(matched_by IS NULL) = (because IS NULL)", name="matched_for_a_reason"),
        sa.CheckConstraint("matched_by <> '' AND because <> ''", name="matched_by_somebody"),
        sa.PrimaryKeyConstraint("name"),
    )


def _guards() -> None:
    for name, table, verb, condition, words in GUARDS:
        result = "OLD" if verb == "DELETE" else "NEW"
        refusal = f"RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation'"
        op.execute(_function(name, f"IF {condition} THEN {refusal}; END IF; RETURN {result};"))
        op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    op.execute(_function("journal_is_whole", JOURNAL_IS_WHOLE))
    op.execute(JOURNAL_BALANCE)


def _function(name: str, body: str) -> str:
    """A function that finds our tables and PostgreSQL's own operators, whatever search path its caller has set."""
    text = (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql "
        f"SET search_path = pg_catalog, pg_temp AS $$ BEGIN {body} END $$"
    )
    return f"DO $do$ BEGIN EXECUTE replace($text${text}$text$, '@schema', quote_ident(current_schema())); END $do$"

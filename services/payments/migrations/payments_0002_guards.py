"""What the database itself refuses of a payment, a file, the ledger or a debt."""

from __future__ import annotations

from alembic import op

revision = "payments_0002"
down_revision = "payments_0001"
branch_labels = None

GUARDS = (
    (
        "guard_0_instruction",
        "instruction",
        "UPDATE",
        (
            "NEW.id <> OLD.id OR NEW.end_to_end <> OLD.end_to_end OR NEW.person <> OLD.person OR NEW.partition <>"
            " OLD.partition OR NEW.claim <> OLD.claim OR NEW.certification <> OLD.certification OR NEW.kind <> "
            "OLD.kind OR NEW.sequence <> OLD.sequence OR NEW.attempt <> OLD.attempt OR NEW.period_start <> "
            "OLD.period_start OR NEW.period_end <> OLD.period_end"
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
        ("OLD.file IS NOT NULL AND (NEW.amount_minor <> OLD.amount_minor OR NEW.file IS NULL OR NEW.file <> OLD.file)"),
        "a sealed payment never changes",
    ),
    (
        "guard_3_instruction",
        "instruction",
        "INSERT",
        (
            "NEW.kind = 'original' AND EXISTS (SELECT 1 FROM instruction AS other WHERE other.person = NEW.person"
            " AND other.claim = NEW.claim AND other.kind = 'original' AND other.period_start < NEW.period_end AND"
            " NEW.period_start < other.period_end)"
        ),
        "these days already have an original payment",
    ),
    (
        "guard_4_instruction",
        "instruction",
        "INSERT",
        (
            "NEW.attempt > 1 AND NOT EXISTS (SELECT 1 FROM instruction AS other WHERE other.person = NEW.person "
            "AND other.claim = NEW.claim AND other.certification = NEW.certification AND other.sequence = "
            "NEW.sequence AND other.attempt = NEW.attempt - 1 AND other.stage IN ('rejected', 'returned'))"
        ),
        "the attempt before has not come back",
    ),
    (
        "guard_5_payment_file",
        "payment_file",
        "UPDATE",
        (
            "NEW.body_sealed <> OLD.body_sealed OR NEW.sha256 <> OLD.sha256 OR NEW.name <> OLD.name OR NEW.count "
            "<> OLD.count OR NEW.control_sum_minor <> OLD.control_sum_minor"
        ),
        "a sealed file never changes",
    ),
    (
        "guard_6_position",
        "position",
        "INSERT",
        (
            "NEW.final_minor + NEW.waived_minor > (SELECT COALESCE(SUM(amount_minor), 0) FROM "
            "overpayment_decision AS decided WHERE decided.person = NEW.person AND decided.claim = NEW.claim AND "
            "decided.certification = NEW.certification)"
        ),
        "no named person decided this overpayment",
    ),
    (
        "guard_7_position",
        "position",
        "UPDATE",
        (
            "NEW.final_minor + NEW.waived_minor > (SELECT COALESCE(SUM(amount_minor), 0) FROM "
            "overpayment_decision AS decided WHERE decided.person = NEW.person AND decided.claim = NEW.claim AND "
            "decided.certification = NEW.certification)"
        ),
        "no named person decided this overpayment",
    ),
    (
        "guard_8_posting",
        "posting",
        "INSERT",
        "NEW.line >= (SELECT lines FROM journal AS whole WHERE whole.id = NEW.journal)",
        "a journal that is whole takes no more lines",
    ),
    ("guard_9_journal", "journal", "UPDATE", "1 = 1", "this table is append only"),
    ("guard_10_posting", "posting", "UPDATE", "1 = 1", "this table is append only"),
    ("guard_11_overpayment_decision", "overpayment_decision", "UPDATE", "1 = 1", "this table is append only"),
    ("guard_12_journal", "journal", "DELETE", "1 = 1", "this table is append only"),
    ("guard_13_posting", "posting", "DELETE", "1 = 1", "this table is append only"),
    ("guard_14_overpayment_decision", "overpayment_decision", "DELETE", "1 = 1", "this table is append only"),
    ("guard_15_instruction", "instruction", "DELETE", "1 = 1", "this table is append only"),
    ("guard_16_payment_file", "payment_file", "DELETE", "1 = 1", "this table is append only"),
)
"""Name, table, verb, the condition that is refused, and the refusal in words."""

NO_DOUBLE_PERIOD = (
    "ALTER TABLE instruction ADD CONSTRAINT no_double_period EXCLUDE USING gist (person WITH =, claim "
    "WITH =, daterange(period_start, period_end) WITH &&) WHERE (kind = 'original')"
)
JOURNAL_IS_WHOLE = (
    "CREATE OR REPLACE FUNCTION journal_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF "
    "(SELECT COUNT(*) FROM posting WHERE journal = NEW.id) <> NEW.lines OR EXISTS (SELECT 1 FROM posting "
    "WHERE journal = NEW.id GROUP BY currency HAVING SUM(amount_minor) <> 0) THEN RAISE EXCEPTION 'a "
    "journal must sum to zero' USING ERRCODE = 'check_violation'; END IF; RETURN NULL; END $$"
)
JOURNAL_BALANCE = (
    "CREATE CONSTRAINT TRIGGER journal_balance AFTER INSERT ON journal DEFERRABLE INITIALLY DEFERRED FOR "
    "EACH ROW EXECUTE FUNCTION journal_is_whole()"
)


def upgrade() -> None:
    """What the database itself refuses of a payment, a file, the ledger or a debt."""
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA extensions")
    for name, table, verb, condition, words in GUARDS:
        result = "OLD" if verb == "DELETE" else "NEW"
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition} THEN RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation'; END IF; "
            f"RETURN {result}; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    op.execute(NO_DOUBLE_PERIOD)
    op.execute(JOURNAL_IS_WHOLE)
    op.execute(JOURNAL_BALANCE)

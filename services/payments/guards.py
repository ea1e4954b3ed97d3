"""What the database itself refuses: a second payment, a changed ledger, a debt that nobody decided.

SQLite and PostgreSQL have the same guards in their own dialects; PostgreSQL also checks balance and overlap.
"""

from __future__ import annotations

from sqlalchemy import DDL, Table, event

from services.payments.model import MOVES
from services.payments.tables import TABLES, instruction, journal, overpayment_decision, payment_file, position, posting

APPEND_ONLY = (journal, posting, overpayment_decision)

_FIXED = ("id", "end_to_end", "person", "partition", "claim", "certification", "kind", "sequence", "attempt")
_FIXED_CHANGED = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in (*_FIXED, "period_start", "period_end"))

_MOVED = " OR ".join(
    f"(OLD.stage = '{before.value}' AND NEW.stage IN ({', '.join(repr(after.value) for after in sorted(afters))}))"
    for before, afters in MOVES.items()
    if afters
)

RULES: tuple[tuple[Table, str, str, str], ...] = (
    (instruction, "UPDATE", _FIXED_CHANGED, "what a payment is for never changes"),
    (instruction, "UPDATE", f"NEW.stage <> OLD.stage AND NOT ({_MOVED})", "a payment cannot make this move"),
    (
        instruction,
        "UPDATE",
        "OLD.file IS NOT NULL AND (NEW.amount_minor <> OLD.amount_minor OR NEW.file IS NULL OR NEW.file <> OLD.file)",
        "a sealed payment never changes",
    ),
    (
        instruction,
        "INSERT",
        (
            "NEW.kind = 'original' AND EXISTS (SELECT 1 FROM {instruction} AS other WHERE other.person = NEW.person"
            " AND other.claim = NEW.claim AND other.kind = 'original' AND other.period_start < NEW.period_end"
            " AND NEW.period_start < other.period_end)"
        ),
        "these days already have an original payment",
    ),
    (
        instruction,
        "INSERT",
        (
            "NEW.attempt > 1 AND NOT EXISTS (SELECT 1 FROM {instruction} AS other WHERE other.person = NEW.person"
            " AND other.claim = NEW.claim AND other.certification = NEW.certification AND other.sequence = NEW.sequence"
            " AND other.attempt = NEW.attempt - 1 AND other.stage IN ('rejected', 'returned'))"
        ),
        "the attempt before has not come back",
    ),
    (
        payment_file,
        "UPDATE",
        (
            "NEW.body_sealed <> OLD.body_sealed OR NEW.sha256 <> OLD.sha256 OR NEW.name <> OLD.name"
            " OR NEW.count <> OLD.count OR NEW.control_sum_minor <> OLD.control_sum_minor"
        ),
        "a sealed file never changes",
    ),
    *(
        (
            position,
            verb,
            (
                "NEW.final_minor + NEW.waived_minor > (SELECT COALESCE(SUM(amount_minor), 0)"
                " FROM {overpayment_decision} AS decided WHERE decided.person = NEW.person"
                " AND decided.claim = NEW.claim"
                " AND decided.certification = NEW.certification)"
            ),
            "no named person decided this overpayment",
        )
        for verb in ("INSERT", "UPDATE")
    ),
    (
        posting,
        "INSERT",
        "NEW.line >= (SELECT lines FROM {journal} AS whole WHERE whole.id = NEW.journal)",
        "a journal that is whole takes no more lines",
    ),
    *((table, "UPDATE", "1 = 1", "this table is append only") for table in APPEND_ONLY),
    *((table, "DELETE", "1 = 1", "this table is append only") for table in (*APPEND_ONLY, instruction, payment_file)),
)
"""Table, verb, the condition that is refused, and the refusal in words."""


def _on_sqlite(number: int, table: Table, verb: str, condition: str, words: str) -> DDL:
    names = {name: name for name in TABLES.tables}
    return _ddl(
        f"CREATE TRIGGER guard_{number}_{table.name} BEFORE {verb} ON {table.name} "
        f"WHEN {condition.format(**names)} BEGIN SELECT RAISE(ABORT, '{words}'); END"
    )


def _on_postgresql(number: int, table: Table, verb: str, condition: str, words: str) -> list[DDL]:
    """A function and its trigger; the error class is that of a broken constraint, so callers see one kind."""
    names = {name: name for name in TABLES.tables}
    name = f"guard_{number}_{table.name}"
    result = "OLD" if verb == "DELETE" else "NEW"
    function = (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition.format(**names)} THEN RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation'; END IF; "
        f"RETURN {result}; END $$"
    )
    trigger = f"CREATE TRIGGER {name} BEFORE {verb} ON {table.name} FOR EACH ROW EXECUTE FUNCTION {name}()"
    return [_ddl(function), _ddl(trigger)]


ONLY_ON_POSTGRESQL = (
    (
        instruction,
        (
            "ALTER TABLE instruction ADD CONSTRAINT no_double_period EXCLUDE USING gist "
            "(person WITH =, claim WITH =, daterange(period_start, period_end) WITH &&) WHERE (kind = 'original')"
        ),
    ),
    (
        journal,
        (
            "CREATE OR REPLACE FUNCTION journal_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF (SELECT COUNT(*) FROM posting WHERE journal = NEW.id) <> NEW.lines OR EXISTS "
            "(SELECT 1 FROM posting WHERE journal = NEW.id GROUP BY currency HAVING SUM(amount_minor) <> 0) THEN "
            "RAISE EXCEPTION 'a journal must sum to zero' USING ERRCODE = 'check_violation'; END IF; "
            "RETURN NULL; END $$"
        ),
    ),
    (
        journal,
        (
            "CREATE CONSTRAINT TRIGGER journal_balance AFTER INSERT ON journal DEFERRABLE INITIALLY DEFERRED "
            "FOR EACH ROW EXECUTE FUNCTION journal_is_whole()"
        ),
    ),
)
"""What PostgreSQL can check at commit and SQLite cannot; there the ledger checks before it writes."""


def _ddl(text: str) -> DDL:
    return DDL(text)  # type: ignore[no-untyped-call]  # SQLAlchemy gives its constructor no types


def _install() -> None:
    extension = _ddl("CREATE EXTENSION IF NOT EXISTS btree_gist")
    event.listen(TABLES, "before_create", extension.execute_if(dialect="postgresql"))
    for number, (table, verb, condition, words) in enumerate(RULES):
        guard = _on_sqlite(number, table, verb, condition, words)
        event.listen(table, "after_create", guard.execute_if(dialect="sqlite"))
        for statement in _on_postgresql(number, table, verb, condition, words):
            event.listen(table, "after_create", statement.execute_if(dialect="postgresql"))
    for table, text in ONLY_ON_POSTGRESQL:
        event.listen(table, "after_create", _ddl(text).execute_if(dialect="postgresql"))


_install()

"""What the database itself refuses: a second payment, a changed ledger, a debt that nobody decided.

SQLite and PostgreSQL have the same guards in their own dialects; PostgreSQL also checks balance and overlap.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import DDL, Table, event

from services.payments.deduction_tables import remittance
from services.payments.file_states import FILE_MOVES
from services.payments.model import MOVES
from services.payments.release_tables import batch_act, batch_file, release_rule
from services.payments.tables import (
    TABLES,
    instruction,
    journal,
    overpayment_decision,
    paid_days,
    payment_file,
    position,
    posting,
)

APPEND_ONLY = (journal, posting, overpayment_decision)
OF_RELEASES = (batch_act, batch_file, release_rule)


def _changed(*columns: str) -> str:
    return " OR ".join(f"NEW.{name} <> OLD.{name}" for name in columns)


def _unlawful(column: str, moves: Mapping[Any, Collection[StrEnum]]) -> str:
    lawful = " OR ".join(
        f"(OLD.{column} = '{before}' AND NEW.{column} IN ({', '.join(repr(after.value) for after in sorted(afters))}))"
        for before, afters in moves.items()
        if afters
    )
    return f"NEW.{column} <> OLD.{column} AND NOT ({lawful})"


_IDENTITY = ("id", "end_to_end", "person", "partition", "claim", "certification", "kind", "sequence", "attempt")
_HELD_BY_IT = (
    "{paid_days} AS held WHERE held.person = NEW.person AND held.claim = NEW.claim"
    " AND held.certification = NEW.certification"
)
_OF_THESE_DAYS = "held.period_start < NEW.period_end AND NEW.period_start < held.period_end"

_COVERS_IT = "covered.file = NEW.name AND covered.sha256 = NEW.sha256"
_SEEN = (
    "SELECT SUM(seen.control_sum_minor) FROM {batch_file} AS of_act JOIN {payment_file} AS seen"
    " ON seen.name = of_act.file AND seen.sha256 = of_act.sha256 WHERE of_act.act = act.cause"
)
_PROPOSED_IT = (
    "SELECT 1 FROM {batch_act} AS proposal JOIN {batch_file} AS of_proposal ON of_proposal.act = proposal.cause"
    " WHERE proposal.kind = 'proposed' AND of_proposal.file = NEW.name AND lower(proposal.officer) = lower(act.officer)"
    " AND proposal.recorded_at <= act.recorded_at"
)
_RELEASES = (
    "SELECT COUNT(DISTINCT lower(act.officer)) FROM {batch_act} AS act"  # noqa: S608 - ours
    f" JOIN {{batch_file}} AS covered ON covered.act = act.cause WHERE {_COVERS_IT} AND act.kind = 'released'"
    f" AND act.total_minor = ({_SEEN}) AND NOT EXISTS ({_PROPOSED_IT})"
)
_PEOPLE = (
    "COALESCE((SELECT said.people FROM {release_rule} AS said WHERE said.first_day <= NEW.day"
    " ORDER BY said.first_day DESC LIMIT 1), 2)"
)
_STOPPED = (
    "SELECT 1 FROM {batch_act} AS act JOIN {batch_file} AS covered ON covered.act = act.cause"  # noqa: S608 - ours
    f" WHERE {_COVERS_IT} AND act.kind = 'stopped'"
)

RULES: tuple[tuple[Table, str, str, str], ...] = (
    (instruction, "UPDATE", _changed(*_IDENTITY), "what a payment is for never changes"),
    (instruction, "UPDATE", _unlawful("stage", MOVES), "a payment cannot make this move"),
    (
        instruction,
        "UPDATE",
        (
            f"OLD.file IS NOT NULL AND ({_changed('amount_minor', 'currency', 'period_start', 'period_end', 'file')}"  # noqa: S608 - ours
            " OR (NEW.file IS NULL AND NOT EXISTS (SELECT 1 FROM {payment_file} AS whole"
            " WHERE whole.name = OLD.file AND whole.state = 'stopped')))"
        ),
        "a sealed payment never changes",
    ),
    (
        instruction,
        "INSERT",
        (
            "NEW.attempt = 1 AND NEW.kind NOT IN ('refund', 'remittance') AND NOT EXISTS"  # noqa: S608 - ours
            f" (SELECT 1 FROM {_HELD_BY_IT} AND {_OF_THESE_DAYS})"
        ),
        "these days are not held by the certification of this payment",
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
    *(
        (
            position,
            verb,
            f"NEW.target_minor > 0 AND NOT EXISTS (SELECT 1 FROM {_HELD_BY_IT})",  # noqa: S608 - ours
            "nothing is due to a certification that holds no day",
        )
        for verb in ("INSERT", "UPDATE")
    ),
    (
        payment_file,
        "UPDATE",
        _changed(
            *("id", "name", "partition", "day", "currency", "count", "control_sum_minor", "sha256"),
            "body_sealed",
        ),
        "a sealed file never changes",
    ),
    (payment_file, "UPDATE", _unlawful("state", FILE_MOVES), "a file cannot make this move"),
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
    (
        payment_file,
        "UPDATE",
        (f"NEW.state = 'sending' AND OLD.state <> 'sending' AND (({_RELEASES}) < {_PEOPLE} OR EXISTS ({_STOPPED}))"),
        "a file is sent once two named persons have released it",
    ),
    *((table, verb, "1 = 1", "this table is append only") for table in OF_RELEASES for verb in ("UPDATE", "DELETE")),
    (
        instruction,
        "INSERT",
        (
            "NEW.attempt = 1 AND NEW.kind = 'remittance' AND NOT EXISTS (SELECT 1 FROM {remittance} AS ordered"
            " WHERE ordered.instruction = NEW.id AND ordered.creditor = NEW.person"
            " AND ordered.amount_minor = NEW.amount_minor AND ordered.currency = NEW.currency)"
        ),
        "a creditor is paid what was ordered",
    ),
    *((remittance, verb, "1 = 1", "this table is append only") for verb in ("UPDATE", "DELETE")),
)
"""Table, verb, the condition that is refused, and the refusal in words."""


_MEETS = "EXISTS (SELECT 1 FROM {paid_days} AS held WHERE held.person = NEW.person AND " + _OF_THESE_DAYS  # noqa: S608 - ours
ON_SQLITE = (
    (paid_days, "INSERT", f"{_MEETS})", "a day is paid once"),
    (paid_days, "UPDATE", f"{_MEETS} AND held.rowid <> NEW.rowid)", "a day is paid once"),
)
"""What PostgreSQL does with a constraint."""

_SCHEMA = "@schema"
_PATH = "SET search_path = pg_catalog, pg_temp"


def _on_sqlite(name: str, table: Table, verb: str, condition: str, words: str) -> DDL:
    names = {name: name for name in TABLES.tables}
    return _ddl(
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table.name} "
        f"WHEN {condition.format(**names)} BEGIN SELECT RAISE(ABORT, '{words}'); END"
    )


def _on_postgresql(name: str, table: Table, verb: str, condition: str, words: str) -> list[DDL]:
    """A function and its trigger; the error class is that of a broken constraint, so callers see one kind."""
    result = "OLD" if verb == "DELETE" else "NEW"
    function = _function(
        name,
        f"IF {_qualified(condition)} THEN RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation'; END IF; "
        f"RETURN {result};",
    )
    trigger = f"CREATE TRIGGER {name} BEFORE {verb} ON {table.name} FOR EACH ROW EXECUTE FUNCTION {name}()"
    return [_ddl(function), _ddl(trigger)]


def _qualified(condition: str) -> str:
    return condition.format(**{name: f"{_SCHEMA}.{name}" for name in TABLES.tables})


def _function(name: str, body: str) -> str:
    """A function that finds our tables and PostgreSQL's own operators, whatever search path its caller has set."""
    text = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {_PATH} AS $$ BEGIN {body} END $$"
    return f"DO $do$ BEGIN EXECUTE replace($text${text}$text$, '{_SCHEMA}', quote_ident(current_schema())); END $do$"


ONLY_ON_POSTGRESQL = (
    (
        paid_days,
        (
            "ALTER TABLE paid_days ADD CONSTRAINT a_day_is_paid_once EXCLUDE USING gist "
            "(person WITH =, daterange(period_start, period_end) WITH &&)"
        ),
    ),
    (
        journal,
        _function(
            "journal_is_whole",
            _qualified(
                "IF (SELECT COUNT(*) FROM {posting} WHERE journal = NEW.id) <> NEW.lines OR EXISTS "
                "(SELECT 1 FROM {posting} WHERE journal = NEW.id GROUP BY currency HAVING SUM(amount_minor) <> 0) THEN "
                "RAISE EXCEPTION 'a journal must sum to zero' USING ERRCODE = 'check_violation'; END IF; RETURN NULL;"
            ),
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
        name = f"guard_{number}_{table.name}"
        guard = _on_sqlite(name, table, verb, condition, words)
        event.listen(table, "after_create", guard.execute_if(dialect="sqlite"))
        for statement in _on_postgresql(name, table, verb, condition, words):
            event.listen(table, "after_create", statement.execute_if(dialect="postgresql"))
    for number, (table, verb, condition, words) in enumerate(ON_SQLITE):
        guard = _on_sqlite(f"guard_{number}_{table.name}", table, verb, condition, words)
        event.listen(table, "after_create", guard.execute_if(dialect="sqlite"))
    for table, text in ONLY_ON_POSTGRESQL:
        event.listen(table, "after_create", _ddl(text).execute_if(dialect="postgresql"))


_install()

"""What was taken from benefits is paid to those it is owed to: remittances, up to when they went, and their guards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "payments_0015"
down_revision = "payments_0014"
branch_labels = None

APPEND_ONLY = "this table is append only"
DAYS_HELD = (
    "NEW.attempt = 1 AND NEW.kind NOT IN ('refund', 'remittance') AND NOT EXISTS"
    " (SELECT 1 FROM @schema.paid_days AS held WHERE held.person = NEW.person AND held.claim = NEW.claim"
    " AND held.certification = NEW.certification"
    " AND held.period_start < NEW.period_end AND NEW.period_start < held.period_end)"
)
ORDERED = (
    "NEW.attempt = 1 AND NEW.kind = 'remittance' AND NOT EXISTS (SELECT 1 FROM @schema.remittance AS ordered"
    " WHERE ordered.instruction = NEW.id AND ordered.creditor = NEW.person"
    " AND ordered.amount_minor = NEW.amount_minor AND ordered.currency = NEW.currency)"
)
GUARDS = (
    ("guard_27_instruction", "instruction", "INSERT", ORDERED, "a creditor is paid what was ordered"),
    ("guard_28_remittance", "remittance", "UPDATE", "1 = 1", APPEND_ONLY),
    ("guard_29_remittance", "remittance", "DELETE", "1 = 1", APPEND_ONLY),
)


def upgrade() -> None:
    """Two tables, and what the database refuses of payments to creditors."""
    op.create_table(
        "remittance",
        sa.Column("instruction", sa.Uuid(), nullable=False),
        sa.Column("creditor", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name="remits_something"),
        sa.PrimaryKeyConstraint("instruction"),
    )
    op.create_index("one_remittance_each", "remittance", ["creditor", "reference", "currency", "until"], unique=True)
    op.create_table(
        "remitted_until",
        sa.Column("partition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("partition", "kind"),
    )
    _function(
        "guard_3_instruction", DAYS_HELD, "these days are not held by the certification of this payment", "INSERT"
    )
    for name, table, verb, condition, words in GUARDS:
        _function(name, condition, words, verb)
        op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _function(name: str, condition: str, words: str, verb: str) -> None:
    """A function that finds our tables and PostgreSQL's own operators, whatever search path its caller has set."""
    row = "OLD" if verb == "DELETE" else "NEW"
    text = (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql "
        f"SET search_path = pg_catalog, pg_temp AS $$ BEGIN IF {condition} THEN RAISE EXCEPTION '{words}' "
        f"USING ERRCODE = 'check_violation'; END IF; RETURN {row}; END $$"
    )
    op.execute(f"DO $do$ BEGIN EXECUTE replace($text${text}$text$, '@schema', quote_ident(current_schema())); END $do$")

"""Two people release a payment file: what officers did with files, and what the database refuses to send.

Files that went to the bank before this step needed nobody; those that still lie sealed, and all later ones, need two.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "payments_0010"
down_revision = "payments_0009"
branch_labels = None

PAYMENT_MOVES = (
    "NEW.stage <> OLD.stage AND NOT ((OLD.stage = 'due' AND NEW.stage IN ('batched', 'cancelled')) OR "
    "(OLD.stage = 'cancelled' AND NEW.stage IN ('due')) OR (OLD.stage = 'batched' AND NEW.stage IN "
    "('due', 'rejected', 'returned', 'settled')) OR (OLD.stage = 'settled' AND NEW.stage IN ('returned'))"
    " OR (OLD.stage = 'withheld' AND NEW.stage IN ('cancelled')))"
)
SEALED_PAYMENT = (
    "OLD.file IS NOT NULL AND (NEW.amount_minor <> OLD.amount_minor OR NEW.currency <> OLD.currency OR "
    "NEW.period_start <> OLD.period_start OR NEW.period_end <> OLD.period_end OR NEW.file <> OLD.file OR "
    "(NEW.file IS NULL AND NOT EXISTS (SELECT 1 FROM @schema.payment_file AS whole WHERE whole.name = "
    "OLD.file AND whole.state = 'stopped')))"
)
FILE_MOVES = (
    "NEW.state <> OLD.state AND NOT ((OLD.state = 'sealed' AND NEW.state IN ('accepted', 'rejected', "
    "'sending', 'sent', 'stopped', 'unknown')) OR (OLD.state = 'sending' AND NEW.state IN ('accepted', "
    "'rejected', 'sent', 'unknown')) OR (OLD.state = 'sent' AND NEW.state IN ('accepted', 'rejected', "
    "'unknown')) OR (OLD.state = 'unknown' AND NEW.state IN ('accepted', 'rejected', 'sending')) OR "
    "(OLD.state = 'accepted' AND NEW.state IN ('rejected')))"
)
NOT_RELEASED = (
    "NEW.state = 'sending' AND OLD.state <> 'sending' AND ((SELECT COUNT(DISTINCT lower(act.officer)) "
    "FROM @schema.batch_act AS act JOIN @schema.batch_file AS covered ON covered.act = act.cause WHERE "
    "covered.file = NEW.name AND covered.sha256 = NEW.sha256 AND act.kind = 'released' AND "
    "act.total_minor = (SELECT SUM(seen.control_sum_minor) FROM @schema.batch_file AS of_act JOIN "
    "@schema.payment_file AS seen ON seen.name = of_act.file AND seen.sha256 = of_act.sha256 WHERE "
    "of_act.act = act.cause) AND NOT EXISTS (SELECT 1 FROM @schema.batch_act AS proposal JOIN "
    "@schema.batch_file AS of_proposal ON of_proposal.act = proposal.cause WHERE proposal.kind = "
    "'proposed' AND of_proposal.file = NEW.name AND lower(proposal.officer) = lower(act.officer) AND "
    "proposal.recorded_at <= act.recorded_at)) < COALESCE((SELECT said.people FROM @schema.release_rule "
    "AS said WHERE said.first_day <= NEW.day ORDER BY said.first_day DESC LIMIT 1), 2) OR EXISTS (SELECT "
    "1 FROM @schema.batch_act AS act JOIN @schema.batch_file AS covered ON covered.act = act.cause WHERE "
    "covered.file = NEW.name AND covered.sha256 = NEW.sha256 AND act.kind = 'stopped'))"
)
APPEND_ONLY = "this table is append only"
GUARDS = (
    (
        "guard_20_payment_file",
        "payment_file",
        "UPDATE",
        NOT_RELEASED,
        "a file is sent once two named persons have released it",
    ),
    ("guard_21_batch_act", "batch_act", "UPDATE", "1 = 1", APPEND_ONLY),
    ("guard_22_batch_act", "batch_act", "DELETE", "1 = 1", APPEND_ONLY),
    ("guard_23_batch_file", "batch_file", "UPDATE", "1 = 1", APPEND_ONLY),
    ("guard_24_batch_file", "batch_file", "DELETE", "1 = 1", APPEND_ONLY),
    ("guard_25_release_rule", "release_rule", "UPDATE", "1 = 1", APPEND_ONLY),
    ("guard_26_release_rule", "release_rule", "DELETE", "1 = 1", APPEND_ONLY),
)
FILES_SO_FAR = """
    INSERT INTO release_rule (first_day, people, officer, because)
    SELECT begins.first_day, begins.people, 'migration', 'Releases began with this step of the tables.'
    FROM (
        SELECT DATE '1900-01-01' AS first_day, 0 AS people
        UNION ALL
        SELECT COALESCE(
            (SELECT MIN(day) FROM payment_file WHERE state = 'sealed'), (SELECT MAX(day) + 1 FROM payment_file)
        ), 2
    ) AS begins
    WHERE EXISTS (SELECT 1 FROM payment_file WHERE copies > 0)
"""


def upgrade() -> None:
    """Acts on files, the rule of a laptop, and the guards."""
    _tables()
    op.execute(FILES_SO_FAR)
    _function("guard_1_instruction", PAYMENT_MOVES, "a payment cannot make this move", "UPDATE")
    _function("guard_2_instruction", SEALED_PAYMENT, "a sealed payment never changes", "UPDATE")
    _function("guard_8_payment_file", FILE_MOVES, "a file cannot make this move", "UPDATE")
    for name, table, verb, condition, words in GUARDS:
        _function(name, condition, words, verb)
        op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _tables() -> None:
    op.create_table(
        "batch_act",
        sa.Column("cause", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("payments", sa.Integer(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("officer", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("acted_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('proposed', 'released', 'stopped')", name="proposes_releases_or_stops"),
        sa.CheckConstraint("trim(officer) <> '' AND trim(reasons) <> ''", name="acted_by_a_named_person_who_says_why"),
        sa.PrimaryKeyConstraint("cause"),
    )
    op.create_index("batch_act_by_day", "batch_act", ["day", "currency"], unique=False)
    op.create_table(
        "batch_file",
        sa.Column("act", sa.Uuid(), nullable=False),
        sa.Column("file", sa.String(length=35), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["act"], ["batch_act.cause"]),
        sa.PrimaryKeyConstraint("act", "file", "sha256"),
    )
    op.create_index("batch_file_by_file", "batch_file", ["file"], unique=False)
    op.create_table(
        "release_rule",
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("officer", sa.String(length=80), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.CheckConstraint("people BETWEEN 0 AND 9", name="a_number_of_people"),
        sa.CheckConstraint("trim(officer) <> '' AND trim(because) <> ''", name="said_by_a_named_person_who_says_why"),
        sa.PrimaryKeyConstraint("first_day"),
    )


def _function(name: str, condition: str, words: str, verb: str) -> None:
    """A function that finds our tables and PostgreSQL's own operators, whatever search path its caller has set."""
    row = "OLD" if verb == "DELETE" else "NEW"
    text = (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql "
        f"SET search_path = pg_catalog, pg_temp AS $$ BEGIN IF {condition} THEN RAISE EXCEPTION '{words}' "
        f"USING ERRCODE = 'check_violation'; END IF; RETURN {row}; END $$"
    )
    op.execute(f"DO $do$ BEGIN EXECUTE replace($text${text}$text$, '@schema', quote_ident(current_schema())); END $do$")

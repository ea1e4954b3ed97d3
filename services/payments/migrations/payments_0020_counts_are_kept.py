"""Payments, sums overpaid and balances are added up as they are written; what waits is found by itself.

Tables that are counted take no writer while the count of what is there is made.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "payments_0020"
down_revision = "payments_0019"
branch_labels = None

TALLIES = {
    "instruction": (
        ("payments", "r.stage || '|' || r.currency", "1"),
        ("payments_minor", "r.stage || '|' || r.currency", "r.amount_minor"),
        ("payments_held_minor", "r.stage || '|' || r.currency", "r.held_minor"),
    ),
    "payment_file": (("files", "r.state", "1"),),
    "posting": (
        (
            "balances_minor",
            (
                "CASE WHEN substr(r.account, 1, 10) = 'in_flight:' THEN 'in_flight' WHEN "
                "substr(r.account, 1, 22) = 'payable:contributions:' THEN 'payable:contributions' WHEN "
                "substr(r.account, 1, 12) = 'payable:tax:' THEN 'payable:tax' WHEN substr(r.account, 1, "
                "20) = 'payable:third-party:' THEN 'payable:third-party' ELSE r.account END || '|' || "
                "r.currency"
            ),
            "r.amount_minor",
        ),
    ),
    "position": (
        ("proposed_overpaid_minor", "r.currency", "r.proposed_minor"),
        ("final_overpaid_minor", "r.currency", "r.final_minor"),
        ("waived_overpaid_minor", "r.currency", "r.waived_minor"),
        ("written_off_overpaid_minor", "r.currency", "r.written_off_minor"),
        ("recovered_overpaid_minor", "r.currency", "r.recovered_minor"),
    ),
}
SLOT = """
CREATE FUNCTION tally_slot() RETURNS integer LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    place bigint := '@schema.tally'::regclass::oid::bigint * 256;
BEGIN
    FOR slot IN 0..63 LOOP
        IF pg_try_advisory_xact_lock(place + slot) THEN RETURN slot; END IF;
    END LOOP;
    PERFORM pg_advisory_xact_lock(place);
    RETURN 0;
END $$"""
WRITE = """
        INSERT INTO @schema.tally AS kept (name, label, slot, value)
        SELECT counted.name, counted.label, own, sum(r.sign * counted.value) FROM ({rows}) AS r
        CROSS JOIN LATERAL (VALUES
            {each}
        ) AS counted (name, label, value)
        WHERE counted.label IS NOT NULL AND counted.value <> 0
        GROUP BY counted.name, counted.label HAVING sum(r.sign * counted.value) <> 0
        ON CONFLICT (name, label, slot) DO UPDATE SET value = kept.value + excluded.value;"""
CAME, LEFT = "SELECT 1 AS sign, * FROM came", "SELECT -1 AS sign, * FROM gone"
VERBS = (
    ("INSERT", "NEW TABLE AS came", CAME),
    ("UPDATE", "OLD TABLE AS gone NEW TABLE AS came", f"{CAME} UNION ALL {LEFT}"),
    ("DELETE", "OLD TABLE AS gone", LEFT),
)


def upgrade() -> None:
    """The table, what adds up in it from now on, and what is there so far."""
    op.create_table(
        "tally",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("slot", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", "label", "slot"),
    )
    _in_this_schema(SLOT)
    for table, tallies in TALLIES.items():
        _keep(table, tallies)
        for tally in tallies:
            _fill(table, *tally)
    op.create_index("position_that_waits", "position", ["person"], postgresql_where=sa.text("waiting_minor > 0"))
    op.create_index(
        "remittance_by_stage", "instruction", ["stage", "due_on"], postgresql_where=sa.text("kind = 'remittance'")
    )
    op.create_index(
        "held_payment_that_waits", "held_payment", ["held_on"], postgresql_where=sa.text("let_go_on IS NULL")
    )


def _keep(table: str, tallies: tuple[tuple[str, str, str], ...]) -> None:
    each = ",\n            ".join(f"('{name}', {label}, {value})" for name, label, value in tallies)
    cases = "".join(f"\n    WHEN '{verb}' THEN{WRITE.format(rows=rows, each=each)}" for verb, _, rows in VERBS)
    _in_this_schema(
        f"CREATE FUNCTION tally_{table}() RETURNS trigger LANGUAGE plpgsql"
        " SET search_path = pg_catalog, pg_temp AS $$\n"
        f"DECLARE\n    own integer := @schema.tally_slot();\nBEGIN\n    CASE TG_OP{cases}\n    END CASE;\n"
        "    RETURN NULL;\nEND $$"
    )
    for verb, tables, _ in VERBS:
        op.execute(
            f"CREATE TRIGGER tally_{verb.lower()} AFTER {verb} ON {table} REFERENCING {tables}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION tally_{table}()"
        )


def _fill(table: str, name: str, label: str, value: str) -> None:
    op.execute(
        f"INSERT INTO tally (name, label, slot, value) SELECT '{name}', label, 0, sum(value) FROM"  # noqa: S608 - ours
        f" (SELECT {label} AS label, {value} AS value FROM {table} AS r) AS each_row"
        " WHERE label IS NOT NULL AND value <> 0 GROUP BY label"
    )


def _in_this_schema(function: str) -> None:
    """A function that finds our tables and PostgreSQL's own operators, whatever search path its caller has set."""
    text = f"$text${function}$text$"
    op.execute(f"DO $do$ BEGIN EXECUTE replace({text}, '@schema', quote_ident(current_schema())); END $do$")

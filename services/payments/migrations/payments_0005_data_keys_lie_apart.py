"""Data keys lie apart from what they seal, and an account leaves nothing by which to guess it.

A key whose row says no master key is one from before keys had names. Needs the schema of keys in the same database if
there is anything to move (`tideover migrate` makes it first); it can be taken to another server afterwards.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "payments_0005"
down_revision = "payments_0004"
branch_labels = None

MOVED = (
    "INSERT INTO keys.data_key (id, owner, master, wrapped)"
    " SELECT gen_random_uuid(), {owner}, '', wrapped_key FROM {table} WHERE wrapped_key IS NOT NULL"
)
KEYED = {"bank_account": "person", "payment_file": "name", "bank_message": "sha256"}
NEVER_CHANGES = (
    "CREATE OR REPLACE FUNCTION guard_7_payment_file() RETURNS trigger LANGUAGE plpgsql "
    "SET search_path = pg_catalog, pg_temp AS $$ BEGIN IF "
    "NEW.id <> OLD.id OR NEW.name <> OLD.name OR NEW.partition <> OLD.partition OR NEW.day <> OLD.day OR "
    "NEW.currency <> OLD.currency OR NEW.count <> OLD.count OR NEW.control_sum_minor <> "
    "OLD.control_sum_minor OR NEW.sha256 <> OLD.sha256 OR NEW.body_sealed <> OLD.body_sealed "
    "THEN RAISE EXCEPTION 'a sealed file never changes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
)


def upgrade() -> None:
    """Data keys lie apart from what they seal."""
    connection = op.get_bind()
    for table, owner in KEYED.items():
        if connection.scalar(
            sa.select(sa.exists().where(sa.column("wrapped_key").is_not(None)).select_from(sa.table(table)))
        ):
            op.execute(MOVED.format(owner=owner, table=table))
    op.alter_column("bank_account", "account_sealed", nullable=True)
    op.execute("UPDATE bank_account SET account_sealed = NULL WHERE wrapped_key IS NULL")
    op.execute(NEVER_CHANGES)
    for table in KEYED:
        op.drop_column(table, "wrapped_key")
    op.drop_index("bank_account_by_index", "bank_account")
    op.drop_column("bank_account", "account_index")

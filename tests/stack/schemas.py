"""Schemas for the tests of migrations: as the code has them, with a row in every table, or with a planted step."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, Table, func, inspect, select, text

from deploy.draft_step import tables_of
from services.names import KEYS, SERVICES
from services.runtime.database import schema
from services.runtime.database.schema import EXTENSIONS, VERSION_TABLE, engine_on
from services.runtime.database.store import METADATA

PLANTED = '''"""A planted step."""
from alembic import op
revision = "{history}_{number}"
down_revision = "{before}"
branch_labels = None
expands = {expands}
def upgrade():
    for statement in {statements!r}:
        op.execute(statement)
'''


def made_by_the_code(url: str, service: str) -> Engine:
    """A schema made from the tables in the code, not by steps."""
    engine = engine_on(url, service)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {service}"))
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {EXTENSIONS}"))
        connection.execute(text(f"CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA {EXTENSIONS}"))
    if service != KEYS:
        METADATA.create_all(engine)
    tables_of(service).create_all(engine)
    return engine


def fill(connection: Connection) -> dict[str, int]:
    """One row in every table there is, with a value in every column; how many rows each table has."""
    connection.execute(text("SET LOCAL session_replication_role = replica"))  # no guards, no foreign keys
    for name in tables_in(connection):
        columns = inspect(connection).get_columns(name)
        values = ", ".join(f"'{_value(name, column['name'], str(column['type']))}'" for column in columns)
        connection.execute(text(f"INSERT INTO {name} VALUES ({values})"))
    return count(connection)


def _value(table: str, column: str, kind: str) -> str:
    """A value that the server reads as the column's type."""
    valid = {
        ("stage", None): "returned",  # the one stage in which money may be held
        ("kind", "batch_act"): "released",
        ("state", "account_wanted"): "missing",
        ("creditor", None): "third_party",  # the one creditor who has an order
        ("decided_minor", None): "4",  # what is owed and what was collected are within it
    }
    if (value := valid.get((column, table)) or valid.get((column, None))) is not None:
        return value
    examples = {
        "UUID": "00000000-0000-4000-8000-000000000000",
        "DATE": "2024-01-01",
        "TIMESTAMP": "2024-01-01",
        "BOOLEAN": "true",
        "BYTEA": "x",
        "VARCHAR": "x",
        "TEXT": "x",
        "JSON": "{}",
        "JSONB": "{}",
    }
    return examples.get(kind.partition("(")[0], "2")


def count(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    tables = {name: Table(name, MetaData()) for name in tables_in(connection)}
    return {name: connection.scalar(select(func.count()).select_from(table)) or 0 for name, table in tables.items()}


def tables_in(connection: Connection) -> list[str]:
    """The tables of the connection's schema, but alembic's own."""
    return [name for name in inspect(connection).get_table_names() if name != VERSION_TABLE]


def copy_of_all_steps(folder: Path, source: Path | None = None) -> Path:
    """Every history's steps in a folder of the test, for planting; see `schema._SERVICES`. `source` is such a copy."""
    for history in (*SERVICES, schema.COMMON):
        steps = source / history / "migrations" if source else schema.folder_of(history)
        shutil.copytree(steps, folder / history / "migrations")
    return folder


def plant(folder: Path, history: str, before: str, *statements: str, expands: bool = False, number: int = 9999) -> None:
    """One more step of a history, in the copy."""
    text = PLANTED.format(history=history, number=number, before=before, statements=statements, expands=expands)
    (folder / history / "migrations" / f"{history}_{number}_planted.py").write_text(text, "utf-8")


def head_of(history: str) -> str:
    """The last step of a history."""
    [head] = [
        head
        for head in schema.steps_of(SERVICES[0] if history == schema.COMMON else history).get_heads()
        if history in head
    ]
    return head

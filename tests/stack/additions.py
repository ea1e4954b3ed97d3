"""What a step does beyond adding, by the statements that it would execute.

A program that does not know a step must read and write as before: nothing that it uses may go, change or be refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import StringIO

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import MetaData

from services.runtime.database.chain import chained

_TABLE = re.compile(r'CREATE TABLE "?(\w+)"? ')
_INDEX = re.compile(r'CREATE (UNIQUE )?INDEX "?\w+"? ON "?(\w+)"? ')
_COLUMN = re.compile(r'ALTER TABLE "?(\w+)"? ADD COLUMN "?(\w+)"? (.*)')
_ALTERED = re.compile(r'ALTER TABLE "?(\w+)"? ')


def beyond_adding(upgrade: Callable[[], None], *tables: MetaData) -> list[str]:
    """Why the program before a step cannot work under it, a sentence each; `tables` are those of the code."""
    written = StringIO()
    offline = MigrationContext.configure(dialect_name="postgresql", opts={"as_sql": True, "output_buffer": written})
    with Operations.context(offline):
        upgrade()
    statements = [" ".join(statement.split()) for statement in written.getvalue().split(";\n\n")]
    made = {found[1] for statement in statements if (found := _TABLE.match(statement))}
    covered = {
        (table.name, column)
        for metadata in tables
        for table in metadata.tables.values()
        if (how := chained(table))
        for column in how.columns
    }
    return [fault for statement in statements if statement for fault in _faults(statement, made, covered)]


def _faults(statement: str, made: set[str], covered: set[tuple[str, str]]) -> Iterator[str]:
    if _TABLE.match(statement):
        if " REFERENCES " in statement:
            yield f"rows that others point at cannot be deleted: {statement}"
    elif found := _INDEX.match(statement):
        if found[1] and found[2] not in made:
            yield f"rows that were allowed are refused: {statement}"
    elif found := _COLUMN.match(statement):
        yield from _faults_of_column(statement, found[1], found[2], found[3], covered)
    elif not ((altered := _ALTERED.match(statement)) and altered[1] in made):
        yield f"it does more than add: {statement[:120]}"


def _faults_of_column(
    statement: str, table: str, column: str, kind: str, covered: set[tuple[str, str]]
) -> Iterator[str]:
    if " NOT NULL" in kind and "DEFAULT " not in kind:
        yield f"nobody gives the column a value: {statement}"
    if re.search(r"\b(UNIQUE|REFERENCES|CHECK|PRIMARY)\b", kind):
        yield f"rows that were allowed are refused: {statement}"
    if (table, column) in covered:
        yield f"digests cover the column, so each program's audit finds the rows of the other changed: {statement}"

"""Rows by column and queries by list, each as one statement with one value, however many there are.

On PostgreSQL the rows or the list travel as one text, so that a statement reads alike for any number: it is written
once, prepared by the server, and costs one answer. SQLite has no answers to wait for; its rows are given one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy import (
    Column,
    Connection,
    Dialect,
    Executable,
    LargeBinary,
    String,
    Table,
    Text,
    TypeDecorator,
    bindparam,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

from services.runtime.database import driver
from services.runtime.database.prepared import Prepared

ANY_OF = "any_of"
"""Under this name the list is given when a query with `among` is executed."""


def insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Append rows, all with the same columns. Raises as any insertion does."""
    _write(connection, table, rows, replaces=False)


def replace(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, each in place of one that has its primary key. All have the same columns and keys of their own."""
    _write(connection, table, rows, replaces=True)


def _write(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, replaces: bool) -> None:
    if not rows:
        return
    columns = tuple(rows[0])
    if connection.dialect.name == "postgresql":
        listed = to_json(list(rows), bytes_mode="hex").decode()
        driver.execute(connection, _writing(table, columns, replaces=replaces), (listed,))
    else:
        _writing_one(table, columns, replaces=replaces).run_each(connection, rows)


@cache
def _writing(table: Table, columns: tuple[str, ...], *, replaces: bool) -> str:
    own = [table.c[name] for name in columns]
    given = ", ".join(f'"{column.name}" {_given_as(column.type)}' for column in own)
    values = ", ".join(_value(column.name, column.type) for column in own)
    statement = (
        f"INSERT INTO {table.name} ({_listed(columns)})"  # noqa: S608 - our own columns
        f" SELECT {values} FROM json_to_recordset(%s::json) AS given({given})"
    )
    if not replaces:
        return statement
    keys = [column.name for column in table.primary_key]
    others = ", ".join(f'"{name}" = excluded."{name}"' for name in columns if name not in keys)
    return f"{statement} ON CONFLICT ({_listed(keys)}) DO {f'UPDATE SET {others}' if others else 'NOTHING'}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _given_as(kind: TypeEngine[Any]) -> str:
    """How a value is taken out of the text; what is too long or too large is refused when it is stored."""
    return "text" if isinstance(kind, String | LargeBinary) else kind.compile(postgresql.dialect())  # type: ignore[no-untyped-call]  # SQLAlchemy gives it no types


def _value(name: str, kind: TypeEngine[Any]) -> str:
    return f"decode(\"{name}\", 'hex')" if isinstance(kind, LargeBinary) else f'"{name}"'


@cache
def _writing_one(table: Table, columns: tuple[str, ...], *, replaces: bool) -> Prepared:
    return Prepared(_writing_in_place(table, columns) if replaces else sqlite.insert(table), columns)


def _writing_in_place(table: Table, columns: tuple[str, ...]) -> Executable:
    statement = sqlite.insert(table)
    keys = [column.name for column in table.primary_key]
    others = {name: statement.excluded[name] for name in columns if name not in keys}
    if not others:
        return statement.on_conflict_do_nothing(index_elements=keys)
    return statement.on_conflict_do_update(index_elements=keys, set_=others)


class _Listed(TypeDecorator[Sequence[Any]]):
    """A list as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> Any:
        """The list as one text, a tenth of what a list costs the driver."""
        if value is not None and dialect.name == "sqlite":  # where a UUID is kept as 32 digits
            value = [each.hex if isinstance(each, UUID) else each for each in value]
        return None if value is None else to_json(list(value)).decode()


class among(FunctionElement[bool]):  # noqa: N801 - reads as the SQL operator it stands for
    """Whether a column's value is among those of a list, which is given as `ANY_OF` when the query is executed.

    The column is of text, numbers, days or UUIDs.
    """

    inherit_cache = True

    def __init__(self, column: Column[Any]) -> None:
        super().__init__(column, bindparam(ANY_OF, type_=_Listed()))


@compiles(among, "postgresql")
def _on_postgresql(element: among, compiler: SQLCompiler, **more: Any) -> str:
    """By the index for each value, where the planner would compare each row with each value of a list it cannot see."""
    column, listed = element.clauses
    table, name = compiler.preparer.format_table(column.table), compiler.preparer.quote(column.name)
    values = f"json_array_elements_text({compiler.process(listed, **more)}::json) AS asked(value)"
    each = f"SELECT ctid FROM {table} AS own WHERE own.{name} = asked.value::{_given_as(column.type)} OFFSET 0"  # noqa: S608 - our own columns
    return f"{table}.ctid = ANY (ARRAY(SELECT each.ctid FROM {values} CROSS JOIN LATERAL ({each}) AS each))"  # noqa: S608 - likewise


@compiles(among, "sqlite")
def _on_sqlite(element: among, compiler: SQLCompiler, **more: Any) -> str:
    column, listed = (compiler.process(part, **more) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({listed}))"  # noqa: S608 - compiled by SQLAlchemy

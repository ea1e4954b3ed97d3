"""Hands a statement to the driver as it is: a fifth of the processor time of SQLAlchemy's way to the same cursor.

For what is executed often: statements written by hand (here, and in `bulk.py`), with `?` in the places of their values,
and those that SQLAlchemy has written once (`prepared.py`). Errors are raised as SQLAlchemy's, as by any other
statement.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from types import TracebackType
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

Row = tuple[Any, ...]


def execute(connection: Connection, statement: str, values: Sequence[Any] = ()) -> Any:
    """Run a statement with `?` in the places of its values; the driver's own cursor. Raises what SQLAlchemy raises."""
    return execute_as_written(connection, _spelled(statement, connection.dialect.paramstyle), values)


def rows_of(connection: Connection, statement: str, values: Sequence[Any] = ()) -> list[Row]:
    """The rows that a statement gives, each as the driver gives it."""
    cursor = execute(connection, statement, values)
    with errors_as_usual(connection, statement):
        rows: list[Row] = cursor.fetchall()
        cursor.close()
    return rows


def execute_each(connection: Connection, statement: str, rows: Sequence[Row]) -> None:
    """Run a statement once for each row of values."""
    execute_each_as_written(connection, _spelled(statement, connection.dialect.paramstyle), rows)


def execute_as_written(connection: Connection, statement: str, values: Any) -> Any:
    """Run a statement that is spelled as the driver wants it, with its values in order or by name."""
    cursor = connection.connection.cursor()
    with errors_as_usual(connection, statement):
        connection.dialect.do_execute(cursor, statement, values)
    return cursor


def execute_each_as_written(connection: Connection, statement: str, rows: Sequence[Any]) -> None:
    """Run such a statement once for each of these values."""
    cursor = connection.connection.cursor()
    with errors_as_usual(connection, statement):
        connection.dialect.do_executemany(cursor, statement, rows)
        cursor.close()


class errors_as_usual:  # noqa: N801 - used as the function it stands for, at half the price
    """What the driver raises in the block becomes what SQLAlchemy raises."""

    __slots__ = ("_connection", "_statement")

    def __init__(self, connection: Connection, statement: str) -> None:
        self._connection = connection
        self._statement = statement

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            return
        dialect = self._connection.dialect
        base = dialect.loaded_dbapi.Error
        if isinstance(error, base):
            gone = dialect.is_disconnect(error, self._connection.connection.dbapi_connection, None)
            raise DBAPIError.instance(self._statement, None, error, base, True, gone, dialect) from error


@cache
def _spelled(statement: str, paramstyle: str) -> str:
    return statement if paramstyle == "qmark" else statement.replace("?", "%s")

"""Hands a statement to the driver as it is: a fifth of the processor time of SQLAlchemy's way to the same cursor.

For what is executed often: statements written by hand (here, and in `bulk.py`), with `?` in the places of their values,
and those that SQLAlchemy has written once (`prepared.py`). Errors are raised as SQLAlchemy's, as by any other
statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

Row = tuple[Any, ...]


def execute(connection: Connection, statement: str, values: Sequence[Any] = ()) -> Any:
    """Run a statement with `?` in the places of its values; the driver's own cursor. Raises what SQLAlchemy raises."""
    return execute_as_written(connection, _spelled(statement, connection.dialect.paramstyle), values)


def rows_of(connection: Connection, statement: str, values: Sequence[Any] = ()) -> list[Row]:
    """The rows that a statement gives, each as the driver gives it."""
    return fetch_all(connection, statement, execute(connection, statement, values))


def execute_each(connection: Connection, statement: str, rows: Sequence[Row]) -> None:
    """Run a statement once for each row of values."""
    execute_each_as_written(connection, _spelled(statement, connection.dialect.paramstyle), rows)


def execute_as_written(connection: Connection, statement: str, values: Any) -> Any:
    """Run a statement that is spelled as the driver wants it, with its values in order or by name."""
    cursor = connection.connection.cursor()
    try:
        connection.dialect.do_execute(cursor, statement, values)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _as_usual(connection, statement, error) from error
    return cursor


def execute_each_as_written(connection: Connection, statement: str, rows: Sequence[Any]) -> None:
    """Run such a statement once for each of these values."""
    cursor = connection.connection.cursor()
    try:
        connection.dialect.do_executemany(cursor, statement, rows)
        cursor.close()
    except connection.dialect.loaded_dbapi.Error as error:
        raise _as_usual(connection, statement, error) from error


def fetch_all(connection: Connection, statement: str, cursor: Any) -> list[Row]:
    """All rows that a statement has given."""
    try:
        rows: list[Row] = cursor.fetchall()
        cursor.close()
    except connection.dialect.loaded_dbapi.Error as error:
        raise _as_usual(connection, statement, error) from error
    return rows


@contextmanager
def errors_as_usual(connection: Connection, statement: str) -> Iterator[None]:
    """What the driver raises in the block becomes what SQLAlchemy raises."""
    try:
        yield
    except connection.dialect.loaded_dbapi.Error as error:
        raise _as_usual(connection, statement, error) from error


def _as_usual(connection: Connection, statement: str, error: Exception) -> Exception:
    dialect = connection.dialect
    gone = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)  # type: ignore[arg-type]  # the driver's own
    return DBAPIError.instance(statement, None, error, dialect.loaded_dbapi.Error, True, gone, dialect)


@cache
def _spelled(statement: str, paramstyle: str) -> str:
    return statement if paramstyle == "qmark" else statement.replace("?", "%s")

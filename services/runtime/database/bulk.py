"""Bulk inserts and look-ups without SQLAlchemy's cost per row: COPY and unnest on PostgreSQL, JSON on SQLite.

Statements go to the driver as they are; errors are raised as SQLAlchemy's, as by any other statement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

import psycopg
from pydantic_core import to_json
from sqlalchemy import BigInteger, Boolean, Connection, Integer, LargeBinary, Table, Uuid
from sqlalchemy.exc import DataError

from services.runtime.database import chain, driver
from services.runtime.database.driver import Row

LINE = "\n"
WIDTHS = {"int4": (-(2**31), 2**31 - 1), "int8": (-(2**63), 2**63 - 1)}


def insert(connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[Row]) -> None:
    """Append rows; each holds the values of `columns` in that order.

    Raises `sqlalchemy.exc.IntegrityError` if a row breaks a constraint, and `DataError` if a column cannot hold a
    value; the transaction is lost then.
    """
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _copy(connection, table, columns, rows)
    else:
        where_ids = _places_of_ids(table, columns)
        given = [_without_ids(row, where_ids) for row in rows] if where_ids else list(rows)
        driver.execute_each(connection, _inserting(table, columns), given)
    chain.note(connection, table, columns, rows)


def find(
    connection: Connection,
    table: Table,
    by: Mapping[str, Sequence[Any]],
    wanted: tuple[str, ...],
    *,
    where: tuple[str, tuple[str, ...]] | None = None,
) -> list[Row]:
    """The `wanted` columns of the rows that match; `by` maps each key column to its values, all lists of one length.

    At least one row for each combination that exists; all of them if `by` is unique. `where` is a further column and
    the texts of which it must equal one. Raises `ValueError` for a value with a line break, which no identifier has.
    """
    keys, asked = tuple(by), tuple(by.values())
    if not asked[0]:
        return []
    more = () if where is None else where[1]
    besides = None if where is None else (where[0], len(where[1]))
    if connection.dialect.name == "postgresql":
        asked_as = tuple(_type_asked(table, key, values) for key, values in by.items())
        statement = _joining(table, keys, asked_as, wanted, besides)
        return driver.rows_of(connection, statement, (*map(_in_lines, asked), *more))
    ids = _places_of_ids(table, wanted)
    plain = [[_plain(table, key, value) for value in values] for key, values in by.items()]
    combinations = to_json(list(zip(*plain, strict=True))).decode()
    rows = driver.rows_of(connection, _looking_up(table, keys, wanted, besides), (combinations, *more))
    return [_with_ids(row, ids) for row in rows] if ids else rows


def remove(connection: Connection, table: Table, keys: tuple[str, str], rows: Sequence[tuple[str, str]]) -> None:
    """Delete the rows with these keys, which are two columns of text."""
    if rows:
        statement = _removing(table, keys, on_postgresql=connection.dialect.name == "postgresql")
        driver.execute(connection, statement, (to_json(rows).decode(),))


@cache
def _removing(table: Table, keys: tuple[str, str], *, on_postgresql: bool) -> str:
    pairs = "json_array_elements(%s::json) AS pair(value)" if on_postgresql else "json_each(?) AS pair"
    part = "pair.value ->> {0}" if on_postgresql else "json_extract(pair.value, '$[{0}]')"
    asked = f"SELECT {part.format(0)}, {part.format(1)} FROM {pairs}"  # noqa: S608 - our own columns
    return f"DELETE FROM {table.name} WHERE ({', '.join(keys)}) IN ({asked})"  # noqa: S608 - our own columns


def count_up(connection: Connection, table: Table, counts: Mapping[int, int]) -> dict[int, int]:
    """Take so many numbers of each partition; the first of each. The partitions are held until the transaction ends.

    `table` has the columns `partition`, `next_number` and `published`.
    """
    on_postgresql = connection.dialect.name == "postgresql"
    asked = to_json(sorted(counts.items())).decode()
    rows = driver.rows_of(connection, _counting_up(table, on_postgresql=on_postgresql), (asked,))
    return {partition: after - counts[partition] for partition, after in rows}


@cache
def _counting_up(table: Table, *, on_postgresql: bool) -> str:
    """In the order of partitions, so that two who count up several of them never wait for each other in a ring."""
    pairs = "json_array_elements(%s::json) AS pair(value)" if on_postgresql else "json_each(?) AS pair"
    part = "(pair.value ->> {0})::bigint" if on_postgresql else "json_extract(pair.value, '$[{0}]')"
    return (
        f"INSERT INTO {table.name} AS held (partition, next_number, published)"  # noqa: S608 - our own columns
        f" SELECT {part.format(0)}, {part.format(1)}, 0 FROM {pairs} WHERE true ORDER BY 1"
        " ON CONFLICT (partition) DO UPDATE SET next_number = held.next_number + excluded.next_number"
        " RETURNING partition, next_number"
    )


def _in_lines(values: Sequence[Any]) -> str:
    """A list as one text: a tenth of what a list costs the driver."""
    if isinstance(values[0], UUID):
        return LINE.join([value.hex for value in values])
    lines = LINE.join(values if isinstance(values[0], str) else map(str, values))
    if lines.count(LINE) != len(values) - 1:
        raise ValueError("an identifier has no line break")
    return lines


def _copy(connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[Row]) -> None:
    statement, types = _copying(table, columns)
    for place, (least, most) in _widths(types):
        values = [row[place] for row in rows if row[place] is not None]
        if values and not least <= min(values) <= max(values) <= most:  # the driver would cut it off in silence
            raise DataError(statement, None, OverflowError(f"{columns[place]} is out of range"))
    with driver.errors_as_usual(connection, statement):
        cursor: psycopg.Cursor[Any] = connection.connection.cursor()  # type: ignore[assignment]  # the driver's own
        with cursor, cursor.copy(statement) as copy:
            copy.set_types(types)
            write = copy.write_row
            for row in rows:
                write(row)


@cache
def _copying(table: Table, columns: tuple[str, ...]) -> tuple[str, list[str]]:
    names = ", ".join(columns)
    return f"COPY {table.name} ({names}) FROM STDIN (FORMAT BINARY)", [_type_of(table, name) for name in columns]


def _widths(types: list[str]) -> list[tuple[int, tuple[int, int]]]:
    """The places of whole numbers, and what each can hold."""
    return [(place, WIDTHS[type_]) for place, type_ in enumerate(types) if type_ in WIDTHS]


@cache
def _joining(
    table: Table,
    keys: tuple[str, ...],
    asked_as: tuple[str, ...],
    wanted: tuple[str, ...],
    where: tuple[str, int] | None,
) -> str:
    """One index look-up per key, even where the planner has no statistics of the table yet."""
    lists = ", ".join(f"string_to_array(%s, E'\\n')::{type_}[]" for type_ in asked_as)
    names = ", ".join(f"k{number}" for number in range(len(keys)))
    matching = " AND ".join(f"{key} = asked.k{number}::{_type_of(table, key)}" for number, key in enumerate(keys))
    besides = f" AND {where[0]} IN ({', '.join(['%s'] * where[1])})" if where else ""
    return (
        f"SELECT found.* FROM unnest({lists}) AS asked({names})"  # noqa: S608 - names of our own columns
        f" CROSS JOIN LATERAL (SELECT {', '.join(wanted)} FROM {table.name} WHERE {matching}{besides} LIMIT 1) AS found"
    )


def _type_of(table: Table, column: str) -> str:
    kind = table.c[column].type
    if isinstance(kind, Uuid):
        return "uuid"
    if isinstance(kind, LargeBinary):
        return "bytea"
    if isinstance(kind, Boolean):
        return "bool"
    if isinstance(kind, BigInteger):
        return "int8"
    return "int4" if isinstance(kind, Integer) else "text"


@cache
def _inserting(table: Table, columns: tuple[str, ...]) -> str:
    places = ", ".join("?" for _ in columns)
    return f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608 - our own columns


@cache
def _looking_up(table: Table, keys: tuple[str, ...], wanted: tuple[str, ...], where: tuple[str, int] | None) -> str:
    names = ", ".join(f"found.{name}" for name in wanted)
    besides = f" AND found.{where[0]} IN ({', '.join('?' * where[1])})" if where else ""
    matching = " AND ".join(
        f"found.{key} = json_extract(asked.value, '$[{number}]')" for number, key in enumerate(keys)
    )
    return (
        f"SELECT {names} FROM json_each(?) AS asked CROSS JOIN {table.name} AS found"  # noqa: S608 - our own columns
        f" WHERE {matching}{besides}"
    )


@cache
def _places_of_ids(table: Table, columns: tuple[str, ...]) -> tuple[int, ...]:
    """The columns that hold UUIDs, which SQLite keeps as 32 digits."""
    return tuple(place for place, name in enumerate(columns) if isinstance(table.c[name].type, Uuid))


def _type_asked(table: Table, key: str, values: Sequence[Any]) -> str:
    """UUIDs may be looked up in a column of text too; the server converts them."""
    return "uuid" if isinstance(values[0], UUID) else _type_of(table, key)


def _plain(table: Table, key: str, value: Any) -> Any:
    if not isinstance(value, UUID):
        return value
    return value.hex if isinstance(table.c[key].type, Uuid) else str(value)


def _without_ids(row: Row, places: tuple[int, ...]) -> Row:
    return tuple(value.hex if place in places else value for place, value in enumerate(row))


def _with_ids(row: Row, places: tuple[int, ...]) -> Row:
    return tuple(UUID(value) if place in places else value for place, value in enumerate(row))

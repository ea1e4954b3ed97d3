"""A laptop's file that an older program made: its tables are made once and never changed, so it cannot be read on."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, MetaData

from contracts.in_words import InWords
from services.runtime.database import driver

_COLUMNS = "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'"


class MadeByOlderProgram(InWords):
    """A file lacks what this program keeps in it."""


def must_have_columns(connection: Connection, path: Path, *every: MetaData) -> None:
    """Raises `MadeByOlderProgram` unless a SQLite file has every column of the tables."""
    there = set(driver.rows_of(connection, _COLUMNS))
    for table, column in _columns_of(every):
        if (table, column) not in there:
            raise MadeByOlderProgram(
                f"{path} was made by an older program: it has no {column} in {table}. "
                "Use that program for it, or give a new folder."
            )


@cache
def _columns_of(every: tuple[MetaData, ...]) -> tuple[tuple[str, str], ...]:
    """Every column with its table before it, in the order of the tables."""
    return tuple(
        (table.name, column.name) for tables in every for table in tables.sorted_tables for column in table.columns
    )

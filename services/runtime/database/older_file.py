"""A laptop's file that an older program made: its tables are made once and never changed, so it cannot be read on."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, MetaData, text

from contracts.in_words import InWords

_COLUMNS = text("SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'")


class MadeByOlderProgram(InWords):
    """A file lacks what this program keeps in it."""


def must_have_columns(connection: Connection, path: Path, *every: MetaData) -> None:
    """Raises `MadeByOlderProgram` unless a SQLite file has every column of the tables."""
    there = {(table, column) for table, column in connection.execute(_COLUMNS)}
    for tables in every:
        for table in tables.sorted_tables:
            for column in table.columns:
                if (table.name, column.name) not in there:
                    raise MadeByOlderProgram(
                        f"{path} was made by an older program: it has no {column.name} in {table.name}. "
                        "Use that program for it, or give a new folder."
                    )

"""Databases that hold the tables of one test alone, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import MetaData, text

from services.runtime.database.store import Database

SCHEMA = "own"


@contextmanager
def sqlite(folder: Path, tables: MetaData) -> Iterator[Database]:
    """A file with the tables."""
    database = Database.on_sqlite(folder / "own.db", tables)
    yield database
    database.close()


@contextmanager
def postgresql(url: str, tables: MetaData) -> Iterator[Database]:
    """A schema with the tables, in an empty database."""
    database = Database.on_postgresql(url, SCHEMA, tables)
    with database.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
        tables.create_all(connection)
    yield database
    database.close()

"""Makes all tables of an empty SQLite database in one transaction, in words that were written once a process.

SQLAlchemy looks for each table before it makes it, and writes each statement anew: 30 ms for payments, a tenth of that
in words that are there already. A command makes five databases, a test often as many. In a file that has its tables,
looking for each was half of what opening a laptop costs; one query finds them all.
"""

from __future__ import annotations

from contextlib import closing
from functools import cache

from sqlalchemy import Engine, MetaData, create_engine

_THERE = "SELECT name FROM sqlite_master WHERE type = 'table'"
_WORDS = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY rowid"


def complete(engine: Engine, *parts: MetaData) -> bool:
    """Make the tables that are missing, with all that belongs to them; whether there was nothing before."""
    there = _there_or_made(engine, parts)
    for tables in parts:
        if there and not there.issuperset(tables.tables):
            tables.create_all(engine)
    return not there


def _there_or_made(engine: Engine, parts: tuple[MetaData, ...]) -> frozenset[str]:
    """The tables that are there; where none is, everything is made.

    Who makes the same file at the same moment waits, and finds it made.
    """
    with closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        if there := frozenset(name for (name,) in cursor.execute(_THERE).fetchall()):
            connection.rollback()
            return there
        for statement in _words(parts):
            cursor.execute(statement)
        connection.commit()
        return there


@cache
def _words(parts: tuple[MetaData, ...]) -> tuple[str, ...]:
    """Every statement that makes the tables, their indexes and their guards, in order."""
    engine = create_engine("sqlite://")
    for tables in parts:
        tables.create_all(engine)
    with closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        words = tuple(statement for (statement,) in cursor.execute(_WORDS).fetchall())
    engine.dispose()
    return words

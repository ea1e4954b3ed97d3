"""Databases in memory that are made once a process and emptied for each life.

A connection outlives the process that is simulated, with every statement that SQLite has parsed for it: of a process
that dies, what it had not committed is undone. Only a connection that was closed is made anew.
"""

from __future__ import annotations

import gc
import sqlite3
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Engine, MetaData

from services.runtime.database.store import METADATA, Database, in_memory_uri
from services.runtime.service import Service

PARTITIONS = 1
"""One partition: what arrives in another order is drawn by topic and by batch."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """An engine on a database in memory, and what keeps that database when the engine's connection dies."""

    engine: Engine
    keeper: sqlite3.Connection
    tables: tuple[str, ...]
    """Those that refer to others first."""
    empty: sqlite3.Connection | None
    """All tables without a row, to be copied from where triggers refuse that rows are deleted."""

    def clear(self) -> None:
        """Leave no row; wherever it may, by deleting: after a copy every statement is parsed anew."""
        if self.empty is not None:
            self.empty.backup(self.keeper)
            return
        with self.keeper:
            for table in self.tables:
                if self.keeper.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone():  # noqa: S608 - our own tables
                    self.keeper.execute(f"DELETE FROM {table}")  # noqa: S608 - likewise


def emptied(service: Service[Any]) -> Database:
    """The service's database without a row; whoever held it before must not use it any more."""
    prepared = _prepared(service.name, service.tables)
    _end(prepared)
    prepared.clear()
    return _opened(service, prepared)


def kept(service: Service[Any]) -> sqlite3.Connection:
    """A connection of the simulator's own, to look at what a service has committed without SQLAlchemy's cost."""
    return _prepared(service.name, service.tables).keeper


def reopened(service: Service[Any]) -> Database:
    """The same rows as a process sees them that has just started: what was not committed is gone."""
    prepared = _prepared(service.name, service.tables)
    _end(prepared)
    return _opened(service, prepared)


def _opened(service: Service[Any], prepared: _Prepared) -> Database:
    return Database(prepared.engine, service.tables, partitions=PARTITIONS)


def _end(prepared: _Prepared) -> None:
    """Undo what a process that is gone had not committed."""
    connection = prepared.engine.raw_connection()
    try:
        connection.rollback()
    except sqlite3.ProgrammingError:  # it was closed
        prepared.engine.dispose()
    else:
        connection.close()
    _let_go(prepared.keeper)


def _let_go(keeper: sqlite3.Connection) -> None:
    """SQLite keeps a closed connection's transaction while a statement of it lives, be it in a circle of frames."""
    try:
        keeper.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        gc.collect()
        keeper.execute("BEGIN IMMEDIATE")
    keeper.rollback()


@cache
def _prepared(name: str, tables: MetaData) -> _Prepared:
    keeper = sqlite3.connect(in_memory_uri(f"simulated-{name}"), uri=True)
    database = Database.in_memory(f"simulated-{name}", tables, partitions=PARTITIONS)
    names = [table.name for metadata in (METADATA, tables) for table in reversed(metadata.sorted_tables)]
    return _Prepared(database.engine, keeper, tuple(names), _copy(keeper) if _has_triggers(keeper) else None)


def _has_triggers(database: sqlite3.Connection) -> bool:
    return database.execute("SELECT 1 FROM sqlite_master WHERE type = 'trigger'").fetchone() is not None


def _copy(database: sqlite3.Connection) -> sqlite3.Connection:
    copy = sqlite3.connect(":memory:")
    database.backup(copy)
    return copy

"""Databases in memory that are made once a process and emptied for each life.

A connection outlives the process that is simulated, with every statement that SQLite has parsed for it: of a process
that dies, what it had not committed is undone. Only a connection that was closed is made anew.
"""

from __future__ import annotations

import gc
import sqlite3
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, StaticPool, create_engine

from services.runtime.database import driver, sqlite_schema
from services.runtime.database.store import METADATA, Database, in_memory_uri
from services.runtime.privacy import key_store
from services.runtime.privacy.key_store import KeyStore
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

    def clear(self) -> None:
        """Leave no row, by deleting: after a copy every statement would be parsed anew."""
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


def emptied_keys() -> KeyStore:
    """The store of keys without one; whoever held it before must not use it any more."""
    engine = _prepared_for_keys()
    with engine.begin() as connection:
        for table in key_store.TABLES.sorted_tables:
            driver.execute(connection, f"DELETE FROM {table.name}")  # noqa: S608 - our own tables
    return KeyStore(engine)


@cache
def _prepared_for_keys() -> Engine:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    sqlite_schema.complete(engine, key_store.TABLES)
    return engine


def kept(service: Service[Any]) -> sqlite3.Connection:
    """A connection of the simulator's own, to look at what a service has committed without SQLAlchemy's cost."""
    return _prepared(service.name, service.tables).keeper


def reopened(service: Service[Any]) -> Database:
    """The same rows as a process sees them that has just started: what was not committed is gone."""
    prepared = _prepared(service.name, service.tables)
    _end(prepared)
    return _opened(service, prepared)


class _KeptOpen(Database):
    """A database of one process and one thread, whose connection stays open between transactions.

    To take it out of the pool, and to give it back, is most of what a small transaction costs.
    """

    def __init__(self, engine: Engine, tables: MetaData) -> None:
        super().__init__(engine, tables, partitions=PARTITIONS)
        self._writes = engine.connect()
        self._reads = engine.connect().execution_options(only_reads=True)

    def to_write(self) -> AbstractContextManager[Connection]:
        return nullcontext(self._writes)

    def to_read(self) -> AbstractContextManager[Connection]:
        return nullcontext(self._reads)


def _opened(service: Service[Any], prepared: _Prepared) -> Database:
    return _KeptOpen(prepared.engine, service.tables)


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
    keeper.set_authorizer(_without_refusals)
    return _Prepared(database.engine, keeper, tuple(names))


def _without_refusals(
    action: int, _first: str | None, _second: str | None, _database: str | None, trigger: str | None
) -> int:
    """The keeper may delete what the guards of payments keep: a trigger refuses by a SELECT, which is left out."""
    return sqlite3.SQLITE_IGNORE if trigger is not None and action == sqlite3.SQLITE_SELECT else sqlite3.SQLITE_OK

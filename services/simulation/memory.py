"""Databases in memory that are made once a process and emptied for each life."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Engine, MetaData

from services.runtime.database.store import Database, in_memory_uri
from services.runtime.service import Service

PARTITIONS = 1
"""One partition: what arrives in another order is drawn by topic and by batch."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """An engine on a database in memory, and what keeps that database when the engine's connection dies."""

    engine: Engine
    keeper: sqlite3.Connection
    empty: sqlite3.Connection
    """All tables without a row, to be copied from."""


def emptied(service: Service[Any]) -> Database:
    """The service's database without a row; whoever held it before must not use it any more."""
    prepared = _prepared(service.name, service.tables)
    prepared.engine.dispose()  # whoever died left a transaction open
    prepared.empty.backup(prepared.keeper)
    return reopened(service)


def kept(service: Service[Any]) -> sqlite3.Connection:
    """A connection of the simulator's own, to look at what a service has committed without SQLAlchemy's cost."""
    return _prepared(service.name, service.tables).keeper


def reopened(service: Service[Any]) -> Database:
    """The same rows as a process sees them that has just started."""
    return Database(_prepared(service.name, service.tables).engine, service.tables, partitions=PARTITIONS)


@cache
def _prepared(name: str, tables: MetaData) -> _Prepared:
    keeper = sqlite3.connect(in_memory_uri(f"simulated-{name}"), uri=True)
    database = Database.in_memory(f"simulated-{name}", tables, partitions=PARTITIONS)
    empty = sqlite3.connect(":memory:")
    keeper.backup(empty)
    return _Prepared(database.engine, keeper, empty)

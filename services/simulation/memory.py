"""Databases in memory that are made once a process and emptied for each life."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Engine, MetaData

from services.runtime.database.store import Database
from services.runtime.service import Service

PARTITIONS = 1
"""One partition: what arrives in another order is drawn by topic and by batch."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """An engine on one connection in memory, and its database with all tables and no row."""

    engine: Engine
    tables: MetaData
    empty: bytes


def emptied(service: Service[Any]) -> Database:
    """The service's database without a row; whoever held it before must not use it any more."""
    prepared = _prepared(service.name, service.tables)
    connection = prepared.engine.raw_connection()
    connection.driver_connection.deserialize(prepared.empty)  # type: ignore[union-attr]  # it is sqlite3's
    connection.close()
    return reopened(service)


def reopened(service: Service[Any]) -> Database:
    """The same rows as a process sees them that has just started."""
    prepared = _prepared(service.name, service.tables)
    return Database(prepared.engine, prepared.tables, partitions=PARTITIONS)


@cache
def _prepared(name: str, tables: MetaData) -> _Prepared:  # noqa: ARG001 - each service has a database of its own
    database = Database.in_memory(tables, partitions=PARTITIONS)
    connection = database.engine.raw_connection()
    empty = connection.driver_connection.serialize()  # type: ignore[union-attr]
    connection.close()
    return _Prepared(database.engine, tables, empty)

"""Two workers may meet on one person: the registry feed stores a fact while a claim is being opened.

Each transaction first takes the locks of its subjects' slots, in one order everywhere, so that it sees what the other
did and no two of them wait for each other. SQLite lets one transaction write at a time and needs none.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, text

from contracts.base import partition_of
from services.runtime.store import Database

SLOTS = 64
"""Locks a partition. A lock a person would fill the server's table of locks; a single one would make all wait."""

_LOCK = text(
    "SELECT pg_advisory_xact_lock(:space, slot)"
    " FROM (SELECT unnest(CAST(:slots AS int[])) AS slot ORDER BY 1) AS in_order"
).bindparams(bindparam("space"), bindparam("slots"))


def lock(connection: Connection, database: Database, subjects: Iterable[str]) -> None:
    """Hold the subjects for this transaction alone, until it ends."""
    if connection.dialect.name == "postgresql":
        _take(connection, database, {slot_of(subject, database.partitions) for subject in subjects})


def lock_partition(connection: Connection, database: Database, partition: int) -> None:
    """Hold everyone of a partition for this transaction alone, until it ends."""
    if connection.dialect.name == "postgresql":
        _take(connection, database, range(partition * SLOTS, (partition + 1) * SLOTS))


def _take(connection: Connection, database: Database, slots: Iterable[int]) -> None:
    if in_order := sorted(slots):
        connection.execute(_LOCK, {"space": space(database.schema), "slots": in_order})


def slot_of(subject: str, partitions: int) -> int:
    """The slot of a subject; each slot belongs to one partition, so workers of different partitions never wait."""
    return partition_of(subject, partitions) * SLOTS + zlib.crc32(subject.encode()) % SLOTS


def space(schema: str) -> int:
    """Services share a server but no locks."""
    return zlib.crc32(schema.encode()) & 0x7FFFFFFF

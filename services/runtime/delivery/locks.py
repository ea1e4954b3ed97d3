"""Locks by subject: one worker may store a person's fact while another opens the person's claim.

Each transaction first takes the locks of its subjects' slots, in the same order everywhere, so that it sees what the
other did and there is no deadlock. SQLite lets one transaction write at a time and needs no locks.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.exc import DBAPIError

from contracts.base import hash_of_key
from services.runtime.database.store import Database

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MANY = 16
"""From so many keys of one length on they are hashed side by side; for fewer numpy is not even imported."""
SLOTS = 64
"""Locks per partition. One per person would fill the server's table of locks; a single one would make all wait."""

_LOCK = text(
    "SELECT pg_advisory_xact_lock(:space, slot)"
    " FROM (SELECT unnest(CAST(:slots AS int[])) AS slot ORDER BY 1) AS in_order"
).bindparams(bindparam("space"), bindparam("slots"))
_SOLE = text("SELECT pg_try_advisory_lock(:space, :number)")


def lock(
    connection: Connection, database: Database, subjects: Iterable[str], *, partitions: Iterable[int] = ()
) -> None:
    """Hold the subjects, and everyone of these partitions, for this transaction alone, until it ends."""
    if connection.dialect.name == "postgresql":
        slots = slots_of(subjects, database.partitions)
        for partition in partitions:
            slots.update(range(partition * SLOTS, (partition + 1) * SLOTS))
        _take(connection, database, slots)


def lock_partition(connection: Connection, database: Database, partition: int) -> None:
    """Hold everyone of a partition for this transaction alone, until it ends."""
    lock(connection, database, (), partitions=[partition])


def _take(connection: Connection, database: Database, slots: Iterable[int]) -> None:
    if in_order := sorted(slots):
        connection.execute(_LOCK, {"space": space(database.schema), "slots": in_order})


class Sole:
    """A lock that one process holds at a time, by service and number; others wait for their turn.

    It belongs to a database session of its own, so the server frees it when the process dies. SQLite has one process.
    """

    def __init__(self, database: Database, number: int) -> None:
        self._database = database
        self._number = number
        self._session: Connection | None = None

    def held(self) -> bool:
        """Whether this process holds the lock; asks the server each time, since a session may have been cut.

        Raises `DBAPIError` if the server does not answer; the lock is lost then.
        """
        if self._database.engine.dialect.name != "postgresql":
            return True
        if self._session is not None:
            try:
                self._session.execute(text("SELECT 1"))
            except DBAPIError:
                self.let_go()
                raise
            return True
        session = self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if session.scalar(_SOLE, {"space": space(self._database.schema), "number": self._number}):
            self._session = session
            return True
        session.close()
        return False

    def let_go(self) -> None:
        """Give the lock up."""
        if self._session is not None:
            self._session.invalidate()
            self._session.close()
            self._session = None


def slots_of(subjects: Iterable[str], partitions: int) -> set[int]:
    """The slots of the subjects; each slot belongs to one partition, so workers of different partitions never wait."""
    by_length: dict[int, list[bytes]] = defaultdict(list)
    for subject in subjects:
        key = subject.encode()
        by_length[len(key)].append(key)
    slots: set[int] = set()
    for keys in by_length.values():
        hashes = map(hash_of_key, keys) if len(keys) < MANY else _hashed(keys).tolist()
        slots.update(one % partitions * SLOTS + one // partitions % SLOTS for one in hashes)
    return slots


def _hashed(keys: list[bytes]) -> NDArray[np.uint32]:
    """`hash_of_key` of keys of one length, all at once."""
    import numpy as np  # noqa: PLC0415 - a tenth of what a process imports, and most never see so many

    length = len(keys[0])
    padded = b"".join(keys) if length % 4 == 0 else b"".join(key.ljust(-(-length // 4) * 4, b"\0") for key in keys)
    words = np.frombuffer(padded, dtype="<u4").reshape(len(keys), -1)
    mix = np.uint32(0x5BD1E995)
    hashed = np.full(len(keys), 0x9747B28C ^ length, dtype=np.uint32)
    for column in range(length // 4):
        mixed = words[:, column] * mix
        hashed = hashed * mix ^ (mixed ^ mixed >> np.uint32(24)) * mix
    if length % 4:
        hashed = (hashed ^ words[:, -1]) * mix
    hashed = (hashed ^ hashed >> np.uint32(13)) * mix
    return np.asarray((hashed ^ hashed >> np.uint32(15)) & np.uint32(0x7FFFFFFF), dtype=np.uint32)


def space(schema: str) -> int:
    """The number of a schema's locks: services share a server but no locks."""
    return zlib.crc32(schema.encode()) & 0x7FFFFFFF

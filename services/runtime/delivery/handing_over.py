"""What a service says on one server of people whose partition lies on another is handed over to that one's outbox.

There it takes its number among all that is said in the partition, and everybody hears it as ever. Where it was written,
`published` says how far it was handed over; who dies in between hands it over once more, and its id is known.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, bindparam, select

from services.runtime.database.misfits import fitting
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import Database, outbox, outbox_partition
from services.runtime.delivery.outbox import note_published, take_over

ROWS_AT_ONCE = 2_000


def hand_over(database: Database, partitions: Collection[int]) -> int:
    """Hand over what waits for these partitions on other servers than their own; how many events it was."""
    if len(database.parts) == 1:
        return 0
    handed = 0
    for said in database.parts:
        for partition in _waiting_for_others(said, partitions):
            while rows := _next(said, partition):
                held = database.of(partition)
                with fitting(held), held.begin() as connection:
                    handed += take_over(connection, partition, rows)
                with fitting(said), said.begin() as connection:
                    note_published(connection, {partition: rows[-1].number + 1})
    return handed


def _waiting_for_others(said: Database, partitions: Collection[int]) -> list[int]:
    with fitting(said), said.reading() as connection:
        behind = [row.partition for row in _BEHIND.rows(connection)]
    return [number for number in behind if number in partitions and not said.holds(number)]


def _next(said: Database, partition: int) -> list[Row[Any]]:
    with fitting(said), said.reading() as connection:
        return list(_NEXT.rows(connection, {"of": partition, "most": ROWS_AT_ONCE}))


_HELD = outbox_partition.c
_BEHIND = Prepared(select(_HELD.partition).where(_HELD.published < _HELD.next_number).order_by(_HELD.partition))
_NEXT = Prepared(
    select(outbox)
    .join(outbox_partition, (_HELD.partition == outbox.c.partition) & (outbox.c.number >= _HELD.published))
    .where(outbox.c.partition == bindparam("of"))
    .order_by(outbox.c.number)
    .limit(bindparam("most"))
)

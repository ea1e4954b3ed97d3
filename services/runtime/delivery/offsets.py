"""How far each partition was consumed, and what was passed over.

A batch that begins after the expected position shows that something may have been acknowledged without its effect. The
gap is noted in the same transaction, and read again; the ends of transactions and what was aborted turn out to be
nothing then. What the transport itself has read through is no gap, and an outbox has none: a number that is not there
was pruned.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select, tuple_

from services.runtime.database import driver
from services.runtime.database.store import Database, missed, reached, upsert
from services.runtime.delivery.messages import OUTBOX, Message

Partition = tuple[str, int]
"""A topic, or a service's outbox, and one of its partitions."""


class Missed(NamedTuple):
    """Positions from `start` up to, not including, `end` that were passed over."""

    topic: str
    partition: int
    start: int
    end: int


def note_reached(connection: Connection, database: Database, messages: Sequence[Message]) -> None:
    """Write how far the messages reach, and what they passed over; a position once reached is not given back."""
    spans: dict[Partition, list[tuple[int, int]]] = {}
    for message in messages:
        after = message.offset if message.after is None else message.after
        spans.setdefault((message.log, message.partition), []).append((after, message.offset))
    if not spans:
        return
    before = positions(connection, list(spans)) if database.log_is_whole else {}
    gaps: list[Missed] = []
    rows = []
    for (topic, partition), seen in sorted(spans.items()):
        expected = before.get((topic, partition), 0)
        may_lose = database.log_is_whole and not topic.endswith(OUTBOX)
        for after, offset in sorted(seen):
            if may_lose and after > expected:
                gaps.append(Missed(topic, partition, expected, after))
            expected = max(expected, offset + 1)
        rows.append((topic, partition, expected))
    driver.execute_each(connection, _REACHED, rows)
    upsert(connection, missed, [gap._asdict() for gap in gaps])


_REACHED = """
INSERT INTO reached (topic, partition, next_position) VALUES (?, ?, ?)
ON CONFLICT (topic, partition) DO UPDATE SET next_position = excluded.next_position
"""


def note_passed(connection: Connection, place: Partition, start: int, end: int) -> None:
    """Move on from `start` to `end`, between which nothing that counts stands; not if somebody has moved on already."""
    if positions(connection, [place]).get(place, 0) == start:
        upsert(connection, reached, [{"topic": place[0], "partition": place[1], "next_position": end}])


def positions(connection: Connection, places: Sequence[Partition]) -> dict[Partition, int]:
    """The next position of each place that was consumed before; the rows are held until the transaction ends."""
    query = select(reached).where(tuple_(reached.c.topic, reached.c.partition).in_(sorted(places))).with_for_update()
    return {(row.topic, row.partition): row.next_position for row in connection.execute(query)}


def all_reached(connection: Connection) -> dict[Partition, int]:
    """The next position of every place that was ever consumed."""
    return {(row.topic, row.partition): row.next_position for row in connection.execute(select(reached))}


def all_missed(connection: Connection) -> list[Missed]:
    """What was passed over and not yet read again."""
    rows = connection.execute(select(missed).order_by(missed.c.topic, missed.c.partition, missed.c.start))
    return [Missed(row.topic, row.partition, row.start, row.end) for row in rows]


def no_longer_missed(connection: Connection, gap: Missed) -> None:
    """Forget a gap that was read again."""
    place = (missed.c.topic == gap.topic) & (missed.c.partition == gap.partition) & (missed.c.start == gap.start)
    connection.execute(missed.delete().where(place))

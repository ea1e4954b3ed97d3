"""How far each partition was consumed, and what was passed over.

A batch that begins after the expected position shows that something may have been acknowledged without its effect. The
gap is noted in the same transaction, and read again; the ends of transactions and what was aborted turn out to be
nothing then. What the transport itself has read through is no gap, and an outbox has none: a number that is not there
was pruned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import Connection, select, tuple_

from services.runtime.database import driver
from services.runtime.database.misfits import fitting
from services.runtime.database.store import Database, missed, reached, upsert
from services.runtime.delivery.messages import Message

Partition = tuple[str, int]
"""A topic, or a service's outbox, and one of its partitions."""


class Missed(NamedTuple):
    """Positions from `start` up to, not including, `end` that were passed over."""

    topic: str
    partition: int
    start: int
    end: int


def note_reached(connection: Connection, database: Database, messages: Sequence[Message]) -> None:
    """Write how far the messages reach, and what they passed over; a position once reached is not given back.

    One that stands in a partition of another server is noted there.
    """
    seen: dict[tuple[str, int, bool], list[Message]] = {}
    for message in (message for message in messages if database.holds(message.partition)):
        seen.setdefault((message.topic, message.partition, message.from_outbox), []).append(message)
    if not seen:
        return
    spans = sorted((((own[0].log, partition), own) for (_, partition, _), own in seen.items()), key=itemgetter(0))
    before = positions(connection, [place for place, _ in spans]) if database.log_is_whole else {}
    gaps: list[Missed] = []
    rows = []
    for place, own in spans:
        expected = before.get(place, 0)
        if database.log_is_whole and not own[0].from_outbox:
            gaps += _passed_over(place, own, expected)
        rows.append((*place, max(expected, 1 + max(message.offset for message in own))))
    driver.execute_each(connection, _REACHED, rows)
    upsert(connection, missed, [gap._asdict() for gap in gaps])


_REACHED = """
INSERT INTO reached (topic, partition, next_position) VALUES (?, ?, ?)
ON CONFLICT (topic, partition) DO UPDATE SET next_position = excluded.next_position
"""


def _passed_over(place: Partition, messages: Sequence[Message], expected: int) -> Iterator[Missed]:
    """The positions before each message that nobody has read up to it, from the expected one on."""
    spans = ((message.offset if message.after is None else message.after, message.offset) for message in messages)
    for after, offset in sorted(spans):
        if after > expected:
            yield Missed(*place, expected, after)
        expected = max(expected, offset + 1)


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


def reached_in(database: Database) -> dict[Partition, int]:
    """The same of a service by its database; of one that is split, each partition from where it lies."""
    found: dict[Partition, int] = {}
    for part in database.parts:
        with fitting(part), part.reading() as connection:
            found |= {place: end for place, end in all_reached(connection).items() if part.holds(place[1])}
    return found


def missed_in(database: Database) -> list[Missed]:
    """What a service passed over and has not read again yet."""
    found: list[Missed] = []
    for part in database.parts:
        with fitting(part), part.reading() as connection:
            found += all_missed(connection)
    return found


def all_missed(connection: Connection) -> list[Missed]:
    """What was passed over and not yet read again."""
    rows = connection.execute(select(missed).order_by(missed.c.topic, missed.c.partition, missed.c.start))
    return [Missed(row.topic, row.partition, row.start, row.end) for row in rows]


def no_longer_missed(connection: Connection, gap: Missed) -> None:
    """Forget a gap that was read again."""
    place = (missed.c.topic == gap.topic) & (missed.c.partition == gap.partition) & (missed.c.start == gap.start)
    connection.execute(missed.delete().where(place))

"""What a service publishes: envelopes, sealed once and written in the transaction that caused them.

An outbox is a log with partitions, as a topic of Kafka is: whoever hears it keeps the number of the next event.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from contracts.base import Envelope, partition_of
from contracts.reading import as_sealed
from services.runtime.database import bulk
from services.runtime.database.misfits import fitting
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import (
    CAUSED_MS,
    NOTES_TIMES,
    OUTBOX_PARTITIONS,
    Database,
    outbox,
    outbox_partition,
)
from services.runtime.delivery.messages import Message
from services.runtime.handling import Refused
from services.runtime.process.stopwatch import unix_milliseconds

COLUMNS = ("event_id", "topic", "subject", "type", "body", "partition", "number", "said_ms")
_SAID = "said"
EVENT_BYTES_MAX = 1_000_000
"""Kafka takes a batch of 1,048,588 bytes (`max.message.bytes`), with the key and the headers of its records."""


def publish(connection: Connection, envelopes: Sequence[Envelope]) -> None:
    """Append envelopes to the outbox, in order.

    Raises `Refused` for one that is larger than Kafka takes: it would hold up its partition for ever.
    """
    if not envelopes:
        return
    bodies = [envelope.to_bytes() for envelope in envelopes]
    if (largest := max(map(len, bodies))) > EVENT_BYTES_MAX:
        raise Refused(
            "too-large", f"what follows is an event of {largest:,} bytes, and {EVENT_BYTES_MAX:,} may be sent"
        )
    partitions = connection.info[OUTBOX_PARTITIONS]
    places = [partition_of(envelope.subject, partitions) for envelope in envelopes]
    numbers = bulk.count_up(connection, outbox_partition, Counter(places))
    rows, said, now = [], said_in(connection), _now(connection)
    for envelope, body, partition in zip(envelopes, bodies, places, strict=True):
        topic, number = envelope.type.split(".")[1], numbers[partition]
        rows.append((envelope.id, topic, envelope.subject, envelope.type, body, partition, number, now))
        message = _message(topic, partition, number, envelope.subject, body, now)
        message.opened = as_sealed(envelope, body)
        said.append(message)
        numbers[partition] += 1
    bulk.insert(connection, outbox, COLUMNS, rows)


def caused_by(connection: Connection, messages: Iterable[Message]) -> None:
    """What is published from now on in this transaction follows from these: it is not said before they came."""
    connection.info[CAUSED_MS] = max((message.arrived_ms or 0 for message in messages), default=0)


def _now(connection: Connection) -> int | None:
    return max(unix_milliseconds(), connection.info[CAUSED_MS]) if connection.info[NOTES_TIMES] else None


def said_in(connection: Connection) -> list[Message]:
    """What was published in this transaction so far, as those who hear it are given it."""
    said: list[Message] = connection.info.setdefault(_SAID, [])
    return said


def take_said(connection: Connection) -> list[Message]:
    """What was published in this transaction, for whoever hands it on once it is committed; the list begins anew."""
    said: list[Message] = connection.info.pop(_SAID, [])
    return said


def ends_of(connection: Connection) -> dict[int, int]:
    """The number that comes next in each partition."""
    return {row.partition: row.next_number for row in _ENDS.rows(connection)}


def bookmarks_in(database: Database) -> list[Row[Any]]:
    """Where each partition ends, and what of it Kafka has; of a service that is split, each from where it lies."""
    found: list[Row[Any]] = []
    for part in database.parts:
        with fitting(part), part.reading() as connection:
            found += [row for row in _ENDS.rows(connection) if part.holds(row.partition)]
    return found


def read(connection: Connection, topic: str, partition: int, start: int, most: int) -> list[Message]:
    """The next events of a partition, from a number on."""
    rows = _NEXT.rows(connection, {"of": partition, "start": start, "most": most})
    return [_message(topic, partition, row.number, row.subject, bytes(row.body), row.said_ms) for row in rows]


def _message(  # noqa: PLR0913, PLR0917 - a row of an outbox
    topic: str, partition: int, number: int, subject: str, body: bytes, said_ms: int | None
) -> Message:
    return Message(body, topic, partition, number, said_ms, subject.encode(), from_outbox=True)


def take_over(connection: Connection, partition: int, rows: Sequence[Row[Any]]) -> int:
    """Append what another server's outbox holds for a partition that lies here; how many rows were new.

    They are written once, however often they are taken over, and keep the moment at which they were said.
    """
    bulk.count_up(connection, outbox_partition, {partition: 0})  # hold it, so that no other takes over the same
    ids = [row.event_id for row in rows]
    known = {row[0] for row in bulk.find(connection, outbox, {"event_id": ids}, ("event_id",))}
    new = [row for row in rows if row.event_id not in known]
    first = bulk.count_up(connection, outbox_partition, {partition: len(new)})[partition]
    written = [
        (row.event_id, row.topic, row.subject, row.type, bytes(row.body), partition, first + place, row.said_ms)
        for place, row in enumerate(new)
    ]
    bulk.insert(connection, outbox, COLUMNS, written)
    return len(new)


def note_published(connection: Connection, ends: Mapping[int, int]) -> None:
    """Kafka has everything of these partitions before these numbers."""
    if ends:
        connection.execute(_PUBLISHED, [{"of": partition, "before": end} for partition, end in sorted(ends.items())])


_ENDS = Prepared(select(outbox_partition))
_NEXT = Prepared(
    select(outbox.c.number, outbox.c.subject, outbox.c.body, outbox.c.said_ms)
    .where(outbox.c.partition == bindparam("of"), outbox.c.number >= bindparam("start"))
    .order_by(outbox.c.number)
    .limit(bindparam("most"))
)
_PUBLISHED = (
    update(outbox_partition)
    .where(outbox_partition.c.partition == bindparam("of"), outbox_partition.c.published < bindparam("before"))
    .values(published=bindparam("before"))
)

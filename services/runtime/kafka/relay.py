"""The relay: publishes what stands in outboxes and Kafka does not have, in order, at least once.

A partition of an outbox is published in the order of its numbers. Who writes a row holds the partition until the end of
the transaction, so no earlier row can appear behind a later one. Parked events are numbered before their transactions
are committed: they are mirrored in the order (transaction, number), and only those of transactions older than every
running one.
Source: PostgreSQL manual 9.27, pg_snapshot_xmin and xid8; shared queue tables by xmin horizon.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from threading import Event
from typing import Any, NamedTuple

from kafka import KafkaProducer
from kafka.errors import KafkaError
from kafka.future import Future
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from contracts.base import partition_of
from services.runtime.database.misfits import fitting
from services.runtime.database.store import MIRRORED, Database
from services.runtime.database.waking import Ear
from services.runtime.delivery.locks import space
from services.runtime.delivery.outbox import note_published
from services.runtime.kafka import metrics
from services.runtime.kafka.clients import opened
from services.runtime.kafka.dead_letters import dead_letter_body, dead_letter_headers
from services.runtime.kafka.names import headers_of
from services.runtime.kafka.ordered_producer import FLUSH_SECONDS, OrderedProducer
from services.runtime.kafka.topics import dead_letter_name, topic_name
from services.runtime.process.health import Health
from services.runtime.process.logs import log

ROWS_AT_ONCE = 2_000
LOOK_SECONDS = 2
"""Who writes to an outbox says so; in case that was lost, and for what was parked, it is looked at all the same."""
ROUNDS_A_MIRROR = 30
"""What was parked is not urgent: it is mirrored at rest, and every so many rounds."""
AFTER_FAULT_MS = 1_000

_EVENTS = text("""
SELECT row.* FROM outbox_partition AS held CROSS JOIN LATERAL (
    SELECT topic, subject, body, partition, number, said_ms FROM outbox
    WHERE partition = held.partition AND number >= held.published ORDER BY number LIMIT :rows
) AS row WHERE held.published < held.next_number AND (:partitions ::int[] IS NULL OR held.partition = ANY(:partitions))
""")
_DEAD = text("""
SELECT "transaction"::text AS written_by, number, code, origin, subject, body, message_key, arrived_ms FROM parked
WHERE ("transaction", number) > (
    COALESCE((SELECT "transaction" FROM relayed WHERE reader = :reader), '0'),
    COALESCE((SELECT position FROM relayed WHERE reader = :reader), 0))
  AND "transaction" < pg_snapshot_xmin(pg_current_snapshot())
ORDER BY "transaction", number LIMIT :rows
""")
_REACHED = text(
    "INSERT INTO relayed (reader, transaction, position) VALUES (:reader, CAST(:transaction AS xid8), :position)"
    " ON CONFLICT (reader) DO UPDATE SET transaction = excluded.transaction, position = excluded.position"
)
PUBLISHING, MIRRORING = -1, -2
"""Locks of whoever reads outboxes and parked events, apart from those of subjects."""
_ALONE = text("SELECT pg_try_advisory_xact_lock(:space, :reader)")


class Outgoing(NamedTuple):
    """A record on its way to Kafka."""

    topic: str
    key: bytes | None
    value: bytes
    headers: list[tuple[str, bytes]]
    partition: int | None


def outgoing(topic: str, subject: str, body: bytes, said_ms: int | None, partitions: int) -> Outgoing:
    """An event of ours as a record."""
    headers, partition = headers_of(body, said_ms), partition_of(subject, partitions)
    return Outgoing(topic_name(topic), subject.encode(), body, headers, partition)


@dataclass
class Relay:
    """Publishes the outboxes of services, and mirrors what they parked to their dead-letter topics."""

    databases: Mapping[str, Database]
    clients: Mapping[str, Any]
    health: Health
    partitions: Collection[int] | None = None
    """Those of the outboxes that are published here, where others publish the rest; None for all."""

    def run(self, stop: Event) -> None:
        """Publish until `stop` is set. What fails is tried again; rows count as published once Kafka confirms them.

        Raises `SchemaMisfit`.
        """
        while not stop.is_set():
            producer = None
            try:
                producer = self.producer()
                self._publish_until(stop, producer)
            except (KafkaError, DBAPIError) as fault:
                self.health.ready(False, f"Cannot publish now ({type(fault).__name__}); trying again.")
                log.warning("relay_waits", error=type(fault).__name__, pause_ms=AFTER_FAULT_MS)
                stop.wait(AFTER_FAULT_MS / 1000)
            finally:
                if producer is not None:
                    producer.abandon()

    def _publish_until(self, stop: Event, producer: KafkaProducer) -> None:
        with closing(Ear(self.databases.values())) as ear:
            heard = False
            for number in count():
                if stop.is_set():
                    return
                self.health.beat()
                published = self.publish(producer, mirror=not heard or number % ROUNDS_A_MIRROR == 0)
                self.health.ready(True, "Outboxes are published as they fill.")
                heard = bool(published) or ear.hears(within_seconds=LOOK_SECONDS)

    def publish(self, producer: KafkaProducer, *, mirror: bool = True) -> int:
        """Publish what waits now, at most `ROWS_AT_ONCE` rows per outbox; how many rows were published.

        `mirror` says whether parked events are mirrored as well; they are not urgent.
        """
        parts = [(name, part) for name, database in self.databases.items() for part in database.parts]
        published = sum(self._from_outbox(producer, name, part) for name, part in parts)
        if mirror:
            published += sum(self._from_parked(producer, name, part) for name, part in parts)
        return published

    def _from_outbox(self, producer: KafkaProducer, name: str, database: Database) -> int:
        with fitting(database), database.begin() as connection:
            if self.partitions is None and not _alone(connection, database, PUBLISHING):
                return 0
            asked = {"rows": ROWS_AT_ONCE, "partitions": self._mine_in(database)}
            rows = connection.execute(_EVENTS, asked).all()
            of = database.partitions
            _send(producer, [outgoing(row.topic, row.subject, bytes(row.body), row.said_ms, of) for row in rows])
            note_published(connection, {row.partition: row.number + 1 for row in rows})
        metrics.count_publication(name, len(rows))
        return len(rows)

    def _mine_in(self, database: Database) -> list[int] | None:
        """The partitions of a database that are published here; what it said for other servers they publish."""
        if self.partitions is None:
            return None if database.held is None else sorted(database.held)
        return [number for number in sorted(self.partitions) if database.holds(number)]

    def _from_parked(self, producer: KafkaProducer, name: str, database: Database) -> int:
        def outgoing(row: Any) -> Outgoing:
            return Outgoing(
                dead_letter_name(name), row.message_key, dead_letter_body(row), dead_letter_headers(row), None
            )

        with fitting(database), database.begin() as connection:
            if not _alone(connection, database, MIRRORING):
                return 0
            rows = connection.execute(_DEAD, {"reader": MIRRORED, "rows": ROWS_AT_ONCE}).all()
            _send(producer, [outgoing(row) for row in rows])
            _note(connection, MIRRORED, rows)
        return len(rows)

    def producer(self) -> OrderedProducer:
        """A producer of its own."""
        return opened(OrderedProducer, **self.clients)


def _alone(connection: Connection, database: Database, what: int) -> bool:
    """Whether no other relay is at it now."""
    return bool(connection.scalar(_ALONE, {"space": space(database.schema), "reader": what}))


def _send(producer: KafkaProducer, records: Sequence[Outgoing]) -> None:
    """Hand records to Kafka and wait until it has them all. Raises `KafkaError`."""
    if not records:
        return
    sent = [send(producer, record) for record in records]
    producer.flush(timeout=FLUSH_SECONDS)
    for future in sent:
        future.get(timeout=0)  # raises what kept the record from being stored


def send(producer: KafkaProducer, record: Outgoing) -> Future:
    """Hand a record to Kafka; what is returned says whether it has it."""
    return producer.send(
        record.topic, value=record.value, key=record.key, headers=record.headers, partition=record.partition
    )


def _note(connection: Connection, reader: str, rows: Sequence[Any]) -> None:
    if rows:
        last = rows[-1]
        connection.execute(_REACHED, {"reader": reader, "transaction": last.written_by, "position": last.number})

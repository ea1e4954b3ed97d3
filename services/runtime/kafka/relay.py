"""The relay: publishes the outboxes of services to Kafka, in order, at least once.

Positions are assigned before commit, so a reader that goes by position alone loses rows of a transaction that commits
late. Rows are read in the order (transaction, position), and only those of transactions older than every running one:
nothing can appear before them any more. Two transactions that touch one person follow each other (`locks`), so a
person's events keep their order.
Source: PostgreSQL manual 9.27, pg_snapshot_xmin and xid8; shared queue tables by xmin horizon.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from threading import Event
from typing import Any, NamedTuple

from kafka import KafkaProducer
from kafka.errors import KafkaError
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from contracts.base import partition_of
from services.runtime.database.store import MIRRORED, PUBLISHED, Database
from services.runtime.delivery.locks import space
from services.runtime.kafka import metrics
from services.runtime.kafka.dead_letters import dead_letter_headers
from services.runtime.kafka.names import headers_of
from services.runtime.kafka.topics import dead_letter_name, topic_name
from services.runtime.process.health import Health
from services.runtime.process.logs import log

ROWS_AT_ONCE = 2_000
IDLE_MS = 30
QUIET_MS = 500
QUIET_AFTER_ROUNDS = 33
"""After about a second in which nothing was said, the relay looks twice a second: a hundredth of a core."""
ROUNDS_A_MIRROR = 30
QUIET_ROUNDS_A_MIRROR = 2
AFTER_FAULT_MS = 1_000
FLUSH_SECONDS = 30

_WAITING = """
SELECT "transaction"::text AS written_by, {position} AS position, {columns} FROM {table}
WHERE ("transaction", {position}) > (
    COALESCE((SELECT "transaction" FROM relayed WHERE reader = :reader), '0'),
    COALESCE((SELECT position FROM relayed WHERE reader = :reader), 0))
  AND "transaction" < pg_snapshot_xmin(pg_current_snapshot())
ORDER BY "transaction", {position} LIMIT :rows
"""
_EVENTS = text(_WAITING.format(position="position", columns="topic, subject, body", table="outbox"))
_DEAD = text(
    _WAITING.format(position="number", columns="code, origin, subject, body, message_key, arrived_ms", table="parked")
)
_REACHED = text(
    "INSERT INTO relayed (reader, transaction, position) VALUES (:reader, CAST(:transaction AS xid8), :position)"
    " ON CONFLICT (reader) DO UPDATE SET transaction = excluded.transaction, position = excluded.position"
)
ALONE = {PUBLISHED: -1, MIRRORED: -2}
"""Locks of the readers, apart from those of subjects."""
_ALONE = text("SELECT pg_try_advisory_xact_lock(:space, :reader)")


class Outgoing(NamedTuple):
    """A record on its way to Kafka."""

    topic: str
    key: bytes | None
    value: bytes
    headers: list[tuple[str, bytes]]
    partition: int | None


def rest_ms(empty: int) -> int:
    """How long to rest after so many rounds in which nothing was published: little until it has been quiet a while."""
    return QUIET_MS if empty > QUIET_AFTER_ROUNDS else IDLE_MS


@dataclass
class Relay:
    """Publishes the outboxes of services, and mirrors what they parked to their dead-letter topics."""

    databases: Mapping[str, Database]
    clients: Mapping[str, Any]
    health: Health

    def run(self, stop: Event) -> None:
        """Publish until `stop` is set. What fails is tried again; rows count as published once Kafka confirms them."""
        while not stop.is_set():
            producer = None
            try:
                producer = self._producer()
                self._publish_until(stop, producer)
            except (KafkaError, DBAPIError) as fault:
                self.health.ready(False, f"Cannot publish now ({type(fault).__name__}); trying again.")
                log.warning("relay_waits", error=type(fault).__name__, pause_ms=AFTER_FAULT_MS)
                stop.wait(AFTER_FAULT_MS / 1000)
            finally:
                if producer is not None:
                    producer.close(timeout=5)

    def _publish_until(self, stop: Event, producer: KafkaProducer) -> None:
        empty = 0
        for number in count():
            if stop.is_set():
                return
            self.health.beat()
            rounds_a_mirror = QUIET_ROUNDS_A_MIRROR if rest_ms(empty) == QUIET_MS else ROUNDS_A_MIRROR
            published = self.publish(producer, mirror=number % rounds_a_mirror == 0)
            self.health.ready(True, "Outboxes are published as they fill.")
            empty = 0 if published else empty + 1
            if empty:
                stop.wait(rest_ms(empty) / 1000)

    def publish(self, producer: KafkaProducer, *, mirror: bool = True) -> int:
        """Publish what waits now, at most `ROWS_AT_ONCE` rows per outbox; how many rows were published.

        `mirror` says whether parked events are mirrored as well; they are not urgent.
        """
        published = sum(self._from_outbox(producer, name, database) for name, database in self.databases.items())
        if mirror:
            published += sum(self._from_parked(producer, name, database) for name, database in self.databases.items())
        return published

    def _from_outbox(self, producer: KafkaProducer, name: str, database: Database) -> int:
        def outgoing(row: Any) -> Outgoing:
            partition, body = partition_of(row.subject, database.partitions), bytes(row.body)
            return Outgoing(topic_name(row.topic), row.subject.encode(), body, headers_of(body), partition)

        with database.begin() as connection:
            rows = _waiting(connection, database, PUBLISHED, _EVENTS)
            _send(producer, [outgoing(row) for row in rows])
            _note(connection, PUBLISHED, rows)
        metrics.count_publication(name, len(rows))
        return len(rows)

    def _from_parked(self, producer: KafkaProducer, name: str, database: Database) -> int:
        def outgoing(row: Any) -> Outgoing:
            return Outgoing(dead_letter_name(name), row.message_key, bytes(row.body), dead_letter_headers(row), None)

        with database.begin() as connection:
            rows = _waiting(connection, database, MIRRORED, _DEAD)
            _send(producer, [outgoing(row) for row in rows])
            _note(connection, MIRRORED, rows)
        return len(rows)

    def _producer(self) -> KafkaProducer:
        return KafkaProducer(
            **self.clients,
            acks="all",
            enable_idempotence=True,
            linger_ms=2,
            batch_size=256 * 1024,
            max_block_ms=FLUSH_SECONDS * 1000,
            delivery_timeout_ms=FLUSH_SECONDS * 1000,
            request_timeout_ms=10_000,
            allow_auto_create_topics=False,
        )


def _waiting(connection: Connection, database: Database, reader: str, query: Any) -> Sequence[Any]:
    """The rows to publish next; none if another relay is at this outbox now."""
    if not connection.scalar(_ALONE, {"space": space(database.schema), "reader": ALONE[reader]}):
        return []
    return connection.execute(query, {"reader": reader, "rows": ROWS_AT_ONCE}).all()


def _send(producer: KafkaProducer, records: Sequence[Outgoing]) -> None:
    """Hand records to Kafka and wait until it has them all. Raises `KafkaError`."""
    if not records:
        return
    sent = [
        producer.send(
            record.topic, value=record.value, key=record.key, headers=record.headers, partition=record.partition
        )
        for record in records
    ]
    producer.flush(timeout=FLUSH_SECONDS)
    for future in sent:
        future.get(timeout=0)  # raises what kept the record from being stored


def _note(connection: Connection, reader: str, rows: Sequence[Any]) -> None:
    if rows:
        last = rows[-1]
        connection.execute(_REACHED, {"reader": reader, "transaction": last.written_by, "position": last.position})

"""Publishes what services have said straight after their commit, from memory.

The relay's work in a process that carries all services. What Kafka does not have yet because a process died, or because
another one wrote it, is first read from the outboxes, so that a partition keeps its order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from kafka import KafkaProducer
from kafka.errors import KafkaError
from kafka.future import Future
from sqlalchemy.exc import DBAPIError

from services.runtime.database.misfits import fitting
from services.runtime.delivery.chained_carrier import Place
from services.runtime.delivery.messages import Message
from services.runtime.delivery.outbox import bookmarks_in, note_published
from services.runtime.kafka import metrics
from services.runtime.kafka.ordered_producer import FLUSH_SECONDS, UNCONFIRMED_SECONDS, OrderedProducer
from services.runtime.kafka.relay import Relay, outgoing, send
from services.runtime.process.logs import log
from services.runtime.process.stopwatch import NANO, nanoseconds

PUBLICATION = "publication"
"""The part of a process's readiness that a publisher answers for."""
UNCONFIRMED_MAX = 5_000
"""So many are sent before Kafka is waited for: a day of a country says more than should be in flight."""


@dataclass
class Publisher:
    """Sends what is said, and moves the bookmarks when Kafka has it. `relay` reads what was left behind."""

    relay: Relay
    _next: dict[Place, int] = field(default_factory=dict)
    """The number that is sent next, of places where everything before it was sent."""
    _sent: list[tuple[Place, int, Future]] = field(default_factory=list)
    _behind: bool = True
    _oldest: int = 0
    """When the first of `_sent` was sent, in nanoseconds."""
    _producer: OrderedProducer | None = None

    def carries(self, partitions: Collection[int]) -> None:
        """Publish these partitions from now on."""
        self.relay.partitions = frozenset(partitions)
        self._next = {place: number for place, number in self._next.items() if place[1] in partitions}
        self.look()

    def look(self) -> None:
        """Another process may have said something: read the outboxes with the next `confirm`."""
        self._behind = True

    def said(self, messages: Iterable[Message]) -> None:
        """Send what a service has just committed, unless something was left behind before it. Raises `SchemaMisfit`."""
        if self._sent and nanoseconds() - self._oldest > UNCONFIRMED_SECONDS * NANO:
            self.confirm()
        for message in messages:
            place = message.topic, message.partition
            if self._next.get(place) == message.offset and self._producer is not None:
                self._oldest = self._oldest if self._sent else nanoseconds()
                try:
                    self._sent.append((place, message.offset, self._send(self._producer, message)))
                except KafkaError as fault:
                    self._waits(fault)
                else:
                    self._next[place] = message.offset + 1
                    continue
            self._behind = True
        if len(self._sent) >= UNCONFIRMED_MAX:
            self.confirm()

    def _send(self, producer: KafkaProducer, message: Message) -> Future:
        partitions, subject = self.relay.databases[message.topic].partitions, (message.key or b"").decode()
        return send(producer, outgoing(message.topic, subject, message.raw, message.arrived_ms, partitions))

    def confirm(self) -> None:
        """Wait until Kafka has what was sent, note it, and publish what was left behind. Raises `SchemaMisfit`."""
        try:
            self._confirm_sent()
            if self._behind:
                self._catch_up()
        except (KafkaError, DBAPIError) as fault:
            self._waits(fault)
        else:
            self.relay.health.ready(True, "What is said is published.", part=PUBLICATION)

    def _confirm_sent(self) -> None:
        if self._producer is None or not self._sent:
            return
        sent, self._sent = self._sent, []
        self._producer.flush(timeout=FLUSH_SECONDS)
        ends: dict[str, dict[int, int]] = defaultdict(dict)
        for (service, partition), number, future in sent:
            future.get(timeout=0)  # raises what kept the record from being stored
            ends[service][partition] = number + 1
        for service, published in ends.items():
            for part in self.relay.databases[service].parts:
                if own := {number: end for number, end in published.items() if part.holds(number)}:
                    with fitting(part), part.begin() as connection:
                        note_published(connection, own)
        for service, count in Counter(place[0] for place, _, _ in sent).items():
            metrics.count_publication(service, count)

    def _catch_up(self) -> None:
        """Publish what stands behind the bookmarks, and mirror what was parked."""
        if self._producer is None:
            self._producer = self.relay.producer()
        while self.relay.publish(self._producer):
            pass
        for service, database in self.relay.databases.items():
            for row in bookmarks_in(database):
                if row.partition in (self.relay.partitions or ()):
                    self._next[service, row.partition] = row.published
        self._behind = False

    def _waits(self, fault: Exception) -> None:
        """A producer that failed may not go on; what it had not confirmed stands behind the bookmarks."""
        self.relay.health.ready(False, f"Cannot publish now ({type(fault).__name__}).", part=PUBLICATION)
        log.warning("publisher_waits", error=type(fault).__name__)
        self.close()

    def close(self) -> None:
        """Send nothing more: what Kafka has not confirmed stands behind the bookmarks. Raises nothing."""
        self._sent.clear()
        self._next.clear()
        self._behind = True
        if self._producer is not None:
            self._producer.abandon()
            self._producer = None

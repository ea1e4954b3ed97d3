"""The plain poll loop of the bulk feed: kafka-python delivers batches and commits offsets after the database.

Offsets are only a bookmark: delivery drops what is read twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Any

from kafka import KafkaConsumer, OffsetAndMetadata, TopicPartition
from kafka.errors import CommitFailedError, KafkaError

from services.runtime.delivery.messages import Message
from services.runtime.delivery.reading_ahead import read_ahead
from services.runtime.delivery.retry import Carrier
from services.runtime.kafka.names import message
from services.runtime.kafka.topics import topic_name
from services.runtime.process.logs import log

BATCH = 2_000
SESSION_MS = 6_000
HEARTBEAT_MS = 1_500
"""A killed member loses its partitions to the others after a session."""
POLL_MS = 250


def consumer(clients: Mapping[str, Any], group: str, *, instance: str | None = None) -> KafkaConsumer:
    """A consumer that commits only when told to, and begins at the beginning.

    `instance` names a static member: started again under the same name it takes its partitions back at once.
    """
    return KafkaConsumer(
        **clients,
        group_id=group,
        group_instance_id=instance,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_poll_records=BATCH,
        max_partition_fetch_bytes=4 * 1024 * 1024,
        session_timeout_ms=SESSION_MS,
        heartbeat_interval_ms=HEARTBEAT_MS,
        allow_auto_create_topics=False,
        fetch_max_wait_ms=100,
    )


@dataclass
class Loop:
    """Polls topics and carries what comes, until told to stop."""

    carrier: Carrier
    consumer: KafkaConsumer
    topics: Iterable[str]

    def run(self, stop: Event) -> None:
        """Carry until `stop` is set; the batches in hand are finished first."""
        self.consumer.subscribe([topic_name(topic) for topic in self.topics])
        for batch in read_ahead(self._batches(stop), self.carrier.service):
            if batch:
                self.carrier.carry(batch)
                self._commit(batch)
        self.consumer.close()

    def _batches(self, stop: Event) -> Iterator[Sequence[Message]]:
        """What each poll brings; also nothing, so that a batch that is read ahead is handed out."""
        while not stop.is_set():
            self.carrier.health.beat()
            polled = self._poll(stop)
            yield messages_of(polled)
            if not polled and self.consumer.assignment():
                self.carrier.health.ready(True, "Nothing waits.")

    def _poll(self, stop: Event) -> dict[TopicPartition, list[Any]]:
        try:
            polled: dict[TopicPartition, list[Any]] = self.consumer.poll(timeout_ms=POLL_MS, max_records=BATCH)
        except KafkaError as fault:
            self.carrier.health.ready(False, f"The log does not answer ({type(fault).__name__}).")
            log.warning("poll_failed", service=self.carrier.service.name, error=type(fault).__name__)
            stop.wait(1)
            return {}
        return polled

    def _commit(self, batch: Sequence[Message]) -> None:
        """Move the bookmark; if this fails, messages are read and dropped again, and nothing else."""
        ends = {
            TopicPartition(topic_name(message.topic), message.partition): OffsetAndMetadata(message.offset + 1, "", -1)
            for message in batch
        }
        try:
            self.consumer.commit(ends)
        except (CommitFailedError, KafkaError) as fault:
            log.warning("commit_failed", service=self.carrier.service.name, error=type(fault).__name__)


def messages_of(polled: Mapping[TopicPartition, list[Any]]) -> list[Message]:
    """The records of a poll as messages, partition by partition, in order."""
    return [
        message(place.topic, place.partition, record.offset, record.value, record.timestamp, record.key)
        for place, records in polled.items()
        for record in records
    ]

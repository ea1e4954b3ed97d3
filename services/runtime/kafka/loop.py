"""The plain poll loop of the bulk feed: kafka-python delivers batches and commits offsets after the database.

Offsets are only a bookmark: delivery drops what is read twice.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from kafka import KafkaConsumer, OffsetAndMetadata, TopicPartition
from kafka.errors import CommitFailedError, KafkaError, UnsupportedCodecError

from services.runtime.delivery.messages import Message
from services.runtime.delivery.reading_ahead import read_ahead
from services.runtime.delivery.retry import Carrier
from services.runtime.kafka.clients import READ_COMMITTED
from services.runtime.kafka.names import came_ms, message
from services.runtime.kafka.topics import topic_name
from services.runtime.kafka.unpacking import unreadable_batch
from services.runtime.process.logs import log

BATCH = 2_000
SESSION_MS = 6_000
"""A killed member loses its partitions to the others after a session."""
BEATS_A_SESSION = 4
POLL_MS = 250
WAIT_MS = 1_000
"""How long a broker may hold a question for more while there is none; it answers at once when something comes."""

Positions = dict[TopicPartition, int]
"""The next position to read, by partition."""


def consumer(
    clients: Mapping[str, Any], group: str, *, instance: str | None = None, session_ms: int = SESSION_MS
) -> KafkaConsumer:
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
        session_timeout_ms=session_ms,
        heartbeat_interval_ms=session_ms // BEATS_A_SESSION,
        allow_auto_create_topics=False,
        fetch_max_wait_ms=WAIT_MS,
        **READ_COMMITTED,
    )


@dataclass
class Loop:
    """Polls topics and carries what comes, until told to stop."""

    carrier: Carrier
    consumer: KafkaConsumer
    topics: Iterable[str]
    clients: Mapping[str, Any]
    """For a consumer beside this one, where a batch cannot be unpacked."""
    _ends: deque[Positions] = field(default_factory=deque)
    """Where each batch ends that was polled and is not yet carried, oldest first."""
    _committed: Positions = field(default_factory=dict)

    def run(self, stop: Event) -> None:
        """Carry until `stop` is set; the batches in hand are finished first."""
        self.consumer.subscribe([topic_name(topic) for topic in self.topics])
        for batch in read_ahead(self._batches(stop), self.carrier.service):
            ends = self._ends.popleft()
            if batch:
                self.carrier.carry(batch)
            self._commit(ends)
        self.consumer.close()

    def _batches(self, stop: Event) -> Iterator[Sequence[Message]]:
        """What each poll brings; also nothing, so that a batch that is read ahead is handed out."""
        while not stop.is_set():
            self.carrier.health.beat()
            polled = self._poll(stop)
            self._ends.append({} if polled is None else self._positions(polled))
            yield messages_of(polled or {})
            if polled is not None and self.consumer.assignment():
                self.carrier.health.ready(True, "Partitions are assigned.")

    def _positions(self, polled: Mapping[TopicPartition, list[Any]]) -> Positions:
        """Where the consumer stands in what it polled; after an empty poll everywhere: transactions end unseen."""
        ends: Positions = {}
        for place in polled or self.consumer.assignment():
            with suppress(KafkaError):
                if (position := self.consumer.position(place, timeout_ms=POLL_MS)) is not None:
                    ends[place] = position
        return ends

    def _poll(self, stop: Event) -> dict[TopicPartition, list[Any]] | None:
        """What came; None where the log does not answer, or has a batch that cannot be unpacked."""
        try:
            polled: dict[TopicPartition, list[Any]] = self.consumer.poll(timeout_ms=POLL_MS, max_records=BATCH)
        except UnsupportedCodecError as fault:
            left = self._positions({})
            self.carrier.give_up(unreadable_batch(fault, self.clients, left))
            return None
        except KafkaError as fault:
            self.carrier.health.ready(False, f"The log does not answer ({type(fault).__name__}).")
            log.warning("poll_failed", service=self.carrier.service.name, error=type(fault).__name__)
            stop.wait(1)
            return None
        return polled

    def _commit(self, ends: Positions) -> None:
        """Move the bookmark; if this fails, messages are read and dropped again, and nothing else."""
        moved = {place: end for place, end in ends.items() if self._committed.get(place, 0) != end}
        if not moved:
            return
        try:
            self.consumer.commit({place: OffsetAndMetadata(end, "", -1) for place, end in moved.items()})
        except (CommitFailedError, KafkaError) as fault:
            log.warning("commit_failed", service=self.carrier.service.name, error=type(fault).__name__)
        else:
            self._committed |= moved


def messages_of(polled: Mapping[TopicPartition, list[Any]]) -> list[Message]:
    """The records of a poll as messages, partition by partition, in order."""
    return [made for records in polled.values() for made in messages_in(records)]


def messages_in(records: Iterable[Any], milliseconds: int = 1) -> Iterator[Message]:
    """Records of one partition, read without a break between them; their time is in units of so many milliseconds."""
    after: int | None = None
    for record in records:
        arrived_ms = round(record.timestamp * milliseconds)  # a float of seconds may lie just below its millisecond
        arrived_ms = came_ms(record.topic, arrived_ms, record.headers)
        yield message(record.topic, record.partition, record.offset, record.value, arrived_ms, record.key, after)
        after = record.offset + 1

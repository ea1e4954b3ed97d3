"""The plain poll loop of the bulk feed: delivers what is polled and moves the bookmarks after the database.

Bookmarks are only that: delivery drops what is read twice.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from aiokafka.errors import KafkaError

from services.runtime.delivery.messages import Message
from services.runtime.delivery.reading_ahead import WORTH, read_ahead
from services.runtime.delivery.retry import Carrier
from services.runtime.kafka.clients import BatchUnreadable
from services.runtime.kafka.consumer_thread import WAIT_MS, Polled, Positions, ThreadedConsumer
from services.runtime.kafka.names import came_ms, message
from services.runtime.process.logs import log

BATCH = 2_000
MORE_MS = 50
"""How long more is waited for while a batch is at hand: a backlog would be here already."""


@dataclass
class Loop:
    """Polls topics and carries what comes, until told to stop."""

    carrier: Carrier
    consumer: ThreadedConsumer
    _ends: deque[Positions] = field(default_factory=deque)
    """Where each batch ends that was polled and is not yet carried, oldest first."""

    def run(self, stop: Event) -> None:
        """Carry until `stop` is set; the batches in hand are finished first."""
        with closing(self.consumer):
            for batch in read_ahead(self._batches(stop), self.carrier.service):
                ends = self._ends.popleft()
                if batch:
                    self.carrier.carry(batch)
                self.consumer.bookmark(ends)

    def _batches(self, stop: Event) -> Iterator[Sequence[Message]]:
        """What each poll brings; also nothing, so that a batch that is read ahead is handed out."""
        at_hand = False
        while not stop.is_set():
            self.carrier.health.beat()
            polled = self._poll(stop, MORE_MS if at_hand else WAIT_MS)
            self._ends.append({} if polled is None else polled.ends)
            batch = [] if polled is None else messages_of(polled.records)
            at_hand = len(batch) >= WORTH
            yield batch
            if polled is not None and self.consumer.assignment():
                self.carrier.health.ready(True, "Partitions are assigned.")

    def _poll(self, stop: Event, within_ms: int) -> Polled | None:
        """What came; None where the log does not answer, or has a batch that cannot be unpacked."""
        try:
            return self.consumer.poll(within_ms=within_ms, most=BATCH)
        except BatchUnreadable as fault:
            self.carrier.give_up(str(fault))
        except KafkaError as fault:
            self.carrier.health.ready(False, f"The log does not answer ({type(fault).__name__}).")
            log.warning("poll_failed", service=self.carrier.service.name, error=type(fault).__name__)
            self.consumer.open_anew()
            stop.wait(1)
        return None


def messages_of(polled: Mapping[Any, Sequence[Any]]) -> list[Message]:
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

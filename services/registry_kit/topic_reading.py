"""The messages of a topic from a moment to its end, read by somebody who looks on: no group, nothing committed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import UnsupportedCodecError

from contracts.in_words import either, nearest
from services.registry_kit.message_faults import ReceivedMessage
from services.runtime.kafka.clients import BatchUnreadable, BrokerRefused, connection, looking_on
from services.runtime.kafka.unpacking import unreadable_batch
from services.runtime.process.settings import Settings

POLL_MS = 1000
POLLS_IN_VAIN_MAX = 30
AT_ONCE = 5_000


class Reading:
    """What stands in a topic now. `total` is how many messages are to be read at most, for a progress bar."""

    def __init__(self, consumer: KafkaConsumer, topic: str, since_ms: int | None, clients: Mapping[str, Any]) -> None:
        """Raises `BrokerRefused` if there is no such topic."""
        numbers = consumer.partitions_for_topic(topic)
        if not numbers:
            raise BrokerRefused(f"There is no topic {topic}, or it may not be read.{_near(consumer, topic)}")
        self._consumer = consumer
        self._clients = clients
        places = [TopicPartition(topic, number) for number in sorted(numbers)]
        consumer.assign(places)
        self._ends: dict[TopicPartition, int] = consumer.end_offsets(places)
        starts: dict[TopicPartition, int] = consumer.beginning_offsets(places)
        if since_ms is not None:
            offsets = consumer.offsets_for_times(dict.fromkeys(places, since_ms))
            starts = {place: self._ends[place] if (at := offsets[place]) is None else at.offset for place in places}
        for place, start in starts.items():
            consumer.seek(place, start)
        self.partitions = len(places)
        self.total = sum(self._ends.values()) - sum(starts.values())

    def __iter__(self) -> Iterator[ReceivedMessage]:
        """Message by message; what comes in while we read is left. Raises `BrokerRefused` if the broker goes quiet."""
        in_vain = 0
        while any(self._consumer.position(place) < end for place, end in self._ends.items()):
            polled = self._polled()
            in_vain = 0 if polled else in_vain + 1
            if in_vain > POLLS_IN_VAIN_MAX:
                raise BrokerRefused("The broker gives no more messages, though there are some.")
            for place, records in polled.items():
                for record in records:
                    if record.offset < self._ends[place]:
                        content_type = dict(record.headers or ()).get("content-type")
                        yield ReceivedMessage(
                            record.partition, record.offset, record.timestamp, record.key, record.value, content_type
                        )

    def _polled(self) -> dict[TopicPartition, list[Any]]:
        try:
            polled: dict[TopicPartition, list[Any]] = self._consumer.poll(timeout_ms=POLL_MS, max_records=AT_ONCE)
        except UnsupportedCodecError as fault:
            left = {place: at for place, end in self._ends.items() if (at := self._consumer.position(place)) < end}
            raise BatchUnreadable(unreadable_batch(fault, self._clients, left)) from None
        return polled


def _near(consumer: KafkaConsumer, topic: str) -> str:
    near = nearest(topic, sorted(consumer.topics()))
    return f" Do you mean {either(near)}?" if near else ""


@contextmanager
def reading(topic: str, settings: Settings, since_ms: int | None) -> Iterator[Reading]:
    """Look into a topic. Raises `BrokerRefused`, also while it is read, `WrongSetting`."""
    with looking_on(settings, auto_offset_reset="earliest") as consumer:
        yield Reading(consumer, topic, since_ms, connection(settings))

"""Reads the log from its beginning without a consumer group: no offset is committed, no worker is rebalanced."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from contracts.in_words import InWords
from services.runtime.delivery.offsets import Partition
from services.runtime.kafka.clients import looking_on
from services.runtime.kafka.names import publisher_of
from services.runtime.kafka.topics import topic_name
from services.runtime.process.settings import Settings
from services.runtime.process.stopwatch import NANO, nanoseconds

AT_ONCE = 2_000
POLL_MS = 500
SILENCE_MAX_SECONDS = 30

Ends = Mapping[Partition, int]
"""Where to stop reading each place: the first position that is not read."""
Places = Mapping[TopicPartition, int]


class LogSilent(InWords):
    """The log holds more and gives nothing; the message is one sentence for the operator."""


def read_to(settings: Settings, ends: Ends) -> Iterator[tuple[Partition, list[Any]]]:
    """The records of each place from the first that is kept up to its end, in lists as they come.

    Raises `LogSilent` when nothing comes for too long, and what `looking_on` raises.
    """
    with looking_on(settings, max_poll_records=AT_ONCE, auto_offset_reset="earliest") as consumer:
        yield from _read(consumer, _partitions(ends))


def _read(consumer: KafkaConsumer, ends: Places) -> Iterator[tuple[Partition, list[Any]]]:
    left = _beginnings(consumer, ends)
    while left:
        for place, records in _polled(consumer, left, ends).items():
            yield (publisher_of(place.topic), place.partition), records


def in_order_of_arrival(settings: Settings, ends: Ends, rank: Callable[[str], int]) -> Iterator[tuple[Partition, Any]]:
    """Every record of the places up to their ends, by when the log took it in; the order of a place is kept.

    What came in the same millisecond is read topic by topic, in the order of `rank`. Raises as `read_to`.
    """
    with looking_on(settings, max_poll_records=AT_ONCE, auto_offset_reset="earliest") as consumer:
        stops = _partitions(ends)
        left = _beginnings(consumer, stops)
        held: dict[TopicPartition, deque[Any]] = {place: deque() for place in left}
        while held:
            while hungry := {place: left.pop(place) for place in list(left) if not held[place]}:
                for place, records in _polled(consumer, hungry, stops).items():
                    held[place].extend(records)
                left |= hungry
            held = {place: records for place, records in held.items() if records}
            yield from _merged(held, left, rank)


def _merged(
    held: Mapping[TopicPartition, deque[Any]], left: Places, rank: Callable[[str], int]
) -> Iterator[tuple[Partition, Any]]:
    """The oldest of all heads again and again, until a place has to be read on before anything can be said."""

    def head(place: TopicPartition) -> tuple[int, int, int, TopicPartition]:
        return held[place][0].timestamp, rank(publisher_of(place.topic)), place.partition, place

    heads = [head(place) for place in held]
    heapq.heapify(heads)
    while heads:
        place = heads[0][-1]
        yield (publisher_of(place.topic), place.partition), held[place].popleft()
        if held[place]:
            heapq.heapreplace(heads, head(place))
        elif place in left:
            return
        else:
            heapq.heappop(heads)


def _polled(consumer: KafkaConsumer, left: dict[TopicPartition, int], ends: Places) -> dict[TopicPartition, list[Any]]:
    """The next records of some of the places, which move on in `left`, or leave it at their end.

    The consumer is assigned anew where the places differ from before, and never paused: kafka-python may keep what it
    had fetched of a paused partition for ever.
    """
    if consumer.assignment() != set(left):
        consumer.assign(sorted(left))
        for place, at in left.items():
            consumer.seek(place, at)
    silent_since = nanoseconds()
    while not (polled := consumer.poll(timeout_ms=POLL_MS)) and all(
        consumer.position(partition) == left[partition] for partition in left
    ):
        if nanoseconds() - silent_since > SILENCE_MAX_SECONDS * NANO:
            raise LogSilent(f"The log gave nothing for {SILENCE_MAX_SECONDS} seconds, though it holds more.")
    wanted_records = {}
    for place, records in polled.items():
        if wanted := [record for record in records if record.offset < ends[place]]:
            wanted_records[place] = wanted
    for place in list(left):
        left[place] = consumer.position(place)
        if left[place] >= ends[place]:
            del left[place]
    return wanted_records


def _beginnings(consumer: KafkaConsumer, ends: Places) -> dict[TopicPartition, int]:
    """Where each place begins that holds anything before its end."""
    begins = consumer.beginning_offsets(list(ends)) if ends else {}
    return {place: begins[place] for place, end in ends.items() if begins[place] < end}


def _partitions(ends: Ends) -> dict[TopicPartition, int]:
    return {TopicPartition(topic_name(topic), partition): end for (topic, partition), end in ends.items()}

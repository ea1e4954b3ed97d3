"""Reading the log from its beginning beside the workers: nothing is committed, and nobody is moved."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from services.runtime.kafka.names import publisher_of
from services.runtime.kafka_clients import looking_on
from services.runtime.positions import Place
from services.runtime.settings import Settings
from services.runtime.stopwatch import NANO, nanoseconds
from services.runtime.topics import topic_name

AT_ONCE = 2_000
POLL_MS = 500
SILENCE_MAX_SECONDS = 30

Ends = Mapping[Place, int]
"""Where to stop reading each place: the first position that is not read."""


class LogSilent(Exception):
    """The log holds more and gives nothing; the message is one sentence for the operator."""


def read_to(settings: Settings, ends: Ends) -> Iterator[tuple[Place, list[Any]]]:
    """The records of each place from the first that is kept up to its end, in lists as they come.

    Raises `LogSilent` when nothing comes for too long, and what `looking_on` raises.
    """
    with looking_on(settings, max_poll_records=AT_ONCE) as consumer:
        yield from _read(consumer, _partitions(ends))


def _read(consumer: KafkaConsumer, ends: Mapping[TopicPartition, int]) -> Iterator[tuple[Place, list[Any]]]:
    left = _from_the_beginning(consumer, ends)
    heard = nanoseconds()
    while left:
        polled = consumer.poll(timeout_ms=POLL_MS)
        heard = _still_heard(heard, came=bool(polled))
        for place, records in polled.items():
            if place in left and (wanted := [one for one in records if one.offset < ends[place]]):
                yield (publisher_of(place.topic), place.partition), wanted
        for place in [one for one in left if consumer.position(one) >= ends[one]]:
            left.discard(place)
            consumer.pause(place)


def in_order_of_arrival(settings: Settings, ends: Ends, rank: Callable[[str], int]) -> Iterator[tuple[Place, Any]]:
    """Every record of the places up to their ends, by when the log took it in; the order of a place is kept.

    What came in the same millisecond is read topic by topic, in the order of `rank`. Raises as `read_to`.
    """
    with looking_on(settings, max_poll_records=AT_ONCE) as consumer:
        stops = _partitions(ends)
        left = _from_the_beginning(consumer, stops)
        held: dict[TopicPartition, deque[Any]] = {place: deque() for place in left}
        heads: list[tuple[int, int, int, TopicPartition]] = []
        while held:
            _fill(consumer, held, left, stops)
            for place in [one for one in held if not held[one] and one not in left]:
                del held[place]
            heads = [_head(place, records[0], rank) for place, records in held.items()]
            heapq.heapify(heads)
            yield from _merged(heads, held, left, rank)


def _merged(
    heads: list[tuple[int, int, int, TopicPartition]],
    held: Mapping[TopicPartition, deque[Any]],
    left: set[TopicPartition],
    rank: Callable[[str], int],
) -> Iterator[tuple[Place, Any]]:
    """The oldest of all heads again and again, until a place has to be read on before anything can be said."""
    while heads:
        place = heads[0][-1]
        yield (publisher_of(place.topic), place.partition), held[place].popleft()
        if held[place]:
            heapq.heapreplace(heads, _head(place, held[place][0], rank))
        elif place in left:
            return
        else:
            heapq.heappop(heads)


def _head(place: TopicPartition, record: Any, rank: Callable[[str], int]) -> tuple[int, int, int, TopicPartition]:
    return record.timestamp, rank(publisher_of(place.topic)), place.partition, place


def _fill(
    consumer: KafkaConsumer,
    held: Mapping[TopicPartition, deque[Any]],
    left: set[TopicPartition],
    ends: Mapping[TopicPartition, int],
) -> None:
    """Read on until every place that is not read to its end has something to show; who has, waits."""
    heard = nanoseconds()
    while hungry := [place for place in left if not held[place]]:
        consumer.pause(*(place for place in consumer.assignment() if place not in hungry))
        consumer.resume(*hungry)
        polled = consumer.poll(timeout_ms=POLL_MS)
        heard = _still_heard(heard, came=bool(polled))
        for place, records in polled.items():
            held[place].extend(one for one in records if one.offset < ends[place])
        left -= {place for place in hungry if consumer.position(place) >= ends[place]}


def _from_the_beginning(consumer: KafkaConsumer, ends: Mapping[TopicPartition, int]) -> set[TopicPartition]:
    """Put the consumer where each place begins; the places that hold anything before their end."""
    begins = consumer.beginning_offsets(list(ends))
    left = {place for place, end in ends.items() if begins[place] < end}
    consumer.assign(sorted(left))
    for place in left:
        consumer.seek(place, begins[place])
    return left


def _still_heard(last: int, *, came: bool) -> int:
    now = nanoseconds()
    if not came and now - last > SILENCE_MAX_SECONDS * NANO:
        raise LogSilent(f"The log gave nothing for {SILENCE_MAX_SECONDS} seconds, though it holds more.")
    return now if came else last


def _partitions(ends: Ends) -> dict[TopicPartition, int]:
    return {TopicPartition(topic_name(topic), partition): end for (topic, partition), end in ends.items()}

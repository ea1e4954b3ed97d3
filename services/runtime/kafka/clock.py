"""The closing of days: which are closed, as the clock's own topic says, and telling every partition of the next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from contracts.base import Envelope, Unreadable, read
from contracts.clock import DayClosed
from services.runtime.day_closing import day_closed
from services.runtime.kafka.clients import BrokerRefused, looking_on, producing
from services.runtime.kafka.names import CONTENT_TYPE
from services.runtime.kafka.topics import topic_name
from services.runtime.process.settings import Settings

POLL_MS = 1_000
EMPTY_POLLS_MAX = 30


def closed_days(settings: Settings) -> dict[int, date | None]:
    """The last closed day of each partition, as far as the clock's topic remembers.

    Raises `BrokerRefused` if there is no such topic or the broker goes quiet, `WrongSetting`.
    """
    topic = topic_name(DayClosed.publisher())
    with looking_on(settings, auto_offset_reset="earliest") as consumer:
        if not (numbers := consumer.partitions_for_topic(topic)):
            raise BrokerRefused(f"There is no topic {topic}, or it may not be read.")
        places = [TopicPartition(topic, number) for number in sorted(numbers)]
        consumer.assign(places)
        last: dict[int, date | None] = dict.fromkeys(sorted(numbers))
        for record in _records(consumer, consumer.end_offsets(places)):
            if (day := _day_in(record.value)) is not None:
                before = last[record.partition]
                last[record.partition] = day if before is None else max(before, day)
    return last


def _records(consumer: KafkaConsumer, ends: Mapping[TopicPartition, int]) -> list[Any]:
    records: list[Any] = []
    empty = 0
    while any(consumer.position(place) < end for place, end in ends.items()):
        polled = consumer.poll(timeout_ms=POLL_MS)
        empty = 0 if polled else empty + 1
        if empty > EMPTY_POLLS_MAX:
            raise BrokerRefused("The broker gives no more messages, though there are some.")
        records += [record for found in polled.values() for record in found]
    return records


def _day_in(value: bytes | None) -> date | None:
    try:
        event = read(Envelope.from_bytes(value or b""))
    except Unreadable:
        return None
    return event.day if isinstance(event, DayClosed) else None


def tell_closed(settings: Settings, day: date, partitions: list[int]) -> None:
    """Tell partitions that a day is over. The ids follow from the day, so telling it twice changes nothing."""
    with producing(settings) as producer:
        for partition in partitions:
            closed = day_closed(day, partition)
            topic = topic_name(DayClosed.publisher())
            producer.send(
                topic, closed.to_bytes(), key=closed.subject.encode(), headers=[CONTENT_TYPE], partition=partition
            ).get(timeout=30)

"""A topic of registry facts on Apache Kafka: a month's contributions of a country, a fact a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta

from kafka import TopicPartition
from kafka.admin import NewTopic

from contracts.base import Envelope, derived_id, partition_of, seal
from contracts.registry import ContributionRecorded
from contracts.values import Money, Period
from services.runtime.delivery.messages import Message
from services.runtime.kafka.clients import administering, connection, looking_on, producing
from services.runtime.kafka.consumer_thread import WAIT_MS, ThreadedConsumer
from services.runtime.kafka.loop import BATCH
from services.runtime.process.settings import Settings

TOPIC, PUBLISHER = "bench.registry", "registry"
MONTH = Period(start=date(2019, 11, 1), end=date(2019, 12, 1))
FIRST_REPORT = datetime(2020, 1, 14, tzinfo=UTC)
EMPLOYERS = 9_973
TOLD_EVERY = 1000


def fact(number: int) -> Envelope:
    """The contribution of one person; every number is another person."""
    employer = f"e-{number % EMPLOYERS:05d}"
    known_at = FIRST_REPORT + timedelta(seconds=number)
    event = ContributionRecorded(
        key=f"{employer}/2019-11",
        source_version=1,
        recorded_at=known_at,
        employer=employer,
        period=MONTH,
        earnings=Money(minor=240_000 + number % 100_000, currency="USD"),
        contribution=Money(minor=6_480, currency="USD"),
        minutes_worked=9_600,
    )
    event_id = derived_id("bench", number)
    person = f"p-{derived_id('person', number).hex}"
    return seal(event, subject=person, source="https://registry.example.org/earnings", time=known_at, event_id=event_id)


def fill(settings: Settings, facts: int, tick: Callable[[int], None]) -> None:
    """Make the topic and publish so many facts, each acknowledged."""
    with administering(settings) as admin:
        admin.create_topics([NewTopic(TOPIC, settings.partitions, 1)])
    with producing(settings, linger_ms=20, batch_size=1 << 18) as producer:
        for number in range(facts):
            one = fact(number)
            partition = partition_of(one.subject, settings.partitions)
            producer.send(TOPIC, key=one.subject.encode(), value=one.to_bytes(), partition=partition)
            if number % TOLD_EVERY == 0:
                tick(TOLD_EVERY)
        producer.flush()


@contextmanager
def batches(settings: Settings, partitions: Sequence[int]) -> Iterator[Iterator[list[Message]]]:
    """All that stands in these partitions of the topic, in the batches in which the feed's own client hands it out.

    It connects, and fetches, when it is first asked.
    """
    places = [TopicPartition(TOPIC, partition) for partition in partitions]
    with looking_on(settings) as consumer:
        count = sum(consumer.end_offsets(places).values())
    clients, session_ms = connection(settings), settings.kafka_session_ms
    begin = lambda consumer: consumer.assign(places)  # noqa: E731 - as `of_topics` makes one
    with closing(ThreadedConsumer(clients, None, begin, session_ms=session_ms)) as consumer:
        yield _polled(consumer, count)


def _polled(consumer: ThreadedConsumer, left: int) -> Iterator[list[Message]]:
    while left > 0:
        polled = consumer.poll(within_ms=WAIT_MS, most=BATCH).records
        batch = [
            Message(record.value, PUBLISHER, record.partition, record.offset, record.timestamp, record.key)
            for records in polled.values()
            for record in records
        ]
        left -= len(batch)
        if batch:
            yield batch

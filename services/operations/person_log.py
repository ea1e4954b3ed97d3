"""Every event of one person out of the log: of each topic, the one partition that the person's events lie in."""

from __future__ import annotations

from collections.abc import Iterator

from kafka import TopicPartition

from contracts.base import Envelope, Unreadable, partition_of
from services.operations.progress import Telling
from services.operations.reading import read_to
from services.runtime.delivery.arrived import Arrived
from services.runtime.kafka.clients import looking_on
from services.runtime.kafka.names import came_ms
from services.runtime.kafka.topics import topic_name
from services.runtime.process.settings import Settings
from services.watching.readers import TOPICS


def events_of(settings: Settings, subject: str, telling: Telling) -> Iterator[Envelope]:
    """What the log holds of a person, as `heard_of` reads it."""
    return (arrived.envelope for arrived in heard_of(settings, subject, telling))


def heard_of(settings: Settings, subject: str, telling: Telling) -> Iterator[Arrived]:
    """What the log holds of a person and when it came, topic by topic; what nobody can read is left out, as it parks.

    Every message of the person's partitions passes by, so on a large log this takes its time, and says how far it is.
    Raises `BrokerRefused`, `LogSilent`.
    """
    partition = partition_of(subject, settings.partitions)
    places = {TopicPartition(topic_name(topic), partition): (topic, partition) for topic in TOPICS}
    with looking_on(settings) as consumer:
        begins, ends = consumer.beginning_offsets(list(places)), consumer.end_offsets(list(places))
    total = sum(ends[place] - begins[place] for place in places)
    key = subject.encode()
    with telling("reading the log", total) as told:
        for _, records in read_to(settings, {place: ends[asked] for asked, place in places.items()}):
            told(len(records))
            for record in records:
                if record.key == key and (envelope := _read(record.value)):
                    yield Arrived(envelope, came_ms(record.topic, record.timestamp, record.headers))


def _read(body: bytes | None) -> Envelope | None:
    try:
        return Envelope.from_bytes(body or b"")
    except Unreadable:
        return None

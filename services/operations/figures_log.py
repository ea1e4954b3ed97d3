"""The log as oversight heard it, for counting the committee's figures again: of a laptop, and of the stack."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from contracts.base import Envelope, Unreadable, partition_of
from services.operations.audit_log import begins_of, ends_of_topic
from services.operations.reading import read_to
from services.oversight.views import Logged
from services.runtime.database.store import Database
from services.runtime.delivery import parking
from services.runtime.delivery.offsets import Partition
from services.runtime.kafka.names import came_ms
from services.runtime.kafka.topics import topic_name
from services.runtime.laptop.laptop import Laptop
from services.runtime.process.settings import Settings, WrongSetting
from services.runtime.service import Service


def log_of_laptop(laptop: Laptop, partitions: int) -> Iterator[Logged]:
    """Every message that oversight listens to, topic by topic; its days are closed in so many partitions."""
    for topic in laptop.services["oversight"].topics():
        for message in laptop.log(topic):
            if (envelope := _read(message.raw)) is not None:
                yield Logged(envelope, partition_of(envelope.subject, partitions), message.arrival or 0)


def log_of_stack(settings: Settings, service: Service[Any]) -> Iterator[Logged]:
    """The same from Kafka. Raises `WrongSetting` if the log no longer holds the first of it, and as `read_to`."""
    ends: dict[Partition, int] = {}
    for topic in service.topics():
        ends |= ends_of_topic(settings, topic)
    for (topic, partition), begin in begins_of(settings, ends).items():
        if begin:
            raise WrongSetting(
                f"The log keeps {topic_name(topic)}/{partition} from {begin} on, so figures cannot be counted again"
                " from its beginning."
            )
    for (_, partition), records in read_to(settings, ends):
        for record in records:
            if (envelope := _read(record.value)) is not None:
                yield Logged(envelope, partition, came_ms(record.topic, record.timestamp, record.headers))


def parked_in(database: Database) -> frozenset[UUID]:
    """The events that wait parked, or were set aside: they have not taken effect."""
    with database.reading() as connection:
        rows = (*parking.waiting(connection), *parking.discarded(connection))
    return frozenset(identity for row in rows if (identity := _uuid(row.identity)) is not None)


def _uuid(identity: str) -> UUID | None:
    try:
        return UUID(identity)
    except ValueError:
        return None


def _read(body: bytes | None) -> Envelope | None:
    try:
        return Envelope.from_bytes(body or b"")
    except Unreadable:
        return None

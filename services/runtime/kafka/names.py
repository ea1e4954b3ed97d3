"""What Kafka calls our groups, and how a record becomes a message."""

from __future__ import annotations

from services.runtime.messages import Message
from services.runtime.topics import topic_name

CONTENT_TYPE = ("content-type", b"application/cloudevents+json")
PREFIX = topic_name("")


def publisher_of(topic: str) -> str:
    """The publisher whose Kafka topic this is."""
    return topic.removeprefix(PREFIX)


def group_of(worker: str) -> str:
    """The consumer group of a kind of worker."""
    return f"tideover-{worker}"


def message(  # noqa: PLR0913, PLR0917 - what a record is, whichever client read it
    topic: str, partition: int, offset: int, value: bytes | None, arrived_ms: int, key: bytes | None = None
) -> Message:
    """A record as the door takes it. A record without a value is an empty message, which is parked as unreadable."""
    return Message(value or b"", publisher_of(topic), partition, offset, arrived_ms if arrived_ms >= 0 else None, key)

"""How a record becomes a message, and what Kafka is told beside an event."""

from __future__ import annotations

from services.runtime.delivery.messages import Message
from services.runtime.kafka.topics import topic_name

CONTENT_TYPE = ("content-type", b"application/cloudevents+json")
TRACEPARENT = "traceparent"
_TRACE_BEGINS = b'"traceparent":"'
_TRACE_LENGTH = 55
PREFIX = topic_name("")


def headers_of(body: bytes) -> list[tuple[str, bytes]]:
    """The headers of an event of ours: its form, and the trace that it belongs to."""
    begins = body.find(_TRACE_BEGINS) + len(_TRACE_BEGINS)
    if begins < len(_TRACE_BEGINS):
        return [CONTENT_TYPE]
    return [CONTENT_TYPE, (TRACEPARENT, body[begins : begins + _TRACE_LENGTH])]


def publisher_of(topic: str) -> str:
    """The publisher whose Kafka topic this is."""
    return topic.removeprefix(PREFIX)


def message(  # noqa: PLR0913, PLR0917 - what a record is, whichever client read it
    topic: str,
    partition: int,
    offset: int,
    value: bytes | None,
    arrived_ms: int,
    key: bytes | None = None,
    after: int | None = None,
) -> Message:
    """A record as a message. A record without a value is an empty message, which is parked as unreadable."""
    arrived = arrived_ms if arrived_ms >= 0 else None
    return Message(value or b"", publisher_of(topic), partition, offset, arrived, key, after)

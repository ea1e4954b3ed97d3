"""How a record becomes a message, and what Kafka is told beside an event."""

from __future__ import annotations

from collections.abc import Iterable

from services.names import SERVICES
from services.runtime.delivery.messages import Message
from services.runtime.kafka.topics import topic_name

CONTENT_TYPE = ("content-type", b"application/cloudevents+json")
TRACEPARENT = "traceparent"
SAID = "said"
"""The header that tells when a service said an event, in Unix milliseconds."""
_TRACE_BEGINS = b'"traceparent":"'
_TRACE_LENGTH = 55
PREFIX = topic_name("")


def headers_of(body: bytes, said_ms: int | None = None) -> list[tuple[str, bytes]]:
    """The headers of an event of ours: its form, when it was said, and the trace that it belongs to."""
    headers = [CONTENT_TYPE] if said_ms is None else [CONTENT_TYPE, (SAID, str(said_ms).encode())]
    begins = body.find(_TRACE_BEGINS) + len(_TRACE_BEGINS)
    if begins >= len(_TRACE_BEGINS):
        headers.append((TRACEPARENT, body[begins : begins + _TRACE_LENGTH]))
    return headers


def came_ms(topic: str, stamp_ms: int, headers: Iterable[tuple[str, bytes]] | None) -> int:
    """When a record came: for what a service of ours says, when it said so, else when the log took it in.

    Whether it is handed on in memory, read from the log or read again, it came at one moment.
    """
    if publisher_of(topic) in SERVICES:
        for name, value in headers or ():
            if name == SAID and value.isdigit():
                return int(value)
    return stamp_ms


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

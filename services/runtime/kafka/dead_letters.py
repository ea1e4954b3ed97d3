"""The headers of a dead letter; the message itself is mirrored byte for byte under the key that it had.

The headers are a closed list: no text of an error is among them, since it may hold what the message holds.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from services.runtime.delivery.messages import Message
from services.runtime.delivery.outbox import EVENT_BYTES_MAX
from services.runtime.kafka.topics import topic_name
from services.runtime.process.role import VERSION

SECOND_MS = 1_000
HEADERS = {
    "dlq.reason": "the code for which it was parked, one of `services.runtime.parking_codes`",
    "dlq.topic": "the topic it came in",
    "dlq.partition": "the partition it came in",
    "dlq.offset": "its position there",
    "dlq.first_seen": "when the log took it in, in UTC; left out where the log does not say",
    "dlq.engine": "the version of Tideover that parked it",
    "dlq.left_out": "how many bytes it had, where that is more than the log takes: the value is empty then",
}
"""Every header of a dead letter, with its meaning."""


def dead_letter_body(row: Any) -> bytes:
    """The message itself; nothing of one that came compressed and is larger than the log takes as it is."""
    return bytes(row.body) if len(row.body) <= EVENT_BYTES_MAX else b""


def dead_letter_headers(row: Any) -> list[tuple[str, bytes]]:
    """The headers of a parked row, in the order of `HEADERS`."""
    came = Message.from_origin(row.origin, b"")
    seen = None if row.arrived_ms is None else datetime.fromtimestamp(row.arrived_ms / SECOND_MS, UTC)
    values = {
        "dlq.reason": row.code,
        "dlq.topic": topic_name(came.topic),
        "dlq.partition": str(came.partition),
        "dlq.offset": str(came.offset),
        "dlq.first_seen": seen and seen.isoformat(timespec="milliseconds"),
        "dlq.engine": VERSION,
        "dlq.left_out": str(len(row.body)) if len(row.body) > EVENT_BYTES_MAX else "",
    }
    return [(name, values[name].encode()) for name in HEADERS if values[name]]

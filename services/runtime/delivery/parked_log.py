"""A line in the log for each event that was parked: where it stands, why, and the trace that it belongs to."""

from __future__ import annotations

import re

from services.runtime.delivery.batch_result import BatchResult
from services.runtime.delivery.messages import Message
from services.runtime.delivery.parking import ToPark
from services.runtime.parking_codes import CODES
from services.runtime.process.logs import log

_TRACE = re.compile(rb'"traceparent": ?"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}"')


def log_parked(service: str, result: BatchResult) -> None:
    """Write the lines of what a committed transaction parked.

    A command in front of a person tells of them in its own words.
    """
    if log.of_process:
        for event in result.parked_events:
            _log(service, event)


def _log(service: str, event: ToPark) -> None:
    """Nothing of what the event says: the reason is the code's own sentence, since the event's may name values."""
    came = Message.from_origin(event.origin, b"")
    log.warning(
        "event_parked",
        service=service,
        topic=came.log,
        partition=came.partition,
        position=came.offset,
        code=event.code,
        why=CODES[event.code],
        trace=trace_in(event.body),
    )


def trace_in(body: bytes) -> str | None:
    """The trace that a message says it belongs to, if it is written as one."""
    found = _TRACE.search(body)
    return found[1].decode() if found else None

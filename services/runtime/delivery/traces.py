"""A span for each event that took effect, was parked or came again: the way of one fact through all services.

The ids follow from the events. A trace is the one that the envelope names; the span of an event that took effect is
named by the service and the event's id, so whoever hears a consequence knows the span of its cause without being told.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple

from contracts.base import Envelope, known_publisher
from services.names import SERVICES
from services.runtime.delivery.batch_result import BatchResult, name_in
from services.runtime.delivery.messages import Item, Message, Readable
from services.runtime.delivery.parked_log import trace_in
from services.runtime.metrics.labels import DONE, PARKED, REPEATED
from services.runtime.process.spans import Span, emitter
from services.runtime.process.stopwatch import unix_nanoseconds

SPAN_BYTES, TRACE_BYTES = 8, 16
_TRACE, _SPAN = slice(3, 35), slice(36, 52)
"""Where a traceparent names the trace, and the span of who sent it."""


class _Told(NamedTuple):
    """What an event tells of its place in a trace, and of its kind."""

    trace: int
    parent: int | None
    event: str
    version: int | None


def tell_traces(service: str, messages: Sequence[Message], result: BatchResult, took_ns: int) -> None:
    """Tell what became of each event of a committed batch, if this process exports traces."""
    if (emit := emitter()) is None:
        return
    ended = unix_nanoseconds()
    parked = {(event.origin, event.subject) for event in result.parked_events}
    repeated = {_place(item) for item in result.repeated}
    for message in messages:
        if (item := message.item) is None:  # for other readers of the topic
            continue
        place = _place(item)
        became = PARKED if place in parked else REPEATED if place in repeated else DONE
        told, span = _told_by(item), _span_of(service, item.identity)
        if became != DONE:  # that of the effect stays free for it, and what comes twice is two spans
            span = _number(f"{service}/{place}/{became}/{ended}", SPAN_BYTES)
        emit(
            Span(
                told.trace,
                span,
                told.parent,
                service,
                told.event,
                told.version,
                became,
                message.partition,
                ended - took_ns,
                ended,
            )
        )


def _place(item: Item) -> tuple[str, str | None]:
    """Where it stands and whom it is about: a day that is done may have parked people under its own place."""
    return (item.message if isinstance(item, Readable) else item).origin, item.subject


def _told_by(item: Item) -> _Told:
    if isinstance(item, Readable):
        envelope = item.envelope
        trace, parent = _trace_and_parent(envelope)
        return _Told(trace, parent, item.model.name, int(envelope.type.rpartition(".v")[2]))
    trace = int(trace_in(item.body) or "0", 16) or _number(item.identity, TRACE_BYTES)
    return _Told(trace, None, name_in(item.body), None)


def _trace_and_parent(envelope: Envelope) -> tuple[int, int | None]:
    """The trace that it belongs to, its own id where it names none, and the span in which it was said."""
    begins = envelope.id.int or 1  # no trace is 0
    sent = envelope.traceparent
    trace = int(sent[_TRACE], 16) if sent else 0
    if sent is None or trace in {0, begins}:
        return begins, None
    publisher = known_publisher(envelope.type)
    if envelope.causationid is not None and publisher in SERVICES:
        return trace, _span_of(publisher, str(envelope.causationid))
    return trace, int(sent[_SPAN], 16) or None


def _span_of(service: str, event_id: str) -> int:
    """The span in which an event takes effect in a service."""
    return _number(f"{service}/{event_id}", SPAN_BYTES)


def _number(text: str, length: int) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=length).digest()) or 1

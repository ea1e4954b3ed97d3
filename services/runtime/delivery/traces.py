"""A span for each event that took effect, was parked or came again: the way of one fact through all services.

The ids follow from the events. A trace is the one that the envelope names; the span of an event that took effect is
named by the service and the event's id, so whoever hears a consequence knows the span of its cause without being told.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple

from contracts.base import Envelope
from services.names import SERVICES
from services.runtime.delivery.batch_result import BatchResult, name_in
from services.runtime.delivery.messages import Item, Message, Readable
from services.runtime.delivery.parked_log import trace_in
from services.runtime.metrics.labels import DONE, PARKED, REPEATED
from services.runtime.process.span_export import emitter
from services.runtime.process.spans import EventSpan
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
    became = {_place(item): REPEATED for item in result.repeated}
    became |= {_place(item): PARKED for item in result.parked_events}
    for message in messages:
        if (item := message.item) is None:  # for other readers of the topic
            continue
        told, what = _told_by(item), became.get(_place(item), DONE) if became else DONE
        span = _span_of(service, item.identity) if what == DONE else _span_beside(service, item, what, ended)
        kind = (service, told.event, told.version, what)
        emit(EventSpan(told.trace, span, told.parent, *kind, message.partition, ended - took_ns, ended))


def _place(item: Item) -> tuple[str, str | None]:
    """Where it stands and whom it is about: a day that is done may have parked people under its own place."""
    return (item.message if isinstance(item, Readable) else item).origin, item.subject


def _told_by(item: Item) -> _Told:
    if isinstance(item, Readable):
        envelope = item.envelope
        trace, parent = _trace_and_parent(envelope, item.model.publisher())
        return _Told(trace, parent, item.model.name, int(envelope.type.rpartition(".v")[2]))
    trace = int(trace_in(item.body) or "0", 16) or _number(item.identity, TRACE_BYTES)
    return _Told(trace, None, name_in(item.body), None)


def _trace_and_parent(envelope: Envelope, publisher: str) -> tuple[int, int | None]:
    """The trace that it belongs to, its own id where it names none, and the span in which it was said."""
    begins = envelope.id.int or 1  # no trace is 0
    sent = envelope.traceparent
    trace = int(sent[_TRACE], 16) if sent else 0
    if sent is None or trace in {0, begins}:
        return begins, None
    if envelope.causationid is not None and publisher in SERVICES:
        return trace, _span_of(publisher, str(envelope.causationid))
    return trace, int(sent[_SPAN], 16) or None


def _span_of(service: str, event_id: str) -> int:
    """The span in which an event takes effect in a service."""
    return _number(f"{service}/{event_id}", SPAN_BYTES)


def _span_beside(service: str, item: Item, became: str, ended_ns: int) -> int:
    """The span of what took no effect: that of the effect stays free for it, and what comes twice is two spans."""
    return _number(f"{service}/{_place(item)}/{became}/{ended_ns}", SPAN_BYTES)


def _number(text: str, length: int) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=length).digest()) or 1

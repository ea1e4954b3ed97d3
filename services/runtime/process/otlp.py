"""Spans as OpenTelemetry has them, sent over OTLP by its own exporter; imported only where traces are exported."""

from __future__ import annotations

from collections.abc import Callable

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanContext, SpanKind, TraceFlags

from services.names import SERVICES
from services.runtime.process.role import VERSION
from services.runtime.process.spans import Emit, EventSpan

WAITING_MAX = 16_384
"""So many spans wait for the receiver, eight batches of a chained worker; the oldest of more are dropped."""
TRACES_PATH = "/v1/traces"
_SAMPLED = TraceFlags(TraceFlags.SAMPLED)


def open_exporter(url: str) -> tuple[Emit, Callable[[], None]]:
    """Where spans go from now on, and how the last of them are sent. `url` is the receiver's, without a path."""
    processor = BatchSpanProcessor(OTLPSpanExporter(endpoint=url.rstrip("/") + TRACES_PATH), max_queue_size=WAITING_MAX)
    resources = {service: _resource(service) for service in SERVICES}

    def emit(span: EventSpan) -> None:
        processor.on_end(_in_their_words(span, resources[span.service]))

    return emit, processor.shutdown


def _resource(service: str) -> Resource:
    return Resource.create({"service.namespace": "tideover", "service.name": service, "service.version": VERSION})


def _in_their_words(span: EventSpan, resource: Resource) -> ReadableSpan:
    """The library's span with our ids: a tracer would draw others, and no two services would agree on them."""
    attributes: dict[str, str | int] = {
        "tideover.service": span.service,
        "tideover.event": span.event,
        "tideover.became": span.became,
        "tideover.partition": span.partition,
    }
    if span.version is not None:
        attributes["tideover.event_version"] = span.version
    return ReadableSpan(
        f"{span.service} {span.event}",
        _context(span.trace, span.id),
        None if span.parent is None else _context(span.trace, span.parent),
        resource,
        attributes,
        kind=SpanKind.CONSUMER,
        start_time=span.began_ns,
        end_time=span.ended_ns,
    )


def _context(trace: int, span: int) -> SpanContext:
    return SpanContext(trace, span, is_remote=True, trace_flags=_SAMPLED)

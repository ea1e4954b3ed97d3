"""What delivery counts: rate, errors and duration per service and event, batches, repeats, recomputations.

A batch is counted after its commit, and its time is divided evenly among its events: one reading of the clock per
batch and a few additions per kind of event, whatever the batch's size.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from prometheus_client import Counter, Histogram

from services.names import SERVICES
from services.runtime.delivery.batch_result import BatchResult
from services.runtime.metrics.catalogue import REGISTRY, Metric, counter, gauge, histogram
from services.runtime.metrics.labels import AGAIN, BECAME, DONE, EVENT_NAMES, FIRST, MADE, PARKED, PARKING_CODES
from services.runtime.metrics.many import ManyAtOnce
from services.runtime.process.stopwatch import NANO, unix_milliseconds
from services.runtime.service import Service

_SERVICE = {"service": SERVICES}

EVENTS = Metric(
    "tideover_events_total",
    "counter",
    "Events that took effect or were parked, by service and kind of event.",
    "events",
    {"service": SERVICES, "event": EVENT_NAMES, "became": BECAME},
)
EVENT_SECONDS = Metric(
    "tideover_event_seconds_total",
    "counter",
    "Time spent on events up to their commit, each batch's time shared out evenly among its events.",
    "seconds",
    {"service": SERVICES, "event": EVENT_NAMES},
)
DUPLICATES = Metric(
    "tideover_duplicates_total", "counter", "Events that came again and took no effect again.", "events", _SERVICE
)
PASSED_OVER = Metric(
    "tideover_passed_over_total", "counter", "Messages that were for other readers of the topic.", "events", _SERVICE
)
PUBLISHED = Metric("tideover_published_total", "counter", "Events written to the outbox.", "events", _SERVICE)
PARKED_EVENTS = Metric(
    "tideover_parked_total",
    "counter",
    "Events that were parked, by the reason.",
    "events",
    {"service": SERVICES, "code": PARKING_CODES},
)
RECOMPUTED = Metric(
    "tideover_law_applied_total",
    "counter",
    "Determinations and assessments published: first ones, and again because the facts changed.",
    "events",
    {"made": MADE, "occasion": (FIRST, AGAIN)},
)
STUMBLES = Metric(
    "tideover_stumbles_total",
    "counter",
    "Batches that could not be committed, because the database or another server failed; they are tried again.",
    "1",
    _SERVICE,
)
PARKED_MAX = Metric(
    "tideover_parked_max_events",
    "gauge",
    "How many parked events of a service may wait; at one more its worker stops for everybody.",
    "events",
    _SERVICE,
)
BATCH_SIZE = Metric(
    "tideover_batch_size_events",
    "histogram",
    "Messages that share one transaction.",
    "events",
    _SERVICE,
    buckets=("1.0", "5.0", "20.0", "100.0", "500.0", "2000.0"),
)
BATCH_SECONDS = Metric(
    "tideover_batch_seconds",
    "histogram",
    "Time from the receipt of a batch to its commit.",
    "seconds",
    _SERVICE,
    buckets=("0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0", "30.0"),
)
EFFECT_SECONDS = Metric(
    "tideover_event_to_effect_seconds",
    "histogram",
    "Time from an event's arrival in the log to the commit of its effect.",
    "seconds",
    _SERVICE,
    buckets=("0.1", "0.5", "1.0", "2.0", "5.0", "10.0", "30.0", "60.0", "300.0", "900.0", "3600.0", "86400.0"),
)
METRICS = (
    EVENTS,
    EVENT_SECONDS,
    DUPLICATES,
    PASSED_OVER,
    PUBLISHED,
    PARKED_EVENTS,
    RECOMPUTED,
    STUMBLES,
    PARKED_MAX,
    BATCH_SIZE,
    BATCH_SECONDS,
    EFFECT_SECONDS,
)

_events, _event_seconds = counter(EVENTS), counter(EVENT_SECONDS)
_duplicates, _passed_over, _published = counter(DUPLICATES), counter(PASSED_OVER), counter(PUBLISHED)
_parked, _stumbles, _law_applied = counter(PARKED_EVENTS), counter(STUMBLES), counter(RECOMPUTED)
_parked_max = gauge(PARKED_MAX)
_batch_size, _batch_seconds = histogram(BATCH_SIZE), histogram(BATCH_SECONDS)
_effect_seconds = ManyAtOnce(EFFECT_SECONDS, REGISTRY)
_begun: set[tuple[str, frozenset[str]]] = set()


def begin(service: Service[Any]) -> None:
    """Show all counters of a service at zero. A process calls this before it begins."""
    name, types = service.name, service.types()
    if (name, types) in _begun:
        return
    _begun.add((name, types))
    for type_ in types:
        event = type_.partition(".")[2].rpartition(".v")[0]
        _event_seconds.labels(name, event)
        for became in BECAME:
            _events.labels(name, event, became)
    for code in PARKING_CODES:
        _parked.labels(name, code)
    for of_service in (_duplicates, _passed_over, _published, _stumbles, _batch_size, _batch_seconds):
        of_service.labels(name)
    for combination in RECOMPUTED.combinations():
        _law_applied.labels(*combination)
    _effect_seconds.begin((name,))


def show_limit(service: str, parked_max: int) -> None:
    """Show how many parked events stop the worker of a service."""
    _parked_max.labels(service).set(parked_max)


def count_batch(service: str, result: BatchResult, nanoseconds: int, arrived_ms: Iterable[int] = ()) -> None:
    """Count what became of a batch, how long it took, and how long ago its messages had arrived in the log."""
    counted = result.done + result.duplicates + result.parked
    seconds = nanoseconds / NANO
    _histogram(_batch_size, service).observe(counted + result.not_for_us)
    _histogram(_batch_seconds, service).observe(seconds)
    for counter_of, number in (
        (_duplicates, result.duplicates),
        (_passed_over, result.not_for_us),
        (_published, result.published),
    ):
        if number:
            _counter(counter_of, service).inc(number)
    for name, number in result.done_by_event.items():
        _counter(_events, service, name, DONE).inc(number)
        _counter(_event_seconds, service, name).inc(seconds * number / counted)
    for (name, code), number in result.parked_by_reason.items():
        _counter(_events, service, name, PARKED).inc(number)
        _counter(_event_seconds, service, name).inc(seconds * number / counted)
        _counter(_parked, service, code).inc(number)
    for (made, occasion), number in result.law_applied.items():
        _counter(_law_applied, made, occasion).inc(number)
    if arrived := list(arrived_ms):
        now = unix_milliseconds()
        _effect_seconds.observe((service,), [max(0, now - moment) for moment in arrived])


@cache
def _counter(metric: Counter, *labels: str) -> Counter:
    """The counter under these labels: to find it costs more than to count."""
    return metric.labels(*labels)


@cache
def _histogram(metric: Histogram, service: str) -> Histogram:
    """The histogram of a service."""
    return metric.labels(service)


def count_stumble(service: str) -> None:
    """Count a batch that could not be committed."""
    _stumbles.labels(service).inc()

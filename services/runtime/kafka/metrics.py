"""What the relay counts: rows of the outboxes that went out to Kafka."""

from __future__ import annotations

from services.names import CONSOLE, SERVICES
from services.runtime.metrics.catalogue import Metric, counter

RELAYED = Metric(
    "tideover_relayed_total",
    "counter",
    "Rows of a service's outbox that the brokers have acknowledged.",
    "events",
    {"service": (*SERVICES, CONSOLE)},
)
METRICS = (RELAYED,)

_relayed = counter(RELAYED)


def begin_relay(services: tuple[str, ...] = SERVICES) -> None:
    """Show the counters of the relay from now on, at zero."""
    for service in services:
        _relayed.labels(service)


def count_publication(service: str, rows: int) -> None:
    """Count rows that went out."""
    _relayed.labels(service).inc(rows)

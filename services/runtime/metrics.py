"""The catalogue of metrics. Label values come from closed sets; nothing personal is counted apart."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Histogram

if TYPE_CHECKING:
    from services.runtime.delivery import Receipt

REGISTRY = CollectorRegistry()

EVENTS = Counter(
    "tideover_events",
    "Events a service was given, by what became of them.",
    ["service", "result"],
    registry=REGISTRY,
)
BATCH_SIZE = Histogram(
    "tideover_batch_size_events",
    "Events that share one transaction.",
    ["service"],
    buckets=(1, 5, 20, 100, 500, 2000),
    registry=REGISTRY,
)


def count_receipt(service: str, receipt: Receipt) -> None:
    """Count what became of a batch."""
    BATCH_SIZE.labels(service).observe(receipt.done + receipt.duplicates + receipt.parked)
    for one in fields(receipt):
        EVENTS.labels(service, one.name).inc(getattr(receipt, one.name))

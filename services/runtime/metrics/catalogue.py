"""What a metric is: a name, a sentence, a unit, and labels whose values come from closed sets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Literal

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)

PREFIX = "tideover_"

disable_created_metrics()  # type: ignore[no-untyped-call] # each counter would be shown twice; no panel needs its birthday

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

Unit = Literal[
    "events",
    "seconds",
    "unix seconds",
    "claims",
    "decisions",
    "letters",
    "payments",
    "minor units",
    "seats",
    "people",
    "bytes",
    "1",
]
Values = tuple[str, ...]


class NotInTheCatalogue(Exception):
    """A metric or a label value that nobody declared: it is not shown, whatever it says."""


@dataclass(frozen=True)
class Metric:
    """One metric. `labels` maps each label to every value it may have; `buckets` are a histogram's, in its unit.

    `some` narrows the combinations of label values to those that can occur; all of them are shown from the
    start, at zero, so that the first event of a kind is seen as an increase.
    """

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    says: str
    unit: Unit
    labels: Mapping[str, Sequence[str]] = field(default_factory=dict)
    buckets: Sequence[str] = ()
    some: frozenset[Values] | None = None

    def __post_init__(self) -> None:
        if not self.name.startswith(PREFIX) or (self.kind == "counter") != self.name.endswith("_total"):
            raise NotInTheCatalogue(f"{self.name}: names begin with {PREFIX}, and a counter's ends with _total")

    def combinations(self) -> Iterable[Values]:
        """Every combination of label values that is shown."""
        return sorted(self.some) if self.some is not None else product(*self.labels.values())

    def check(self, values: Values) -> Values:
        """The values, if the metric may carry them. Raises `NotInTheCatalogue`."""
        if len(values) != len(self.labels) or not all(
            value in known for value, known in zip(values, self.labels.values(), strict=True)
        ):
            raise NotInTheCatalogue(f"{self.name} has no {', '.join(values)}")
        return values

    def series(self) -> int:
        """How many series the metric makes at most."""
        each = len(self.buckets) + 3 if self.kind == "histogram" else 1
        return each * sum(1 for _ in self.combinations())


def counter(metric: Metric) -> Counter:
    """The metric as a counter of this process."""
    return Counter(metric.name, metric.says, list(metric.labels), registry=REGISTRY)


def gauge(metric: Metric, registry: CollectorRegistry = REGISTRY) -> Gauge:
    """The metric as a gauge of this process."""
    return Gauge(metric.name, metric.says, list(metric.labels), registry=registry)


def histogram(metric: Metric) -> Histogram:
    """The metric as a histogram of this process."""
    return Histogram(metric.name, metric.says, list(metric.labels), buckets=list(metric.buckets), registry=REGISTRY)

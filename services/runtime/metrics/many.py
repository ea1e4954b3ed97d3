"""A histogram that takes many observations at once, at the cost of one binary search each."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from threading import Lock

from prometheus_client import CollectorRegistry
from prometheus_client.core import HistogramMetricFamily
from prometheus_client.registry import Collector

from services.runtime.metrics.catalogue import Metric, Values

MILLI = 1000


class ManyAtOnce(Collector):
    """Observations in whole milliseconds of a metric in seconds."""

    def __init__(self, metric: Metric, registry: CollectorRegistry) -> None:
        self.metric = metric
        self._borders = [int(Decimal(bucket) * MILLI) for bucket in metric.buckets]
        self._counts: dict[Values, Counter[int]] = {}
        self._sums: Counter[Values] = Counter()
        self._lock = Lock()
        registry.register(self)

    def begin(self, labels: Values) -> None:
        """Show the combination of labels from now on, at zero."""
        with self._lock:
            self._counts.setdefault(labels, Counter())

    def observe(self, labels: Values, milliseconds: Iterable[int]) -> None:
        """Count all the observations."""
        borders = self._borders
        observed = list(milliseconds)
        by_bucket = Counter([bisect_left(borders, value) for value in observed])
        with self._lock:
            self._counts.setdefault(labels, Counter()).update(by_bucket)
            self._sums[labels] += sum(observed)

    def describe(self) -> Iterator[HistogramMetricFamily]:
        """The family without samples, so that registering counts nothing."""
        yield self._family()

    def collect(self) -> Iterator[HistogramMetricFamily]:
        """Everything observed so far, bucket by bucket."""
        family = self._family()
        with self._lock:
            for labels, counts in self._counts.items():
                family.add_metric(labels, self._cumulated(counts), self._sums[labels] / MILLI)
        yield family

    def _family(self) -> HistogramMetricFamily:
        return HistogramMetricFamily(self.metric.name, self.metric.says, labels=list(self.metric.labels))

    def _cumulated(self, counts: Counter[int]) -> list[tuple[str, int]]:
        total, buckets = 0, []
        for number, bucket in enumerate((*self.metric.buckets, "+Inf")):
            total += counts[number]
            buckets.append((bucket, total))
        return buckets

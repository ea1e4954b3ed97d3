"""The figures of one look, and how a scrape shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from threading import Lock

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from services.runtime.metrics.catalogue import Metric, NotInTheCatalogue, Values

MILLI = 1000
TIMES = frozenset({"seconds", "unix seconds"})
Figures = dict[str, dict[Values, int]]


class Snapshot:
    """Figures as one look finds them, each checked against the catalogue before it is kept."""

    def __init__(self, now_ms: int = 0) -> None:
        self.now_ms = now_ms
        self.figures: Figures = {}

    def age_seconds(self, since_ms: int | None) -> int:
        """How long ago a moment was; 0 where nothing waits."""
        return 0 if since_ms is None else max(0, self.now_ms - since_ms) // MILLI

    def put(self, metric: Metric, number: int, *labels: str) -> None:
        """Keep a figure. Raises `NotInTheCatalogue` for a label value that nobody declared."""
        self.figures.setdefault(metric.name, {})[metric.check(labels)] = number

    def put_all(self, metric: Metric, found: Mapping[str, int]) -> None:
        """Keep the figures of a metric with one label."""
        for label, number in found.items():
            self.put(metric, number, label)

    def add(self, other: Snapshot, metrics: Sequence[Metric]) -> None:
        """Add what was seen on one server of several: counts are summed, and of times the greatest holds."""
        together = {metric.name: max if metric.unit in TIMES else int.__add__ for metric in metrics}
        for name, figures in other.figures.items():
            own = self.figures.setdefault(name, {})
            for labels, number in figures.items():
                own[labels] = together[name](own[labels], number) if labels in own else number


class Shown(Collector):
    """What was seen last at each place. A place that cannot be seen shows nothing: an old figure would be a lie."""

    def __init__(self, metrics_of: Mapping[str, Sequence[Metric]], registry: CollectorRegistry) -> None:
        self._metrics_of = metrics_of
        self._figures: dict[str, Figures] = {}
        self._lock = Lock()
        registry.register(self)

    def look(self, place: str, looking: Callable[[Snapshot], None], now_ms: int) -> None:
        """Show what `looking` finds at a place from now on, or nothing if it raises."""
        snapshot = Snapshot(now_ms)
        try:
            looking(snapshot)
        except Exception:
            with self._lock:
                self._figures.pop(place, None)
            raise
        if strange := snapshot.figures.keys() - {metric.name for metric in self._metrics_of[place]}:
            raise NotInTheCatalogue(f"{', '.join(sorted(strange))} does not belong to {place}")
        with self._lock:
            self._figures[place] = snapshot.figures

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Every family without samples."""
        for metrics in self._metrics_of.values():
            for metric in metrics:
                yield GaugeMetricFamily(metric.name, metric.says, labels=list(metric.labels))

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Every figure that is known now."""
        with self._lock:
            seen = dict(self._figures)
        families: dict[str, GaugeMetricFamily] = {}
        for place, figures in seen.items():
            for metric in self._metrics_of[place]:
                family = families.setdefault(
                    metric.name, GaugeMetricFamily(metric.name, metric.says, labels=list(metric.labels))
                )
                for labels, number in figures.get(metric.name, {}).items():
                    family.add_metric(labels, number)
        yield from families.values()

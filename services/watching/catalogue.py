"""The one catalogue: every metric that any process of Tideover shows, and the sets its labels come from."""

from __future__ import annotations

from services.runtime.delivery import metrics as delivery
from services.runtime.kafka import metrics as relay
from services.runtime.metrics.catalogue import Metric
from services.runtime.process import health
from services.watching import exporter

OF_EVERY_PROCESS = health.METRICS
OF_A_WORKER = delivery.METRICS
OF_THE_RELAY = relay.METRICS
OF_THE_EXPORTER = (
    *exporter.OF_THE_EXPORTER,
    *{metric.name: metric for metrics in exporter.METRICS_OF.values() for metric in metrics}.values(),
)

CATALOGUE: dict[str, Metric] = {
    metric.name: metric for metric in (*OF_EVERY_PROCESS, *OF_A_WORKER, *OF_THE_RELAY, *OF_THE_EXPORTER)
}
"""Every metric by its name."""

SERIES_MAX = 2_000
"""How many series one process may show; more means that a label was not a closed set."""

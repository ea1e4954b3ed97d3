"""The one catalogue: every metric that any process of Tideover shows, and the sets its labels come from."""

from __future__ import annotations

from law.catalogue import scheme_names
from services.runtime.delivery import metrics as delivery
from services.runtime.kafka import metrics as relay
from services.runtime.metrics.catalogue import Metric
from services.runtime.process import health
from services.watching import exporter, money
from services.watching.readers import PARTITIONS_DECLARED

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

SERIES_OF_A_WORKER_MAX = 2_000
"""How many series a worker may show, however many partitions; more means that a label was not a closed set."""
_DECLARED = {"partition": len(PARTITIONS_DECLARED), "scheme": len(scheme_names()), "currency": len(money.STANDARD)}
"""For how many values of a label `Metric.series` counts, where an installation has its own number."""


def exporter_series(*, partitions: int, schemes: int, currencies: int) -> int:
    """How many series of ours the exporter of an installation shows at most."""
    installed = {"partition": partitions, "scheme": schemes, "currency": currencies}
    total = 0
    for metric in (*OF_EVERY_PROCESS, *OF_THE_EXPORTER):
        series = metric.series()
        for label in metric.labels.keys() & installed.keys():
            series = series // _DECLARED[label] * installed[label]
        total += series
    return total

"""What a process counts of itself, and how a metric is declared. Nothing personal is counted apart.

Every metric of the project is listed, with the sets its labels come from, in `services/watching/catalogue.py`.
"""

from services.runtime.metrics.catalogue import REGISTRY, Metric
from services.runtime.metrics.delivery import begin, count_receipt, count_stumble
from services.runtime.metrics.relay import begin_relay, count_publication

__all__ = ["REGISTRY", "Metric", "begin", "begin_relay", "count_publication", "count_receipt", "count_stumble"]

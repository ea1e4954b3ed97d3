"""Every query of a dashboard, asked of a real Prometheus: a panel that shows nothing is a promise nobody keeps."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from deploy.grafana.lint import Json, panels_of
from deploy.grafana.panels import ALL, VARIABLES
from deploy.prometheus.api import QueryFailed
from deploy.promql import filled_in

Ask = Callable[[str], list[dict[str, Any]]]
"""Answers an instant query with a vector; raises `QueryFailed`."""
RATE_INTERVAL = "2m"
WINDOWS = {
    "$__rate_interval": RATE_INTERVAL,
    "$__range": RATE_INTERVAL,
    "$__interval": "1s",
    **{f"${name}": ALL for name in VARIABLES},
}
"""What stands for Grafana's own words, and for what may be chosen."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """A panel of which no query finds anything, and what it says then."""

    dashboard: str
    panel: str
    says: str


def faults_seen(dashboards: Mapping[str, Json], ask: Ask, rate_interval: str = RATE_INTERVAL) -> Iterator[str]:
    """Every query that errs, finds nothing, or finds only what is not a number."""
    values = {**WINDOWS, "$__rate_interval": rate_interval, "$__range": rate_interval}
    for name, dashboard in dashboards.items():
        for panel in panels_of(dashboard):
            for target in panel["targets"]:
                if (fault := _fault(filled_in(target["expr"], values), ask)) is not None:
                    yield f"{name}: {panel['title']} ({target['refId']}): {fault}"


def nothing_seen(dashboards: Mapping[str, Json], ask: Ask) -> Iterator[Nothing]:
    """Every panel of which no query finds a number. Raises `QueryFailed`."""
    for name, dashboard in dashboards.items():
        for panel in panels_of(dashboard):
            found = [one for target in panel["targets"] for one in ask(filled_in(target["expr"], WINDOWS))]
            if all(math.isnan(float(one["value"][1])) for one in found):
                yield Nothing(name, panel["title"], panel["fieldConfig"]["defaults"]["noValue"])


def _fault(expression: str, ask: Ask) -> str | None:
    try:
        found = ask(expression)
    except QueryFailed as fault:
        return f"{expression} errs: {fault}"
    if not found:
        return f"{expression} finds nothing"
    if all(math.isnan(float(one["value"][1])) for one in found):
        return f"{expression} finds nothing that is a number"
    return None

"""Every query of a dashboard, asked of a real Prometheus: a panel that shows nothing is a promise nobody keeps."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from deploy.grafana.lint import Json, panels_of
from deploy.prometheus.api import QueryFailed
from deploy.promql import filled_in

Ask = Callable[[str], list[dict[str, Any]]]
"""Answers an instant query with a vector; raises `QueryFailed`."""


def faults_seen(dashboards: Mapping[str, Json], ask: Ask, rate_interval: str = "2m") -> Iterator[str]:
    """Every query that errs, finds nothing, or finds only what is not a number."""
    values = {"$__rate_interval": rate_interval, "$__range": rate_interval, "$__interval": "1s"}
    for name, dashboard in dashboards.items():
        for panel in panels_of(dashboard):
            for target in panel["targets"]:
                if (fault := _fault(filled_in(target["expr"], values), ask)) is not None:
                    yield f"{name}: {panel['title']} ({target['refId']}): {fault}"


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

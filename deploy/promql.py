"""What a PromQL expression asks for, held against the catalogue of metrics: a name nobody shows is an empty panel."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import promql_parser as promql

from services.runtime.metrics.catalogue import Metric
from services.watching.catalogue import CATALOGUE

_OF_AN_ALERT = {"job", "instance", "role", "service", "stage", "scheme"}
FROM_PROMETHEUS = {
    "up": {"job", "instance", "role"},
    "scrape_samples_scraped": {"job", "instance", "role"},
    "ALERTS": {"alertname", "alertstate", "severity", *_OF_AN_ALERT},
    "ALERTS_FOR_STATE": {"alertname", "severity", *_OF_AN_ALERT},
    "scrape_duration_seconds": {"job", "instance", "role"},
    "process_resident_memory_bytes": {"job", "instance", "role"},
    "process_cpu_seconds_total": {"job", "instance", "role"},
    "process_start_time_seconds": {"job", "instance", "role"},
    "process_open_fds": {"job", "instance", "role"},
    "process_max_fds": {"job", "instance", "role"},
    "node_filesystem_avail_bytes": {"instance", "mountpoint", "fstype"},
    "node_filesystem_size_bytes": {"instance", "mountpoint", "fstype"},
    "node_memory_MemAvailable_bytes": {"instance"},
    "node_memory_MemTotal_bytes": {"instance"},
    "node_cpu_seconds_total": {"instance", "mode"},
}
"""What Prometheus, its client libraries and its node_exporter show by themselves."""
TARGET_LABELS = {"job", "instance", "role"}
SUFFIXES = ("_bucket", "_sum", "_count")
PLACEHOLDERS = {"$__rate_interval": "5m", "$__range": "1h", "$__interval": "1m"}
"""What Grafana fills in, and a value that parses in its place."""
COUNTING_OVER_TIME = {"rate", "irate", "increase", "changes"}


class NotPromQL(ValueError):
    """The expression cannot be parsed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One selector: the series it asks for, and by which labels."""

    name: str
    matchers: tuple[tuple[str, str, str], ...]
    """Label, operator (`=`, `!=`, `=~`, `!~`) and value."""


_OPERATORS = (
    (promql.MatchOp.Equal, "="),
    (promql.MatchOp.NotEqual, "!="),
    (promql.MatchOp.Re, "=~"),
    (promql.MatchOp.NotRe, "!~"),
)


def _sign(operator: promql.MatchOp) -> str:
    return next(sign for one, sign in _OPERATORS if one == operator)


def filled_in(expression: str, values: Mapping[str, str] = PLACEHOLDERS) -> str:
    """The expression as Prometheus gets it, Grafana's placeholders filled in."""
    for placeholder, value in values.items():
        expression = expression.replace(placeholder, value)
    return expression


def parsed(expression: str) -> promql.Expr:
    """The parsed expression. Raises `NotPromQL`."""
    try:
        return promql.parse(filled_in(expression))
    except ValueError as fault:
        raise NotPromQL(f"{expression}: {fault}") from None


def nodes(expression: promql.Expr) -> Iterator[promql.Expr]:
    """Every part of an expression, the whole first."""
    yield expression
    for name in ("expr", "lhs", "rhs", "param", "vector_selector"):
        if isinstance(child := getattr(expression, name, None), promql.Expr):
            yield from nodes(child)
    for child in getattr(expression, "args", ()):
        yield from nodes(child)


def asked(expression: promql.Expr) -> Iterator[Asked]:
    """Every selector of an expression."""
    for node in nodes(expression):
        if isinstance(node, promql.VectorSelector):
            yield Asked(node.name or "", tuple((one.name, _sign(one.op), one.value) for one in node.matchers.matchers))


def grouped_by(expression: promql.Expr) -> set[str]:
    """Every label by which something is aggregated or matched."""
    found: set[str] = set()
    for node in nodes(expression):
        if isinstance(node, promql.AggregateExpr) and node.modifier is not None:
            found.update(node.modifier.labels)
        if isinstance(node, promql.BinaryExpr) and node.modifier is not None and node.modifier.matching is not None:
            found.update(node.modifier.matching.labels)
    return found


def faults_of(expression: str, recorded: Collection[str] = ()) -> Iterator[str]:
    """What is wrong with an expression: it does not parse, or asks for what nobody shows.

    `recorded` are the names of recording rules, which may carry any label.
    """
    try:
        tree = parsed(expression)
    except NotPromQL as fault:
        yield str(fault)
        return
    labels = set(TARGET_LABELS)
    for one in asked(tree):
        if one.name in recorded:
            labels |= {label for metric in CATALOGUE.values() for label in metric.labels}
            continue
        if (known := labels_of(one.name)) is None:
            yield f"{one.name or expression} is not in the catalogue"
            continue
        labels |= known
        for label, operator, value in one.matchers:
            if label not in known:
                yield f"{one.name} has no label {label}"
            else:
                yield from _strange_values(one.name, label, operator, value)
    yield from (f"nothing in {expression} has a label {label}" for label in sorted(grouped_by(tree) - labels))


def labels_of(name: str) -> set[str] | None:
    """The labels that a series of this name may have; None if nobody shows it."""
    if name in FROM_PROMETHEUS:
        return FROM_PROMETHEUS[name]
    metric = _metric(name)
    if metric is None:
        return None
    return set(metric.labels) | TARGET_LABELS | ({"le"} if name.endswith("_bucket") else set())


def _metric(name: str) -> Metric | None:
    if (metric := CATALOGUE.get(name)) is not None:
        return metric if metric.kind != "histogram" else None
    for suffix in SUFFIXES:
        metric = CATALOGUE.get(name.removesuffix(suffix))
        if name.endswith(suffix) and metric is not None and metric.kind == "histogram":
            return metric
    return None


def _strange_values(name: str, label: str, operator: str, value: str) -> Iterator[str]:
    metric = _metric(name)
    if metric is None or value.startswith("$"):
        return
    known = (*metric.buckets, "+Inf") if label == "le" else metric.labels.get(label)
    if known is None:
        return
    for one in value.split("|") if operator in {"=~", "!~"} else [value]:
        if one not in known and not one.endswith(("*", "+")):
            yield f"{label} of {name} is never {one}"

"""What makes a dashboard wrong though it is valid JSON; Grafana's own reader accepts unknown keys without a word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

import promql_parser as promql

from contracts.currencies import MINOR_DIGITS
from deploy.grafana.panels import GROUPED, USUAL_DIGITS, WIDTH
from deploy.promql import COUNTING_OVER_TIME, NotPromQL, faults_of, nodes, parsed

Json = Mapping[str, Any]
TEMPLATED = {"$__rate_interval", "$__range"}
CROSSHAIR = 1
TOTALS = (
    "tideover_determined_claims",
    "tideover_week_payments",
    "tideover_payments{",
    "tideover_payments)",
    "tideover_payments_minor_units",
    "tideover_payment_files)",
    "tideover_overpaid_minor_units",
    "tideover_referrals",
    "tideover_referral_outcomes",
    "tideover_mandatory_points",
    "tideover_contests",
    "tideover_letters)",
)
"""What only grows: who reads such a figure must be told since when it is counted."""


def faults(dashboards: Mapping[str, Json]) -> list[str]:
    """Everything that is wrong with the dashboards, file by file, in words."""
    found = [f"two dashboards have the uid {uid}" for uid in _twice(one["uid"] for one in dashboards.values())]
    for name, one in dashboards.items():
        found += [f"{name}: {fault}" for fault in _of_dashboard(one)]
    return found


def panels_of(dashboard: Json) -> Iterator[Json]:
    """Every panel that shows something."""
    for panel in dashboard["panels"]:
        if panel["type"] == "row":
            yield from panel.get("panels", ())
        else:
            yield panel


def _of_dashboard(dashboard: Json) -> Iterator[str]:
    panels = list(panels_of(dashboard))
    everything = [*panels, *(panel for panel in dashboard["panels"] if panel["type"] == "row")]
    yield from (f"two panels have the id {id_}" for id_ in _twice(panel.get("id") for panel in everything))
    if not any(variable.get("type") == "datasource" for variable in dashboard["templating"]["list"]):
        yield "the datasource cannot be chosen"
    if dashboard.get("graphTooltip") != CROSSHAIR:
        yield "its panels do not share a crosshair"
    known = {variable["name"] for variable in dashboard["templating"]["list"]}
    asked = {name for panel in panels for one in panel.get("targets") or () for name in _variables_in(one["expr"])}
    yield from (f"nobody can choose ${name}" for name in sorted(asked - known))
    yield from (f"nothing asks for ${name}" for name in sorted(known - asked - {"datasource", "runbooks"}))
    for mark in dashboard["annotations"].get("list", ()):
        yield from (f"{mark['name']}: {fault}" for fault in faults_of(mark["expr"]))
    for one, other in combinations(everything, 2):
        if _overlap(one["gridPos"], other["gridPos"]):
            yield f"{one['title']} lies over {other['title']}"
    for panel in panels:
        yield from (f"{panel['title']}: {fault}" for fault in _of_panel(panel))


def _of_panel(panel: Json) -> Iterator[str]:
    if not panel.get("description", "").endswith("."):
        yield "no sentence says what it shows"
    yield from _of_looks(panel)
    if not _is_templated(panel):
        yield "its datasource is fixed"
    if not 0 <= panel["gridPos"]["x"] <= WIDTH - panel["gridPos"]["w"]:
        yield "it stands beside the grid"
    targets = panel.get("targets") or []
    if not targets:
        yield "it asks for nothing"
    yield from (f"two queries are called {ref}" for ref in _twice(target.get("refId") for target in targets))
    for target in targets:
        if not _is_templated(target):
            yield f"the datasource of {target.get('refId')} is fixed"
        yield from faults_of(target["expr"])
        yield from _fixed_windows(target["expr"])


def _of_looks(panel: Json) -> Iterator[str]:
    """What a reader would take wrongly."""
    shown = panel["fieldConfig"]["defaults"]
    if not shown.get("unit"):
        yield "it has no unit"
    if not shown.get("noValue"):
        yield "it does not say that it cannot see"
    if panel["type"] == "bargauge" and shown.get("min") != 0:
        yield "its bars do not begin at zero"
    if panel["type"] == "timeseries" and shown.get("custom", {}).get("axisSoftMin") != 0:
        yield "its lines do not show where zero is"
    if panel["type"] == "timeseries" and panel["options"]["legend"]["displayMode"] != "table":
        yield "its legend is no table"
    asked = " ".join(target["expr"] for target in panel.get("targets") or ())
    yield from _unsaid_periods(asked, panel.get("description", ""))
    if "tideover_currency_minor_units" in asked and not _has_decimals(panel):
        yield "a currency has not its own decimals"


def _unsaid_periods(asked: str, says: str) -> Iterator[str]:
    if "[$__range]" in asked and "in the time shown" not in says:
        yield "it does not say that it counts in the time shown"
    for days in sorted(set(re.findall(r'window="(\d+)d"', asked))):
        if not re.search(rf"\b{days}\b.*closed days", says):
            yield f"it does not say that it looks at {days} closed days"
    growing = re.sub(r'\w+{stage=~"due\|batched"}', "", asked)  # what is on its way is not a total
    if any(name in growing for name in TOTALS) and "since the beginning" not in says.lower():
        yield "it does not say since when it counts"


def _has_decimals(panel: Json) -> bool:
    shown = panel["fieldConfig"]
    own = {int(one["properties"][0]["value"]) for one in shown.get("overrides", ())}
    usual = (shown["defaults"].get("unit"), shown["defaults"].get("decimals")) == (GROUPED, USUAL_DIGITS)
    return usual and own == {*MINOR_DIGITS.values()} - {USUAL_DIGITS}


def _variables_in(expression: str) -> list[str]:
    return re.findall(r"\$([a-z]\w*)", expression)


def _fixed_windows(expression: str) -> Iterator[str]:
    """Windows of a rate that do not follow the zoom: they miss scrapes when zoomed in, and detail when not."""
    try:
        counting = [node for node in nodes(parsed(expression)) if isinstance(node, promql.Call) and _is_counting(node)]
    except NotPromQL:
        return
    windows = expression.count("[")
    if counting and windows > sum(expression.count(f"[{one}]") for one in TEMPLATED):
        yield f"a window in {expression} is not $__rate_interval"


def _is_counting(call: promql.Call) -> bool:
    return call.func.name in COUNTING_OVER_TIME


def _is_templated(one: Json) -> bool:
    return bool(one.get("datasource", {}).get("uid") == "${datasource}")


def _overlap(one: Json, other: Json) -> bool:
    return bool(
        one["x"] < other["x"] + other["w"]
        and other["x"] < one["x"] + one["w"]
        and one["y"] < other["y"] + other["h"]
        and other["y"] < one["y"] + one["h"]
    )


def _twice(values: Iterable[Hashable]) -> list[Hashable]:
    return [value for value, count in Counter(values).items() if count > 1]

"""What a panel's queries find: variables filled in, asked of a real Prometheus as Grafana asks."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from deploy.grafana.lint import Json
from deploy.grafana.render.field import NotDrawn
from deploy.prometheus.api import Api
from deploy.promql import filled_in

POINTS_MAX = 200
"""Of a line; Grafana asks for one a pixel, and the picture stays light with fewer."""
STEPS_SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400)
Point = tuple[float, float]


@dataclass(frozen=True)
class Span:
    """The time that is looked at, in unix seconds, and how often Prometheus scrapes."""

    start: float
    end: float
    scrape_seconds: int = 15

    @property
    def step_seconds(self) -> int:
        """How far apart the points of a line are."""
        least = max((self.end - self.start) / POINTS_MAX, self.scrape_seconds)
        return next((step for step in STEPS_SECONDS if step >= least), STEPS_SECONDS[-1])

    def placeholders(self) -> Mapping[str, str]:
        """What Grafana fills in for its own words."""
        rate = max(self.step_seconds + self.scrape_seconds, 4 * self.scrape_seconds)
        return {
            "$__rate_interval": f"{rate}s",
            "$__interval": f"{self.step_seconds}s",
            "$__range": f"{round(self.end - self.start)}s",
        }


@dataclass(frozen=True)
class Series:
    """One line, bar or tile: its name in the legend, its labels and its points."""

    name: str
    labels: Mapping[str, str]
    points: Sequence[Point]

    @property
    def last(self) -> float:
        """The last value."""
        return self.points[-1][1]

    @property
    def largest(self) -> float:
        """The largest value; not a number where none is."""
        return max((value for _, value in self.points if not math.isnan(value)), default=math.nan)


def variables_of(dashboard: Json, chosen: Mapping[str, str]) -> dict[str, str]:
    """The value of each variable: what was chosen, else what the dashboard opens with. Raises `NotDrawn`."""
    found = {}
    for one in dashboard["templating"]["list"]:
        match one["type"]:
            case "datasource":
                continue
            case "query" | "custom" if one.get("includeAll"):
                found[one["name"]] = chosen.get(one["name"], one["allValue"])
            case "textbox":
                found[one["name"]] = chosen.get(one["name"], one["query"])
            case other:
                raise NotDrawn(f"The variable {one['name']} of type {other} is not known.")
    if strange := chosen.keys() - found.keys():
        raise NotDrawn(f"There is no variable {', '.join(sorted(strange))}; there are {', '.join(found) or 'none'}.")
    return found


def series_of(panel: Json, api: Api, span: Span, variables: Mapping[str, str]) -> Iterator[Series]:
    """What all queries of a panel find, under the names that the panel gives them. Raises `QueryFailed`, `NotDrawn`."""
    for target in panel["targets"]:
        for one in asked(target, api, span, variables):
            yield replace(one, name=_renamed(panel, one.name))


def _renamed(panel: Json, name: str) -> str:
    for change in panel.get("transformations", ()):
        match change["id"]:
            case "renameByRegex":
                name = re.sub(change["options"]["regex"].strip("/g"), change["options"]["renamePattern"], name)
            case "organize":
                continue
            case other:
                raise NotDrawn(f"The transformation {other} is not known.")
    return name


def asked(target: Json, api: Api, span: Span, variables: Mapping[str, str]) -> list[Series]:
    """What one query finds, in order of names. Raises `QueryFailed`, `NotDrawn`."""
    expression = resolved(target["expr"], {**span.placeholders(), **{f"${key}": one for key, one in variables.items()}})
    if target.get("range"):
        found = api.query_range(expression, span.start, span.end, span.step_seconds)
    else:
        found = [{**one, "values": [one["value"]]} for one in api.query(expression, span.end)]
    return [_series(one, target.get("legendFormat", "")) for one in found]


def resolved(expression: str, values: Mapping[str, str]) -> str:
    """The expression as Prometheus gets it. Raises `NotDrawn` for a variable that the dashboard does not have."""
    filled = filled_in(expression, values)
    if left := re.search(r"\$\w+", filled):
        raise NotDrawn(f"Nothing is known of {left[0]} in {expression}.")
    return filled


def _series(found: Json, legend: str) -> Series:
    labels = found["metric"]
    name = re.sub(r"{{\s*(\w+)\s*}}", lambda label: labels.get(label[1], ""), legend)
    if not name:
        name = str(labels.get("__name__", "Value"))
    return Series(name.strip(), labels, [(float(at), float(value)) for at, value in found["values"]])

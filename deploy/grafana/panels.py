"""What a dashboard is made of, and how it becomes the JSON that Grafana is provisioned with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from grafana_foundation_sdk.builders import bargauge, common, dashboard, prometheus, stat, timeseries
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.common import (
    BigValueGraphMode,
    LegendDisplayMode,
    LegendPlacement,
    SortOrder,
    TooltipDisplayMode,
)
from grafana_foundation_sdk.models.dashboard import (
    DashboardCursorSync,
    DashboardLinkType,
    DataSourceRef,
    FieldColorModeId,
    GridPos,
    Threshold,
    ThresholdsMode,
    ValueMap,
    ValueMappingResult,
)

WIDTH = 24
DATASOURCE = DataSourceRef(type_val="prometheus", uid="${datasource}")
TAG = "tideover"
SHARE = "percentunit"
GREEN, ORANGE, RED, GREY = "green", "orange", "red", "#808080"
NO_CASE = -1
"""The share of no case at all; shown as words in grey, since it is neither good nor bad."""
Level = tuple[float, str]
VERSION_CHANGED = "count by (version) (tideover_build_info) unless count by (version) (tideover_build_info offset 2m)"
PAGED = 'max by (alertname, role) (ALERTS{alertstate="firing",severity="page"}) unless on (alertname) ALERTS offset 2m'


@dataclass(frozen=True)
class Panel:
    """One panel: what it shows in a sentence, its unit, and queries with their legends."""

    title: str
    says: str
    unit: str
    queries: Sequence[tuple[str, str]]
    kind: Literal["line", "number", "bars"] = "line"
    width: int = 8
    height: int = 8
    first: str = GREEN
    levels: Sequence[Level] = ()
    """From which value on which colour; below the first level it is `first`."""


@dataclass(frozen=True)
class Dashboard:
    """One dashboard: rows of panels, filled from the left."""

    uid: str
    title: str
    says: str
    rows: Sequence[tuple[str, Sequence[Panel]]]
    marks_operations: bool = True
    """Whether deployments and alerts are drawn across its panels; not for those who watch people, not machines."""

    def panels(self) -> Iterator[Panel]:
        """All panels, row by row."""
        for _, panels in self.rows:
            yield from panels

    def as_json(self) -> str:
        """The classic JSON, in one fixed form."""
        return JSONEncoder(sort_keys=True, indent=1).encode(_with_ids(self)) + "\n"


Built = bargauge.Panel | stat.Panel | timeseries.Panel


def _with_ids(one: Dashboard) -> dict[str, Any]:
    built: dict[str, Any] = json.loads(JSONEncoder().encode(_built(one).build()))
    for number, panel in enumerate(built["panels"], 1):
        panel["id"] = number
    return built


def _built(one: Dashboard) -> dashboard.Dashboard:
    data = dashboard.DatasourceVariable("datasource").label("Data").type("prometheus")
    links = dashboard.DashboardLink("Tideover").type(DashboardLinkType.DASHBOARDS).tags([TAG]).as_dropdown(False)
    built = (
        dashboard.Dashboard(one.title)
        .uid(one.uid)
        .description(one.says)
        .tags([TAG])
        .refresh("30s")
        .time("now-6h", "now")
        .timezone("browser")
        .tooltip(DashboardCursorSync.CROSSHAIR)
        .with_variable(data)
        .link(links)
    )
    if one.marks_operations:
        built = built.annotation(_mark("Another version runs", VERSION_CHANGED, "{{version}}", "blue"))
        built = built.annotation(_mark("Alerts that call somebody", PAGED, "{{alertname}} {{role}}", RED))
    top = 0
    for title, panels in one.rows:
        built = built.with_row(dashboard.Row(title).grid_pos(GridPos(h=1, w=WIDTH, x=0, y=top)))
        top += 1
        for panel, place in zip(panels, _places(panels, top), strict=True):
            built = built.with_panel(_panel(panel).grid_pos(place))
            bottom = place.y + place.h
            top = max(top, bottom)
    return built


def _mark(name: str, expression: str, says: str, color: str) -> dashboard.AnnotationQuery:
    """A moment that is drawn across every panel."""
    mark = dashboard.AnnotationQuery().name(name).datasource(DATASOURCE).enable(True).icon_color(color)
    return mark.expr(expression).title_format(says).step("60s")


def _places(panels: Sequence[Panel], top: int) -> Iterator[GridPos]:
    left = tallest = 0
    for panel in panels:
        if left + panel.width > WIDTH:
            left, top, tallest = 0, top + tallest, 0
        yield GridPos(h=panel.height, w=panel.width, x=left, y=top)
        left, tallest = left + panel.width, max(tallest, panel.height)


def _panel(panel: Panel) -> Built:
    built = _of_kind(panel).title(panel.title).description(panel.says).unit(panel.unit).datasource(DATASOURCE)
    built = built.thresholds(
        dashboard.ThresholdsConfig()
        .mode(ThresholdsMode.ABSOLUTE)
        .steps([Threshold(color=panel.first), *(Threshold(value=value, color=color) for value, color in panel.levels)])
    )
    mode = FieldColorModeId.THRESHOLDS if panel.levels else FieldColorModeId.PALETTE_CLASSIC
    built = built.color_scheme(dashboard.FieldColor().mode(mode))
    if panel.unit == SHARE and panel.kind == "number":
        built = built.mappings([ValueMap(options={str(NO_CASE): ValueMappingResult(text="no case", color=GREY)})])
    for number, (expression, legend) in enumerate(panel.queries):
        query = prometheus.Dataquery().expr(expression).ref_id(chr(ord("A") + number)).legend_format(legend)
        query = query.datasource(DATASOURCE)
        built = built.with_target(query.range() if panel.kind == "line" else query.instant())
    return built


def _of_kind(panel: Panel) -> Built:
    last = common.ReduceDataOptions().calcs(["lastNotNull"])
    match panel.kind:
        case "number":
            return stat.Panel().reduce_options(last).graph_mode(BigValueGraphMode.NONE)
        case "bars":
            return bargauge.Panel().reduce_options(last).min(0)  # from zero: a bar is a length
        case "line":
            legend = common.VizLegendOptions().show_legend(True).display_mode(LegendDisplayMode.TABLE)
            legend = legend.placement(LegendPlacement.BOTTOM).calcs(["lastNotNull", "max"])
            tooltip = common.VizTooltipOptions().mode(TooltipDisplayMode.MULTI).sort(SortOrder.DESCENDING)
            return timeseries.Panel().legend(legend).tooltip(tooltip).fill_opacity(8)

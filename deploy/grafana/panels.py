"""What a dashboard is made of, and how it becomes the JSON that Grafana is provisioned with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from grafana_foundation_sdk.builders import bargauge, common, dashboard, prometheus, stat, table, timeseries
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.common import (
    BarGaugeDisplayMode,
    BigValueGraphMode,
    BigValueTextMode,
    GraphThresholdsStyleMode,
    LegendDisplayMode,
    LegendPlacement,
    SortOrder,
    TooltipDisplayMode,
    VisibilityMode,
    VizOrientation,
)
from grafana_foundation_sdk.models.dashboard import (
    DashboardCursorSync,
    DashboardLinkType,
    DataSourceRef,
    DataTransformerConfig,
    DynamicConfigValue,
    FieldColorModeId,
    GridPos,
    Threshold,
    ThresholdsMode,
    ValueMap,
    ValueMappingResult,
)
from grafana_foundation_sdk.models.prometheus import PromQueryFormat

from contracts.currencies import MINOR_DIGITS
from services.names import GROUP_PREFIX

WIDTH = 24
LINES_MAX = 6
DATASOURCE = DataSourceRef(type_val="prometheus", uid="${datasource}")
TAG = "tideover"
SHARE = "percentunit"
DAYS = "suffix:days"
"""Days as days; Grafana's own unit writes three weeks for the 21 days of a law."""
COUNT = "count"
"""Whole things, in grouped digits."""
MONEY = "money"
"""Grouped digits; the name of the currency stands beside the figure and says how many decimals it has."""
USUAL_DIGITS = 2
GROUPED = "locale"
DECIMALS = {COUNT: 0, MONEY: USUAL_DIGITS}
"""Units of ours that Grafana writes in grouped digits, with so many decimals."""
GREEN, ORANGE, RED, BLUE, GREY, INK = "green", "orange", "red", "blue", "#808080", "text"
CANNOT_SEE = "cannot see"
"""What a panel says that finds nothing: on a quiet day every panel finds something."""
YES_OR_NO = {0: "no", 1: "yes"}
NO_DAY = "cannot see, or no day was closed yet"
NO_MESSAGE = "cannot see, or nothing came yet"
RUNBOOKS = "https://runbooks.tideover.example"
NO_CASE = -1
"""The share of no case at all; shown as words in grey, since it is neither good nor bad."""
NO_CASE_SAID = {NO_CASE: "no case"}
IN_WORDS = (
    {"regex": f"/^{GROUP_PREFIX}/", "renamePattern": ""},
    {"regex": "/_/g", "renamePattern": " "},
)
"""How values of labels become what people read."""
Level = tuple[float, str]
VARIABLES: Mapping[str, tuple[str, str]] = {
    "service": ("Service", "tideover_outbox_waiting_events"),
    "topic": ("Topic", "tideover_lag_events"),
    "partition": ("Partition", "tideover_lag_events"),
    "scheme": ("Scheme", "tideover_law_known_seconds"),
}
"""What may be chosen, by label: how it is called, and the metric that knows its values."""
ALL = ".*"
VERSION_CHANGED = "count by (version) (tideover_build_info) unless count by (version) (tideover_build_info offset 2m)"
LAW_CHANGED = (
    "max by (scheme) (tideover_law_known_seconds > tideover_law_known_seconds offset 2m"
    " or tideover_law_renewal_seconds > tideover_law_renewal_seconds offset 2m)"
)
"""What is known of a law lasts longer than before: a value began to hold, or its sheet has new ones."""
PAGED = 'max by (alertname, role) (ALERTS{alertstate="firing",severity="page"}) unless on (alertname) ALERTS offset 2m'


@dataclass(frozen=True)
class Panel:
    """One panel: what it shows in a sentence, its unit, and queries with their legends."""

    title: str
    says: str
    unit: str
    queries: Sequence[tuple[str, str]]
    kind: Literal["line", "number", "bars", "alerts"] = "line"
    width: int = 8
    height: int = 8
    first: str = ""
    levels: Sequence[Level] = ()
    """From which value on which colour; below the first level it is `first`, green if it is not said."""
    words: Mapping[int, str] = field(default_factory=dict)
    """What is said in place of a value; in place of `NO_CASE` it is grey."""
    shows: Literal["auto", "name", "value_and_name"] = "auto"
    """Of a number: its name is shown where there are several, always, or alone."""
    decimals: int | None = None
    """How many are written; as many as make three digits if it is not said."""
    nothing: str = CANNOT_SEE
    """What it says where it finds nothing."""

    def lowest(self) -> str:
        """The colour below the first level: calm where nothing is good or bad."""
        return self.first or (
            GREEN if self.levels else {"number": INK, "alerts": INK, "bars": BLUE}.get(self.kind, GREEN)
        )


@dataclass(frozen=True)
class Dashboard:
    """One dashboard: rows of panels, filled from the left."""

    uid: str
    title: str
    says: str
    rows: Sequence[tuple[str, Sequence[Panel]]]
    marks_operations: bool = True
    """Whether deployments and alerts are drawn across its panels; not for those who watch people, not machines."""
    variables: Sequence[str] = ()
    """By which labels a reader may choose, of `VARIABLES`."""

    def panels(self) -> Iterator[Panel]:
        """All panels, row by row."""
        for _, panels in self.rows:
            yield from panels

    def as_json(self) -> str:
        """The classic JSON, in one fixed form."""
        return JSONEncoder(sort_keys=True, indent=1).encode(_with_ids(self)) + "\n"


def of_the_most(shown: str, ranked: str, *labels: str) -> str:
    """The lines of an expression that rank highest over the time shown: a chart of forty lines shows none."""
    return f"{shown} and on ({', '.join(labels)}) topk({LINES_MAX}, {ranked})"


Built = bargauge.Panel | stat.Panel | timeseries.Panel | table.Panel


def _with_ids(one: Dashboard) -> dict[str, Any]:
    built: dict[str, Any] = json.loads(JSONEncoder().encode(_built(one).build()))
    for number, panel in enumerate(built["panels"], 1):
        panel["id"] = number
    return built


def _built(one: Dashboard) -> dashboard.Dashboard:
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
        .link(links)
    )
    for variable in _variables(one):
        built = built.with_variable(variable)
    for mark in _marks(one):
        built = built.annotation(mark)
    top = 0
    for title, panels in one.rows:
        built = built.with_row(dashboard.Row(title).grid_pos(GridPos(h=1, w=WIDTH, x=0, y=top)))
        top += 1
        for panel, place in zip(panels, _places(panels, top), strict=True):
            built = built.with_panel(_panel(panel).grid_pos(place))
            bottom = place.y + place.h
            top = max(top, bottom)
    return built


def _variables(
    one: Dashboard,
) -> Iterator[dashboard.DatasourceVariable | dashboard.QueryVariable | dashboard.TextBoxVariable]:
    yield dashboard.DatasourceVariable("datasource").label("Data").type("prometheus")
    for name in one.variables:
        label, metric = VARIABLES[name]
        asked = dashboard.QueryVariable(name).label(label).datasource(DATASOURCE)
        yield asked.query(f"label_values({metric}, {name})").multi(True).include_all(True).all_value(ALL)
    if any(panel.kind == "alerts" for panel in one.panels()):
        yield dashboard.TextBoxVariable("runbooks").label("Runbooks").default_value(RUNBOOKS)


def _marks(one: Dashboard) -> Iterator[dashboard.AnnotationQuery]:
    if one.marks_operations:
        yield _mark("Another version runs", VERSION_CHANGED, "{{version}}", "blue")
        yield _mark("Alerts that call somebody", PAGED, "{{alertname}} {{role}}", RED)
    yield _mark("The law changes", LAW_CHANGED, "{{scheme}}", "purple")


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
    unit = GROUPED if panel.unit in DECIMALS else panel.unit
    built = _of_kind(panel).title(panel.title).description(panel.says).unit(unit).datasource(DATASOURCE)
    built = built.no_value(panel.nothing).thresholds(
        dashboard.ThresholdsConfig()
        .mode(ThresholdsMode.ABSOLUTE)
        .steps(
            [Threshold(color=panel.lowest()), *(Threshold(value=value, color=color) for value, color in panel.levels)]
        )
    )
    mode = FieldColorModeId.PALETTE_CLASSIC if panel.kind == "line" else FieldColorModeId.THRESHOLDS
    built = built.color_scheme(dashboard.FieldColor().mode(mode))
    if panel.words:
        said = {str(key): _said(key, words) for key, words in panel.words.items()}
        built = built.mappings([ValueMap(options=said)])
    if (decimals := DECIMALS.get(panel.unit, panel.decimals)) is not None:
        built = built.decimals(decimals)
    if panel.unit == MONEY:
        built = _with_decimals(built)
    if panel.kind != "alerts":
        for renaming in IN_WORDS:
            built = built.with_transformation(DataTransformerConfig("renameByRegex", options=renaming))
    for number, (expression, legend) in enumerate(panel.queries):
        query = prometheus.Dataquery().expr(expression).ref_id(chr(ord("A") + number)).legend_format(legend)
        query = query.datasource(DATASOURCE)
        if panel.kind == "alerts":
            query = query.format(PromQueryFormat.TABLE)
        built = built.with_target(query.range() if panel.kind == "line" else query.instant())
    return built


def _said(value: int, words: str) -> ValueMappingResult:
    return ValueMappingResult(text=words, color=GREY) if value == NO_CASE else ValueMappingResult(text=words)


def _with_decimals(built: Built) -> Built:
    """Each currency's own decimals, told by its name at the end of what a figure is called."""
    for digits in sorted({*MINOR_DIGITS.values()} - {USUAL_DIGITS}):
        codes = "|".join(code for code, its in sorted(MINOR_DIGITS.items()) if its == digits)
        built = built.override_by_regexp(f"/\\b({codes})$/", [DynamicConfigValue("decimals", digits)])
    return built


def _of_kind(panel: Panel) -> Built:
    last = common.ReduceDataOptions().calcs(["lastNotNull"])
    match panel.kind:
        case "number":
            number = stat.Panel().reduce_options(last).graph_mode(BigValueGraphMode.NONE)
            return number.text_mode(BigValueTextMode(panel.shows))
        case "bars":
            bars = bargauge.Panel().reduce_options(last).min(0)  # from zero: a bar is a length
            return bars.orientation(VizOrientation.HORIZONTAL).display_mode(BarGaugeDisplayMode.BASIC)
        case "alerts":
            return _alerts()
        case "line":
            legend = common.VizLegendOptions().show_legend(True).display_mode(LegendDisplayMode.TABLE)
            many = panel.width >= WIDTH // 2 and any("{{" in name for _, name in panel.queries)
            beside = LegendPlacement.RIGHT if many else LegendPlacement.BOTTOM
            legend = legend.placement(beside).calcs(["lastNotNull", "max"])
            tooltip = common.VizTooltipOptions().mode(TooltipDisplayMode.MULTI).sort(SortOrder.DESCENDING)
            lines = timeseries.Panel().legend(legend).tooltip(tooltip).fill_opacity(8)
            lines = lines.axis_soft_min(0).show_points(VisibilityMode.NEVER)  # what falls to zero is seen to
            limit = common.GraphThresholdsStyleConfig().mode(GraphThresholdsStyleMode.DASHED)
            return lines.thresholds_style(limit) if panel.levels else lines


ALERT_COLUMNS = {
    "alertname": "Alert",
    "severity": "How soon",
    "role": "Role",
    "service": "Service",
    "stage": "Stage",
    "scheme": "Scheme",
    "Value": "For",
}


def _alerts() -> table.Panel:
    """What fires, one a line, each with the way to its runbook."""
    order = {name: number for number, name in enumerate(ALERT_COLUMNS)}
    options = {"excludeByName": {"Time": True}, "renameByName": ALERT_COLUMNS, "indexByName": order}
    link = {"title": "Runbook", "url": "${runbooks}/${__value.raw}.md", "targetBlank": True}
    return (
        table.Panel()
        .with_transformation(DataTransformerConfig("organize", options=options))
        .override_by_name("Alert", [DynamicConfigValue("links", [link])])
    )

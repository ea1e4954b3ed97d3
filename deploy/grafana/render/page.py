"""A whole dashboard as one SVG: every panel where its `gridPos` puts it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from deploy.grafana.lint import Json, panels_of
from deploy.grafana.panels import WIDTH
from deploy.grafana.render.asking import Series, Span, asked, series_of, variables_of
from deploy.grafana.render.chart import lines
from deploy.grafana.render.field import NotDrawn, field_of
from deploy.grafana.render.room import Mark, Room
from deploy.grafana.render.svg import (
    FAINT,
    FONT,
    GROUND,
    INK,
    LINE,
    PAPER,
    box,
    element,
    group,
    shortened,
    text,
    width_of,
)
from deploy.grafana.render.tiles import bars, numbers, table
from deploy.prometheus.api import Api, QueryFailed

PAGE_WIDTH = 1600
CELL, BETWEEN, EDGE, HEAD = 38, 8, 16, 74
TITLE = 30
TILES = {"stat": numbers, "bargauge": bars, "table": table}
LINES = "timeseries"
FAULT = "#e02f44"


@dataclass
class Picture:
    """What was drawn, and what its panels could not show."""

    svg: str
    empty: list[str] = field(default_factory=list)
    """Titles of panels that found nothing."""
    failed: list[str] = field(default_factory=list)
    """Panels whose query Prometheus refused, with its words."""


def drawn(dashboard: Json, api: Api, span: Span, chosen: Mapping[str, str] | None = None) -> Picture:
    """The dashboard over a span. Raises `NotDrawn` for what this renderer does not know."""
    variables = variables_of(dashboard, chosen or {})
    picture = Picture("")
    marks = list(_marks(dashboard, api, span, variables))
    inside = list(_head(dashboard, span, variables, marks))
    inside += [_row(one) for one in dashboard["panels"] if one["type"] == "row"]
    for panel in panels_of(dashboard):
        filled = _with_variables(panel, variables)
        inside.append(_panel(filled, _found(filled, api, span, variables, picture), span, marks))
    bottom = max(one["gridPos"]["y"] + one["gridPos"]["h"] for one in dashboard["panels"])
    height = HEAD + bottom * CELL + EDGE
    picture.svg = element(
        "svg",
        element("title", dashboard["title"]),
        element("desc", dashboard["description"]),
        box(0, 0, PAGE_WIDTH, height, fill=GROUND),
        *inside,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {PAGE_WIDTH} {height}",
        width=PAGE_WIDTH,
        height=height,
        role="img",
        font_family=FONT,
    )
    return picture


def _with_variables(panel: Json, variables: Mapping[str, str]) -> Json:
    """The panel with variables filled in where they stand in braces: in links."""
    said = json.dumps(panel)
    for name, value in variables.items():
        said = said.replace(f"${{{name}}}", json.dumps(value)[1:-1])
    filled: Json = json.loads(said)
    return filled


def _found(panel: Json, api: Api, span: Span, variables: Mapping[str, str], picture: Picture) -> list[Series] | str:
    """What a panel's queries find, or Prometheus' words on why they cannot be answered."""
    try:
        found = list(series_of(panel, api, span, variables))
    except QueryFailed as fault:
        picture.failed.append(f"{panel['title']}: {fault}")
        return str(fault)
    if not found:
        picture.empty.append(panel["title"])
    return found


def _marks(dashboard: Json, api: Api, span: Span, variables: Mapping[str, str]) -> Iterator[Mark]:
    """The first moment of each stretch in which a mark's expression finds something."""
    for one in dashboard["annotations"].get("list", ()):
        target = {**one, "range": True, "legendFormat": one["titleFormat"]}
        for series in asked(target, api, span, variables):
            last = 0.0
            for at, _ in series.points:
                if at - last > 2 * span.step_seconds:
                    yield Mark(at, f"{one['name']}: {series.name}", one["iconColor"])
                last = at


def _head(dashboard: Json, span: Span, variables: Mapping[str, str], marks: Sequence[Mark]) -> Iterator[str]:
    yield text(dashboard["title"], EDGE, 28, size=20, font_weight=600)
    yield text(shortened(dashboard["description"], PAGE_WIDTH * 0.8, 13), EDGE, 50, size=13, color=FAINT)
    start, end = (datetime.fromtimestamp(at, UTC) for at in (span.start, span.end))
    time = f"{start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M} UTC"
    yield text(time, PAGE_WIDTH - EDGE, 28, size=13, text_anchor="end")
    chosen = ", ".join(f"{name}: {'all' if value == '.*' else value}" for name, value in variables.items())
    said = "; ".join(part for part in (chosen, f"{len(marks)} marks" if marks else "") if part)
    yield text(said, PAGE_WIDTH - EDGE, 50, size=12, color=FAINT, text_anchor="end")


def _place(panel: Json) -> tuple[float, float, float, float]:
    place, column = panel["gridPos"], (PAGE_WIDTH - 2 * EDGE + BETWEEN) / WIDTH
    x, y = EDGE + place["x"] * column, HEAD + place["y"] * CELL
    return x, y, place["w"] * column - BETWEEN, place["h"] * CELL - BETWEEN


def _row(row: Json) -> str:
    x, y, width, _ = _place(row)
    line = element("line", x1=x, x2=x + width, y1=y + 28, y2=y + 28, stroke=LINE)
    return group(text(row["title"], x, y + 20, size=15, font_weight=600), line, title=row["title"])


def _panel(panel: Json, found: list[Series] | str, span: Span, marks: Sequence[Mark]) -> str:
    x, y, width, height = _place(panel)
    room = Room(width - 24, height - TITLE - 12, span, marks)
    title = text(shortened(panel["title"], room.width, 14), 12, 20, size=14, font_weight=600)
    inside = element("g", *_inside(panel, found, room), transform=f"translate(12 {TITLE})")
    frame = box(0, 0, width, height, fill=PAPER, stroke=LINE, rx=3)
    placed = element("g", frame, title, inside, transform=f"translate({x:.1f} {y:.1f})")
    return group(placed, title=panel["title"], says=f"{panel['description']} {_told(panel, found)}".strip())


def _inside(panel: Json, found: list[Series] | str, room: Room) -> Iterator[str]:
    kind = panel["type"]
    if kind != LINES and kind not in TILES:
        raise NotDrawn(f"{panel['title']}: a panel of type {kind} is not known.")
    if isinstance(found, str):
        yield text(shortened(found, room.width, 12), 0, 20, color=FAULT)
    elif not found:
        words = field_of(panel).no_value
        size = min(16.0, room.width / width_of(words, 1))
        yield text(words, room.width / 2, room.height / 2 + 5, size=size, color=INK, text_anchor="middle")
    elif kind == LINES:
        yield from lines(panel, found, room)
    else:
        yield from TILES[kind](panel, found, room)


def _told(panel: Json, found: list[Series] | str) -> str:
    """The values in words, for who cannot see them."""
    if isinstance(found, str):
        return found
    if not found:
        return field_of(panel).no_value
    return "; ".join(f"{one.name}: {field_of(panel, one.name).text(one.last)}" for one in found) + "."

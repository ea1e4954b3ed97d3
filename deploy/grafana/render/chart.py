"""Panels of lines: axes, gaps, thresholds, marks, and the legend as a table."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape

from deploy.grafana.lint import Json
from deploy.grafana.panels import SHARE
from deploy.grafana.render.asking import Point, Series, Span
from deploy.grafana.render.field import Field, field_of, named
from deploy.grafana.render.room import Room
from deploy.grafana.render.svg import FAINT, LINE, box, element, shortened, text, width_of

LEGEND_MAX_SHARE, LEGEND_BESIDE_SHARE = 0.35, 0.5
LEGEND_ROW, LEGEND_COLUMN = 18, 88
TICKS_X, TICKS_Y = 6, 4
TOP, BOTTOM = 8, 26
GAP_STEPS = 1.5
PERCENT_DIGITS = 2
SHORT_SECONDS, DAY = 1200, 86_400
WORDS = {"lastNotNull": "Last", "max": "Max", "min": "Min", "mean": "Mean"}


@dataclass(frozen=True)
class Plot:
    """Where the lines are drawn: a rectangle, the time across it and the values up it."""

    left: float
    width: float
    height: float
    span: Span
    low: float
    high: float

    def x(self, at: float) -> float:
        """Where a moment stands."""
        return self.left + (at - self.span.start) / (self.span.end - self.span.start) * self.width

    def y(self, value: float) -> float:
        """Where a value stands."""
        return self.height * (1 - (value - self.low) / (self.high - self.low))


def lines(panel: Json, found: Sequence[Series], room: Room) -> Iterator[str]:
    """The chart with its legend."""
    beside = panel["options"]["legend"]["placement"] == "right"
    legend = _legend_room(panel, found, room, beside=beside)
    wide = room.width - (legend.width + 16 if beside else 0)
    high = room.height - TOP - BOTTOM - (0 if beside else legend.height)
    low, top, ticks = _scale(panel, found)
    shown = field_of(panel)
    labels = [(tick, shown.text(tick)) for tick in ticks]
    left = max(width_of(words, 11) for _, words in labels) + 8
    plot = Plot(left, wide - left - 4, high, room.span, low, top)
    inside = [*_axes(plot, labels), *_thresholds(panel, shown, plot)]
    for mark in room.marks:
        x = plot.x(mark.at)
        drawn = element("line", x1=x, x2=x, y1=0, y2=high, stroke=named(mark.color), stroke_dasharray="4 3")
        inside.append(element("g", element("title", escape(mark.says)), drawn))
    for number, one in enumerate(found):
        inside += _line(one, plot, field_of(panel, one.name).color(one.last, number))
    yield element("g", *inside, transform=f"translate(0 {TOP})")
    x, y = (wide + 16, 0.0) if beside else (0.0, room.height - legend.height)
    yield element("g", *_legend(panel, found, legend), transform=f"translate({x:.0f} {y:.0f})")


def _legend_room(panel: Json, found: Sequence[Series], room: Room, *, beside: bool) -> Room:
    """Below the chart a third of the panel at most, or beside it as wide as its names."""
    if beside:
        names = max(width_of(one.name, 12) for one in found) + 24
        wide = names + LEGEND_COLUMN * len(panel["options"]["legend"]["calcs"])
        return replace(room, width=min(wide, room.width * LEGEND_BESIDE_SHARE))
    high = max(2 * LEGEND_ROW, room.height * LEGEND_MAX_SHARE)
    return replace(room, height=min((len(found) + 1) * LEGEND_ROW, high))


def _scale(panel: Json, found: Sequence[Series]) -> tuple[float, float, list[float]]:
    """From where to where the values are drawn, and the ticks between."""
    shown = panel["fieldConfig"]["defaults"]
    values = [value for one in found for _, value in one.points if math.isfinite(value)]
    low, top = min(values, default=0.0), max(values, default=1.0)
    if (soft := shown.get("custom", {}).get("axisSoftMin")) is not None:
        low = min(low, soft)
    if top <= low:
        top = low + 1
    step = _step((top - low) / TICKS_Y, 2 if shown.get("unit") == "bytes" else 10)
    if (decimals := shown.get("decimals")) is not None:
        step = max(step, 10.0 ** -(decimals + PERCENT_DIGITS * (shown.get("unit") == SHARE)))
    first, last = math.floor(low / step), math.ceil(top / step)
    return first * step, last * step, [number * step for number in range(first, last + 1)]


def _step(least: float, base: int) -> float:
    """The smallest round step that is not below `least`."""
    size = float(base ** math.floor(math.log(least, base)))
    return next(size * nice for nice in (1, 2, 5, 10) if size * nice >= least)


def _axes(plot: Plot, labels: Sequence[tuple[float, str]]) -> Iterator[str]:
    for tick, words in labels:
        y = plot.y(tick)
        yield element("line", x1=plot.left, x2=plot.left + plot.width, y1=y, y2=y, stroke=LINE, stroke_width=0.7)
        yield text(words, plot.left - 6, y + 4, size=11, color=FAINT, text_anchor="end")
    span = plot.span
    length = span.end - span.start
    shape = "%H:%M:%S" if length < SHORT_SECONDS else "%H:%M" if length < DAY else "%m-%d"
    count = max(2, min(TICKS_X, int(plot.width / 95)))
    for number in range(count + 1):
        at = span.start + length * number / count
        anchor = "end" if number == count else "start" if number == 0 else "middle"
        moment = datetime.fromtimestamp(at, UTC).strftime(shape)
        yield text(moment, plot.x(at), plot.height + 16, size=11, color=FAINT, text_anchor=anchor)


def _thresholds(panel: Json, field: Field, plot: Plot) -> Iterator[str]:
    style = panel["fieldConfig"]["defaults"].get("custom", {}).get("thresholdsStyle", {}).get("mode", "off")
    if style == "off":
        return
    for step in field.steps:
        value = step.get("value")
        if value is not None and plot.low <= value <= plot.high:
            y, color = plot.y(value), named(step["color"])
            yield element(
                "line", x1=plot.left, x2=plot.left + plot.width, y1=y, y2=y, stroke=color, stroke_dasharray="8 4"
            )


def _line(one: Series, plot: Plot, color: str) -> Iterator[str]:
    for stretch in _stretches(one.points, plot.span.step_seconds):
        places = [(plot.x(at), plot.y(value)) for at, value in stretch]
        if len(places) == 1:
            yield element("circle", cx=places[0][0], cy=places[0][1], r=2, fill=color)
            continue
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        yield element("polyline", points=path, fill="none", stroke=color, stroke_width=1.6)


def _stretches(points: Sequence[Point], step_seconds: int) -> Iterator[list[Point]]:
    """Points without a gap between them."""
    stretch: list[Point] = []
    for at, value in points:
        if not math.isfinite(value):
            continue
        if stretch and at - stretch[-1][0] > GAP_STEPS * step_seconds:
            yield stretch
            stretch = []
        stretch.append((at, value))
    if stretch:
        yield stretch


def _legend(panel: Json, found: Sequence[Series], room: Room) -> Iterator[str]:
    calcs = panel["options"]["legend"]["calcs"]
    names = room.width - LEGEND_COLUMN * len(calcs)
    for number, calc in enumerate(calcs, 1):
        x = names + LEGEND_COLUMN * number
        yield text(WORDS[calc], x, 12, size=11, color=FAINT, text_anchor="end", font_weight=600)
    fit = max(1, int(room.height / LEGEND_ROW) - 1)
    if fit < len(found):
        yield text(f"{len(found) - fit} more by scrolling", 0, 12, size=11, color=FAINT)
    for number, one in enumerate(found[:fit]):
        y = (number + 1) * LEGEND_ROW + 12
        shown = field_of(panel, one.name)
        yield box(0, y - 6, 12, 3, fill=shown.color(one.last, number))
        yield text(shortened(one.name, names - 20, 12), 18, y, size=12)
        for place, calc in enumerate(calcs, 1):
            value = one.last if calc == "lastNotNull" else one.largest
            yield text(shown.text(value), names + LEGEND_COLUMN * place, y, size=12, text_anchor="end")

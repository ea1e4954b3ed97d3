"""Panels of lines: axes, gaps, thresholds, marks, and the legend as a table."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from deploy.grafana.lint import Json
from deploy.grafana.render.asking import Point, Series, Span
from deploy.grafana.render.field import Field, field_of, named
from deploy.grafana.render.svg import FAINT, LINE, box, element, shortened, text, width_of

LEGEND_MAX_SHARE = 0.35
LEGEND_ROW = 18
TICKS_X, TICKS_Y = 6, 4
GAP_STEPS = 1.5
WORDS = {"lastNotNull": "Last", "max": "Max", "min": "Min", "mean": "Mean"}


@dataclass(frozen=True)
class Mark:
    """A moment that is drawn across every chart."""

    at: float
    says: str
    color: str


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


def lines(
    panel: Json, found: Sequence[Series], width: float, height: float, span: Span, marks: Sequence[Mark]
) -> Iterator[str]:
    """The chart with its legend."""
    legend = min((len(found) + 1) * LEGEND_ROW, max(2 * LEGEND_ROW, height * LEGEND_MAX_SHARE))
    high = height - legend - 26
    low, top, ticks = _scale(panel, found)
    field = field_of(panel)
    labels = [(tick, field.text(tick)) for tick in ticks]
    left = max(width_of(words, 11) for _, words in labels) + 8
    plot = Plot(left, width - left - 4, high, span, low, top)
    yield from _axes(plot, labels)
    yield from _thresholds(panel, field, plot)
    for mark in marks:
        x = plot.x(mark.at)
        drawn = element("line", x1=x, x2=x, y1=0, y2=high, stroke=named(mark.color), stroke_dasharray="4 3")
        yield element("g", element("title", mark.says), drawn)
    for number, one in enumerate(found):
        yield from _line(one, plot, field_of(panel, one.name).color(one.last, number))
    yield element("g", *_legend(panel, found, width, legend), transform=f"translate(0 {height - legend:.0f})")


def _scale(panel: Json, found: Sequence[Series]) -> tuple[float, float, list[float]]:
    """From where to where the values are drawn, and the ticks between."""
    custom = panel["fieldConfig"]["defaults"].get("custom", {})
    values = [value for one in found for _, value in one.points if math.isfinite(value)]
    low, top = min(values, default=0.0), max(values, default=1.0)
    if (soft := custom.get("axisSoftMin")) is not None:
        low = min(low, soft)
    if (least := panel["fieldConfig"]["defaults"].get("min")) is not None:
        low = least
    if top <= low:
        top = low + 1
    step = 10 ** math.floor(math.log10((top - low) / TICKS_Y))
    step = next(step * nice for nice in (1, 2, 5, 10) if (top - low) / (step * nice) <= TICKS_Y)
    first, last = math.floor(low / step), math.ceil(top / step)
    return first * step, last * step, [number * step for number in range(first, last + 1)]


def _axes(plot: Plot, labels: Sequence[tuple[float, str]]) -> Iterator[str]:
    for tick, words in labels:
        y = plot.y(tick)
        yield element("line", x1=plot.left, x2=plot.left + plot.width, y1=y, y2=y, stroke=LINE, stroke_width=0.7)
        yield text(words, plot.left - 6, y + 4, size=11, color=FAINT, text_anchor="end")
    span = plot.span
    for number in range(TICKS_X + 1):
        at = span.start + (span.end - span.start) * number / TICKS_X
        anchor = "end" if number == TICKS_X else "start" if number == 0 else "middle"
        short = datetime.fromtimestamp(at, UTC).strftime("%H:%M" if span.end - span.start < 86_400 else "%m-%d")
        yield text(short, plot.x(at), plot.height + 16, size=11, color=FAINT, text_anchor=anchor)


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


def _legend(panel: Json, found: Sequence[Series], width: float, height: float) -> Iterator[str]:
    calcs = panel["options"]["legend"]["calcs"]
    column = 92.0
    names = width - column * len(calcs)
    for number, calc in enumerate(calcs, 1):
        x = names + column * number
        yield text(WORDS[calc], x, 12, size=11, color=FAINT, text_anchor="end", font_weight=600)
    fit = max(1, int(height / LEGEND_ROW) - 1)
    if fit < len(found):
        yield text(f"{len(found) - fit} more by scrolling", 0, 12, size=11, color=FAINT)
    for number, one in enumerate(found[:fit]):
        y = (number + 1) * LEGEND_ROW + 12
        field = field_of(panel, one.name)
        yield box(0, y - 6, 12, 3, fill=field.color(one.last, number))
        yield text(shortened(one.name, names - 20, 12), 18, y, size=12)
        for place, calc in enumerate(calcs, 1):
            value = one.last if calc == "lastNotNull" else one.largest
            yield text(field.text(value), names + column * place, y, size=12, text_anchor="end")

"""How a figure of the law went through time, as a line of steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from law.language.terms.parameters import Parameter
from law.pages.measures import PLOT_HEIGHT, PLOT_TOP, PLOT_WIDTH

FEWEST = 3
"""Values below which a list says it all."""


@dataclass(frozen=True, slots=True)
class Plot:
    """A line of steps: `path` as a picture draws it; the first and the last year at its feet."""

    path: str
    first: int
    last: int
    width: int = PLOT_WIDTH
    height: int = PLOT_TOP + PLOT_HEIGHT


def plot(parameter: Parameter) -> Plot | None:
    """The line of a figure that changed, from zero up; none if it changed less than twice."""
    values = parameter.values
    if len(values) < FEWEST or any(value.value < 0 for value in values):
        return None
    highest = max(Fraction(value.value) for value in values) or Fraction(1)
    first, last = values[0].since, values[-1].since
    end = values[-1].until or last + (last - first) / len(values)
    pieces: list[str] = []
    for value in values:
        height = PLOT_TOP + PLOT_HEIGHT - int(Fraction(value.value) / highest * PLOT_HEIGHT)
        start, stop = _across(value.since, first, end), _across(value.until or end, first, end)
        joined = pieces and pieces[-1].endswith(f"H{start}")
        pieces.append(f"{'V' if joined else f'M{start} '}{height}H{stop}")
    return Plot("".join(pieces), first.year, (end - timedelta(days=1)).year)


def _across(day: date, first: date, end: date) -> int:
    return (day - first).days * PLOT_WIDTH // max(1, (end - first).days)

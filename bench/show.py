"""Figures as a plain table, or as one JSON object."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bench.figures import Figure
from bench.machine import Machine

HEAD = ("what", "unit", "median", "quartiles", "min", "medians of runs", "runs")
FINE = 10  # figures below it are shown to the thousandth


def table(machine: Machine, figures: Sequence[Figure]) -> str:
    """The machine on one line, and a line a figure."""
    rows = [HEAD, *(_row(one) for one in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([str(machine), "", *lines])


def as_json(machine: Machine, figures: Sequence[Figure]) -> str:
    """The same for a machine to read."""
    about = {name: getattr(machine, name) for name in ("cores", "processor", "python", "load")}
    return json.dumps({"machine": about, "figures": [one.as_json() for one in figures]}, indent=1)


def _row(one: Figure) -> tuple[str, ...]:
    lower, upper = one.quartiles
    least, most = one.spread
    shown = [_shown(one.median), f"{_shown(lower)} - {_shown(upper)}", _shown(min(one.samples))]
    return one.what, one.unit, *shown, f"{_shown(least)} - {_shown(most)}", str(len(one.runs))


def _shown(value: float) -> str:
    return f"{value:.3f}" if value < FINE else f"{value:,.0f}"

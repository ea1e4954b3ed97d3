"""What growth cost, as a table with the power with which each figure grew, and as a chart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from bench.charts import GOOD, rows_of_plots
from bench.machine import Machine

MILLI = 1_000
ROOM = 1.15  # above the highest point
SHOWN = {
    "claim_ms": "processor ms\nof one more claim",
    "day_ms": "processor ms of a payment\non a closed day",
    "workers_mb": "memory of all\nworkers, MB",
}


@dataclass(frozen=True, slots=True)
class Grown:
    """What was measured at one size. Times of the processor are those of all processes and both servers."""

    claims: int
    facts: int
    claim_ms: float
    """Processor time of one more claim, from filing to payment instruction."""
    day_seconds: float
    """From the closing of a day until everybody who was due is in a file."""
    day_ms: float
    """Processor time of that, for each who was due."""
    workers_mb: float
    database_mb: float


def orders(measured: Sequence[Grown]) -> dict[str, float]:
    """For each figure the power of the number of live claims with which it grew, by least squares; 0 is not at all."""
    sizes = [math.log(one.claims) for one in measured]
    return {name: slope(sizes, [math.log(getattr(one, name)) for one in measured]) for name in _FIGURES}


_FIGURES = tuple(field.name for field in fields(Grown))[2:]


def slope(xs: Sequence[float], ys: Sequence[float]) -> float:
    """The slope of the line that fits best, by least squares."""
    middle_x, middle_y = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((x - middle_x) ** 2 for x in xs)
    return sum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys, strict=True)) / spread


def as_table(machine: Machine, measured: Sequence[Grown]) -> str:
    """A line a size, and below it with which power of the live claims each figure grew."""
    head = ("live claims", "facts", "a claim, ms", "a day, s", "a payment of it, ms", "workers, MB", "database, MB")
    rows = [head, *(tuple(_shown(value) for value in astuple(one)) for one in measured)]
    if len(measured) > 1:
        powers = orders(measured)
        rows.append(("grows with n to the power of", "", *(f"{powers[name]:.2f}" for name in _FIGURES)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join([str(machine), "", *lines])


def _shown(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}" if value < MILLI else f"{value:,.0f}"


def drawn(to: Path, measured: Sequence[Grown]) -> None:
    """Write the chart; every scale begins at zero but that of the claims, which is a logarithm."""
    with rows_of_plots(to, len(SHOWN)) as plots:
        for axes, (name, says) in zip(plots, SHOWN.items(), strict=True):
            values = [getattr(one, name) for one in measured]
            axes.plot([one.claims for one in measured], values, "o-", color=GOOD)
            axes.set_xscale("log")
            axes.set_ylim(0, ROOM * max(values))
            axes.set_ylabel(says)
        plots[-1].set_xlabel("live claims")

"""A surge as a chart: how many claims were filed and decided each second, how many waited, and for how long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from bench.surge_load import Surge
from bench.surge_told import Told

FILED, DECIDED, WAITING = "#5b7083", "#0b6e4f", "#a4441c"
LOOK = {"svg.hashsalt": "surge", "font.size": 10, "axes.spines.top": False, "axes.spines.right": False}


def drawn(to: Path, surge: Surge, told: Told, payments: tuple[float, float]) -> None:
    """Write the chart; `payments` is when the day's payments began to be put into files, and when all were."""
    with mpl.rc_context(
        {"svg.hashsalt": "surge", "font.size": 10, "axes.spines.top": False, "axes.spines.right": False}
    ):
        figure = Figure(figsize=(9, 6.4), layout="constrained")
        pace, waiting, wait = figure.subplots(3, sharex=True)
        seconds = range(int(told.over) + 2)
        _pace(pace, seconds, told)
        waiting.fill_between(
            seconds, [told.waiting(second) for second in seconds], step="post", color=WAITING, alpha=0.6
        )
        waiting.set_ylabel("claims that wait\nfor a decision")
        _waits(wait, seconds, told)
        for each in (pace, waiting, wait):
            each.axvspan(surge.calm_seconds, surge.ends, color="#e9edf1", zorder=0)
            each.set_ylim(bottom=0)
            each.margins(x=0)
            each.axvspan(*payments, ymax=0.04, color="#c79a2b")
        wait.set_xlabel("seconds; shaded: the surge; yellow: the day's payments are put into files")
        figure.savefig(to, metadata={"Date": None})


def _pace(axes: mpl.axes.Axes, seconds: range, told: Told) -> None:
    for what, moments, colour in (("filed", told.filed, FILED), ("decided", told.decided, DECIDED)):
        each = Counter(int(at) for at in moments)
        axes.step(seconds, [each[second] for second in seconds], where="post", color=colour, label=what)
    axes.set_ylabel("claims a second")
    axes.legend(frameon=False, loc="upper right")


def _waits(axes: mpl.axes.Axes, seconds: range, told: Told) -> None:
    """By the second in which they filed, how long the slowest waited for receipt and decision."""
    for what, waits, colour in (("receipt", told.intake(), FILED), ("decision", told.decisions(), DECIDED)):
        axes.step(
            seconds, _slowest(told.filed, waits, seconds), where="post", color=colour, label=f"{what}, the slowest"
        )
    axes.set_ylabel("seconds waited,\nby second of filing")
    axes.legend(frameon=False, loc="upper right")


def _slowest(filed: Sequence[float], waits: Sequence[float], seconds: range) -> list[float]:
    slowest = dict.fromkeys(seconds, float("nan"))
    for at, waited in zip(filed, waits, strict=True):
        second = int(at)
        slowest[second] = max(waited, slowest[second]) if slowest[second] == slowest[second] else waited
    return list(slowest.values())

"""A surge as a chart: how many claims were filed and decided each second, how many waited, and for how long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from matplotlib.axes import Axes

from bench.charts import CALM, GOOD, HARD, PAID, rows_of_plots
from bench.surge_load import Surge
from bench.surge_told import Told


def drawn(to: Path, surge: Surge, told: Told, payments: tuple[float, float]) -> None:
    """Write the chart; `payments` is when the day's payments began to be put into files, and when all were."""
    with rows_of_plots(to, 3) as (pace, waiting, wait):
        seconds = range(int(told.over) + 2)
        _pace(pace, seconds, told)
        who_waits = [told.waiting(second) for second in seconds]
        waiting.fill_between(seconds, who_waits, step="post", color=HARD, alpha=0.6)
        waiting.set_ylabel("claims that wait\nfor a decision")
        _waits(wait, seconds, told)
        for each in (pace, waiting, wait):
            each.axvspan(surge.calm_seconds, surge.ends, color="#e9edf1", zorder=0)
            each.set_ylim(bottom=0)
            each.margins(x=0)
            each.axvspan(*payments, ymax=0.04, color=PAID)
        wait.set_xlabel("seconds; shaded: the surge; yellow: the day's payments are put into files")


def _pace(axes: Axes, seconds: range, told: Told) -> None:
    for what, moments, colour in (("filed", told.filed, CALM), ("decided", told.decided, GOOD)):
        each = Counter(int(at) for at in moments)
        axes.step(seconds, [each[second] for second in seconds], where="post", color=colour, label=what)
    axes.set_ylabel("claims a second")
    axes.legend(frameon=False, loc="lower right", bbox_to_anchor=(1, 1), ncols=2)


def _waits(axes: Axes, seconds: range, told: Told) -> None:
    """By the second in which they filed, how long the slowest waited for receipt and decision."""
    for what, waits, colour in (("receipt", told.intake(), CALM), ("decision", told.decisions(), GOOD)):
        axes.step(
            seconds, _slowest(told.filed, waits, seconds), where="post", color=colour, label=f"{what}, the slowest"
        )
    axes.set_ylabel("seconds waited,\nby second of filing")
    axes.legend(frameon=False, loc="lower right", bbox_to_anchor=(1, 1), ncols=2)


def _slowest(filed: Sequence[float], waits: Sequence[float], seconds: range) -> list[float]:
    slowest = dict.fromkeys(seconds, float("nan"))
    for at, waited in zip(filed, waits, strict=True):
        second = int(at)
        slowest[second] = max(waited, slowest[second]) if slowest[second] == slowest[second] else waited
    return list(slowest.values())

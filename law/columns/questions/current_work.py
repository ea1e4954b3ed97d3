"""Questions about work that goes on beside the claim, over columns; histories hold no reductions or suspensions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from law.columns.chunk import Run
from law.columns.columns import Flags
from law.columns.histories import NONE
from law.columns.integers import Whole
from law.columns.masks import some
from law.columns.numbers import Numbers
from law.columns.segments import any_of, sums
from law.questions.person_and_job import MINUTES_OF_AN_HOUR


def weekly_hours_left(run: Run) -> Numbers:
    """Of all employments that run on the day of the claim."""
    jobs, running = run.histories.jobs, _running(run)
    not_said = running & (jobs.minutes_weekly == NONE)
    minutes = sums(np.where(running & ~not_said, jobs.minutes_weekly, 0), jobs.first)
    return Numbers(Whole(minutes), Whole(MINUTES_OF_AN_HOUR), some(any_of(not_said, jobs.first)))


def employments_running(run: Run) -> Numbers:
    """As the registry knows them; one that ends on that day no longer runs."""
    return Numbers(Whole(sums(_running(run), run.histories.jobs.first)))


def work_is_suspended(_run: Run) -> Flags:
    """Nobody's is."""
    return Flags(np.bool_(False))


def _running(run: Run) -> Any:
    jobs, filed = run.histories.jobs, run.histories.claimants.filed[run.persons_of_jobs]
    return (jobs.started != NONE) & (jobs.started <= filed) & ((jobs.ended == NONE) | (jobs.ended > filed))


ANSWERS: dict[str, Callable[..., Any]] = {
    "weekly_hours_left": weekly_hours_left,
    "employments_running": employments_running,
    "work_is_suspended": work_is_suspended,
}

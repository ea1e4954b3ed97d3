"""Questions that the claim itself answers, over columns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np

from law.columns.calendar import first_day_of, month_of
from law.columns.chunk import Run
from law.columns.columns import Days, day_of, number_of
from law.columns.integers import Whole
from law.columns.numbers import Numbers, rounded
from law.columns.windows import Look
from law.language.terms.calendar import next_working_day, working_day_from


def claim_day(run: Run) -> Days:
    """The day of filing."""
    filed = run.histories.claimants.filed
    return Days(filed[0] if (filed == filed[0]).all() else filed)


def claim_begins(run: Run) -> Days:
    """The day on which the claim begins."""
    return Days(run.law_days)


def calendar_days_of(_run: Run, look: Look) -> Numbers:
    """How long the window is."""
    return Numbers(Whole(look.until - look.since))


def working_day(run: Run, day: Days, number: Numbers) -> Days:
    """The so-manieth working day from a day on: looked up once for each pair of day and number."""
    size = (len(run),)
    pairs = np.stack([np.broadcast_to(day.values, size), np.broadcast_to(_truncated(number), size)])
    distinct, places = np.unique(pairs, axis=1, return_inverse=True)
    found = [number_of(working_day_from(day_of(since), int(count), run.country)) for since, count in distinct.T]
    return Days(np.array(found, dtype=np.int64)[places.reshape(-1)])


def reporting_day(run: Run, number: Numbers) -> Days:
    """By which day of this month employers must have reported the month before."""
    filed = run.histories.claimants.filed
    first = first_day_of(month_of(filed))
    return Days(_working(first + _truncated(number) - 1, run.country))


def reported_until(run: Run, number: Numbers) -> Days:
    """This month's first day once its reporting day is over; until then that of the month before."""
    filed = run.histories.claimants.filed
    month = month_of(filed)
    return Days(np.where(filed > reporting_day(run, number).values, first_day_of(month), first_day_of(month - 1)))


def _truncated(number: Numbers) -> Any:
    return rounded(number, "down").over.values  # days of a month are above zero


def _working(days: Any, country: str) -> Any:
    """The day itself if it is a working day, else the next one: looked up once for each distinct day."""
    distinct, places = np.unique(days, return_inverse=True)
    found: list[date] = [next_working_day(day_of(day), country) for day in distinct]
    return np.array([number_of(day) for day in found], dtype=np.int64)[places]


ANSWERS: dict[str, Callable[..., Any]] = {
    "claim_day": claim_day,
    "claim_begins": claim_begins,
    "calendar_days_of": calendar_days_of,
    "working_day": working_day,
    "reporting_day": reporting_day,
    "reported_until": reported_until,
}

"""Windows over columns: each person's stretch of days, and in which bucket of it each contribution lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from law.columns.calendar import add_months, first_day_of, month_of
from law.columns.columns import number_of
from law.columns.histories import Contributions
from law.columns.masks import Mask
from law.columns.segments import any_of
from law.language.terms.calendar import MONTHS_OF_A_YEAR
from law.language.terms.windows import BEGINNING, DAYS_OF_A_WEEK, MONTHS_OF, Window


@dataclass(frozen=True)
class Look:
    """A window as it stands for each person.

    `since` is its first day and `until` the first day after it. `size` is the number of its buckets; the one at
    place 0 is the latest, and `latest` is its running number (of months, of quarters, or 0 for one stretch).
    """

    window: Window
    since: Any
    until: Any
    size: Any
    latest: Any
    unknown: Mask = None


def look_back(window: Window, day: Any, longer: Any, not_before: Any, unknown: Mask) -> Look:
    """The window as it stands before each day; `longer` and `not_before` may be None. `day` is a whole column."""
    longer = np.zeros_like(day) if longer is None else longer
    look = _stretch(window, day, longer) if window.whole else _buckets(window, day, longer)
    since, until, size, latest = look
    if not_before is not None:
        since, size = _kept(window, since, until, size, not_before)
    return Look(window, since, until, size, latest, unknown)


def _stretch(window: Window, day: Any, longer: Any) -> tuple[Any, Any, Any, Any]:
    one, zero = np.ones_like(day), np.zeros_like(day)
    if window.unit == "ever":
        return np.full_like(day, number_of(BEGINNING)), day, one, zero
    if window.unit in ("day", "week"):
        days = window.taken * (DAYS_OF_A_WEEK if window.unit == "week" else 1)
        return day - days - longer, day, one, zero
    months = window.taken * (MONTHS_OF_A_YEAR if window.unit == "year" else 1)
    return add_months(day, -months) - longer, day, one, zero


def _buckets(window: Window, day: Any, longer: Any) -> tuple[Any, Any, Any, Any]:
    size = window.taken + longer
    if window.unit == "week":
        until = day - (window.of - window.taken) * DAYS_OF_A_WEEK
        return until - size * DAYS_OF_A_WEEK, until, size, np.zeros_like(day)
    length = MONTHS_OF[window.unit]
    latest = month_of(day) // length - window.of + window.taken - 1
    since, until = first_day_of((latest - size + 1) * length), first_day_of((latest + 1) * length)
    return since, until, size, latest


def _kept(window: Window, since: Any, until: Any, size: Any, not_before: Any) -> tuple[Any, Any]:
    """What is left of the window from that day on: whole buckets, or the rest of a stretch; perhaps nothing."""
    if window.whole:
        first = np.minimum(np.maximum(since, not_before), until)
        return first, np.where(first < until, size, 0)
    if window.unit == "week":
        left = np.clip((until - not_before) // DAYS_OF_A_WEEK, 0, size)
        return until - left * DAYS_OF_A_WEEK, left
    length = MONTHS_OF[window.unit]
    month = month_of(not_before)
    first = -(-(month + (not_before > first_day_of(month))) // length)
    latest = month_of(until) // length - 1
    left = np.clip(latest - first + 1, 0, size)
    return first_day_of((latest - left + 1) * length), left


def bucket_of(look: Look, days: Any, persons: Any) -> Any:
    """The place of the bucket that holds each day: 0 for the latest, rising into the past."""
    window = look.window
    if window.whole:
        return np.zeros_like(days)
    if window.unit == "week":
        return (look.until[persons] - 1 - days) // DAYS_OF_A_WEEK
    return look.latest[persons] - month_of(days) // MONTHS_OF[window.unit]


@dataclass(frozen=True)
class Seen:
    """The contributions that share a day with a window: whether each row does, whose it is, and its bucket."""

    rows: Any
    persons: Any
    doubt: Mask
    """For whom a row stands in two ways."""
    counts: Any
    """Whether each row touches the window and is not disputed."""


def seen_through(look: Look, contributions: Contributions, persons: Any) -> Seen:
    """Which rows touch the window."""
    until = np.where(look.size > 0, look.until, number_of(BEGINNING))  # nothing lies within an empty window
    touches = (contributions.start < until[persons]) & (look.since[persons] < contributions.end)
    if contributions.disputed is None:
        return Seen(touches, persons, None, touches)
    doubt = any_of(touches & contributions.disputed, contributions.first)
    return Seen(touches, persons, doubt if doubt.any() else None, touches & ~contributions.disputed)

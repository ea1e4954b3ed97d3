"""Questions about insured time in a window, over columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from law.columns.calendar import first_day_of, length_of, month_of
from law.columns.chunk import Run
from law.columns.histories import NONE, Histories
from law.columns.integers import Whole
from law.columns.masks import Mask, some
from law.columns.numbers import Numbers
from law.columns.segments import any_of, begins_of, first_of, greatest, running_greatest_before, sums
from law.columns.windows import Look, seen_through
from law.questions.insured_time import DAYS_OF_A_MONTH, MINUTES_OF_AN_HOUR


class Pieces(NamedTuple):
    """The days that contributions cover, each once, in pieces within one calendar month, in order.

    They are the same for every window; a window only cuts off what lies outside it.
    """

    persons: Any
    start: Any
    end: Any
    first: Any
    """Person i has the pieces from `first[i]` up to `first[i+1]`."""
    months: Any
    """Where the pieces of another person or month begin; None if each piece is alone in its month."""
    months_first: Any
    """Person i has the months from `months_first[i]` up to `months_first[i+1]`."""
    length: Any
    """The calendar days of each of these months."""


def pieces(run: Run, histories: Histories) -> Pieces:
    """What contributions cover; of a row that is stated in two ways nothing counts."""
    rows, persons = histories.contributions, run.persons_of_contributions
    end = rows.end if rows.disputed is None else np.where(rows.disputed, rows.start, rows.end)
    start = np.maximum(rows.start, running_greatest_before(end, rows.first, int(rows.start.min(initial=0))))
    there = np.flatnonzero(end > start)
    if len(there) < len(start):
        persons, start, end = persons[there], start[there], end[there]
    persons, start, end, month = _by_month(persons, start, end)
    begins = begins_of(persons, month)
    first = first_of(persons, len(histories))
    if len(begins) == len(persons):
        return Pieces(persons, start, end, first, None, first, length_of(month))
    return Pieces(
        persons, start, end, first, begins, first_of(persons[begins], len(histories)), length_of(month[begins])
    )


def _by_month(persons: Any, start: Any, end: Any) -> tuple[Any, Any, Any, Any]:
    """The same stretches cut at the ends of months."""
    first = month_of(start)
    pieces = month_of(end - 1) - first + 1
    if (pieces == 1).all():
        return persons, start, end, first
    row = np.repeat(np.arange(len(first)), pieces)
    month = first[row] + np.arange(len(row)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    begins = np.maximum(start[row], first_day_of(month))
    return persons[row], begins, np.minimum(end[row], first_day_of(month + 1)), month


def days_within(run: Run, look: Look) -> Any:
    """The days of each piece that lie within the window."""
    found = run.once(pieces, run.histories)
    end = np.minimum(found.end, look.until[found.persons])
    return np.maximum(end - np.maximum(found.start, look.since[found.persons]), 0)


def insured_days(run: Run, look: Look) -> Numbers:
    """Calendar days covered by contributions, each once."""
    found = run.once(pieces, run.histories)
    return Numbers(Whole(sums(run.once(days_within, look), found.first)), unknown=_disputed(run, look))


def insured_months(run: Run, look: Look) -> Numbers:
    """Whole calendar months that are covered count one; the other insured days add up, thirty to a month."""
    found, days = run.once(pieces, run.histories), run.once(days_within, look)
    if found.months is not None:
        days = np.add.reduceat(days, found.months)
    thirtieths = sums(np.where(days == found.length, DAYS_OF_A_MONTH, days), found.months_first)
    return Numbers(Whole(thirtieths), Whole(DAYS_OF_A_MONTH), _disputed(run, look))


def _disputed(run: Run, look: Look) -> Mask:
    rows = run.histories.contributions
    return None if rows.disputed is None else seen_through(look, rows, run.persons_of_contributions).doubt


def insured_hours(run: Run, look: Look) -> Numbers:
    """Hours that contributions state; doubt where one states none or crosses the edge of the window."""
    rows, persons = run.histories.contributions, run.persons_of_contributions
    seen = seen_through(look, rows, persons)
    if rows.minutes is None:
        return Numbers(Whole(0), unknown=some(any_of(seen.counts, rows.first)))
    crosses = (rows.start < look.since[persons]) | (look.until[persons] < rows.end)
    doubt = any_of(seen.counts & (crosses | (rows.minutes == NONE)), rows.first)
    minutes = sums(np.where(seen.counts & (rows.minutes != NONE), rows.minutes, 0), rows.first)
    return Numbers(Whole(minutes), Whole(MINUTES_OF_AN_HOUR), some(doubt))


def days_from_first_to_last(run: Run, look: Look) -> Numbers:
    """Calendar days between the first and the last insured day, both counted; zero if none is insured."""
    rows, persons = run.histories.contributions, run.persons_of_contributions
    seen = seen_through(look, rows, persons)
    first = -greatest(
        np.where(seen.counts, -np.maximum(rows.start, look.since[persons]), NONE + 1), rows.first, NONE + 1
    )
    last = greatest(np.where(seen.counts, np.minimum(rows.end, look.until[persons]), NONE + 1), rows.first, NONE + 1)
    some_day = last != NONE + 1
    return Numbers(Whole(np.where(some_day, last - np.where(some_day, first, 0), 0)), unknown=seen.doubt)


def none_stated(_run: Run, _look: Look) -> Numbers:
    """No days on which a particular holds."""
    return Numbers.same(0)


ANSWERS: dict[str, Callable[..., Any]] = {
    "insured_days": insured_days,
    "insured_months": insured_months,
    "insured_hours": insured_hours,
    # Histories hold no dated particulars, no absences and no periods abroad: nothing adds days, and none are stated.
    "insured_days_with": insured_days,
    "insured_days_with_both": insured_days,
    "insured_months_with": insured_months,
    "insured_days_without": insured_days,
    "days_stated": none_stated,
    "weeks_stated": none_stated,
    "days_from_first_to_last": days_from_first_to_last,
}

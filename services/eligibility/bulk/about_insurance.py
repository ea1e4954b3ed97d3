"""Questions about insured time in a window, over columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from services.eligibility.about_insurance import DAYS_OF_A_MONTH, MINUTES_OF_AN_HOUR
from services.eligibility.bulk.calendar import first_day_of, length_of, month_of
from services.eligibility.bulk.histories import NONE
from services.eligibility.bulk.masks import Mask, some
from services.eligibility.bulk.numbers import Numbers
from services.eligibility.bulk.run import Run
from services.eligibility.bulk.segments import any_of, begins_of, greatest, running_greatest_before, sums
from services.eligibility.bulk.whole import Whole
from services.eligibility.bulk.windows import Look, seen_through


class Covered(NamedTuple):
    """Of each row the days within the window that no earlier row of the person covers: from `start`, so many."""

    start: Any
    days: Any
    doubt: Mask


def covered(run: Run, look: Look) -> Covered:
    """What contributions cover within the window, each day once."""
    rows, persons = run.histories.contributions, run.persons_of_contributions
    seen = seen_through(look, rows, persons)
    since = look.since[persons]
    start = np.where(seen.counts, np.maximum(rows.start, since), since)
    end = np.where(seen.counts, np.minimum(rows.end, look.until[persons]), since)
    begins = np.maximum(start, running_greatest_before(end, rows.first, int(since.min(initial=0))))
    return Covered(begins, np.maximum(end - begins, 0), seen.doubt)


def insured_days(run: Run, look: Look) -> Numbers:
    """Calendar days covered by contributions, each once."""
    found = run.once(covered, look)
    return Numbers(Whole(sums(found.days, run.histories.contributions.first)), unknown=found.doubt)


def insured_months(run: Run, look: Look) -> Numbers:
    """Whole calendar months that are covered count one; the other insured days add up, thirty to a month."""
    found = run.once(covered, look)
    there = np.flatnonzero(found.days)
    persons, months, days = _by_month(run.persons_of_contributions[there], found.start[there], found.days[there])
    begins = begins_of(persons, months)
    own = np.add.reduceat(days, begins) if len(begins) else days
    whole = own == length_of(months[begins])
    first = np.searchsorted(persons[begins], np.arange(len(run) + 1))
    thirtieths = sums(np.where(whole, DAYS_OF_A_MONTH, own), first)
    return Numbers(Whole(thirtieths), Whole(DAYS_OF_A_MONTH), found.doubt)


def _by_month(persons: Any, start: Any, days: Any) -> tuple[Any, Any, Any]:
    """The same stretches cut at the ends of months."""
    first, last = month_of(start), month_of(start + days - 1)
    pieces = last - first + 1
    if (pieces == 1).all():
        return persons, first, days
    row = np.repeat(np.arange(len(first)), pieces)
    nth = np.arange(len(row)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    month = first[row] + nth
    begins = np.maximum(start[row], first_day_of(month))
    ends = np.minimum((start + days)[row], first_day_of(month + 1))
    return persons[row], month, ends - begins


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
    """Calendar days between the first and the last insured day, both counted; nought if none is insured."""
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
    # Histories hold no dated particulars, so that an agreement adds no days and none are stated.
    "insured_days_with": insured_days,
    "insured_months_with": insured_months,
    "days_stated": none_stated,
    "weeks_stated": none_stated,
    "days_from_first_to_last": days_from_first_to_last,
}

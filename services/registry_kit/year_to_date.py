"""From figures that run through a year to what was earned in each period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import accumulate, pairwise


def of_each_period(totals: Sequence[int]) -> list[int]:
    """What was earned in each period of a year, from the total so far at the end of each, in their order.

    A total that falls says that earlier ones were too high: what is missing is taken from the last periods before it,
    since no period can have earned less than nothing. The result depends on the totals alone, not on when each came.

    >>> of_each_period([1000, 2200, 1800])
    [1000, 800, 0]
    """
    at_most = list(accumulate(reversed(totals), min))[::-1]
    return [after - before for before, after in pairwise([0, *at_most])]


def year_of(day: date, begins: str) -> date:
    """The first day of the year in which a day lies, of years that begin on a day of the calendar such as `04-06`."""
    first = date.fromisoformat(f"{day.year}-{begins}")
    return first if first <= day else date.fromisoformat(f"{day.year - 1}-{begins}")


def has_its_beginning(start: date, year: date, job_began: date | None) -> bool:
    """Whether a period is the first that a total can count: the year, or the job in it, had not begun before it.

    Else the total holds earlier periods too, and how much of it is this one's cannot be known.
    """
    return start <= max(year, job_began or year)

"""Stretches of days that follow each other: what is paid or certified by the week, the month or the quarter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from contracts.values import Period
from law.case.benefit_periods import DAYS_OF_TWO_WEEKS
from law.language.sheet.scheme import DAYS_OF_A_WEEK
from law.language.terms.calendar import add_months
from law.people.life import Amount, Pay

Each = Literal["week", "two weeks", "month", "quarter"]

DAYS_OF = {"week": DAYS_OF_A_WEEK, "two weeks": DAYS_OF_TWO_WEEKS}
MONTHS_OF = {"month": 1, "quarter": 3}


def stretches(each: Each, since: date, number: int) -> Iterator[Period]:
    """So many weeks, fortnights, months or quarters from a day on; months end on that day of the month."""
    for start, end in pairwise(_after(each, since, times) for times in range(number + 1)):
        yield Period(start=start, end=end)


def paid_each(  # noqa: PLR0913  each is one independent piece of the pay
    each: Each, since: date, number: int, amount: Amount, *, minutes: int | None = None, insured: bool = True
) -> tuple[Pay, ...]:
    """The same pay, and the same working time, for each of so many stretches from a day on."""
    return tuple(Pay(period, amount, minutes, insured) for period in stretches(each, since, number))


def _after(each: Each, since: date, times: int) -> date:
    if each in DAYS_OF:
        return since + timedelta(days=times * DAYS_OF[each])
    return add_months(since, times * MONTHS_OF[each])

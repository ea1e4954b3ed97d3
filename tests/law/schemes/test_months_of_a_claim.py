"""A benefit month runs from the day of the claim to the day before it in the next month, or to its last day."""

from __future__ import annotations

from datetime import date
from itertools import islice

import pytest

from contracts.values import Period
from law.case.benefit_periods import Rhythm

WHOLE = Period(start=date(2026, 1, 1), end=date(2027, 1, 1))


def months_from(day: date) -> Rhythm:
    return Rhythm("a month from the day the claim begins", 0, Period(start=day, end=WHOLE.end))


@pytest.mark.parametrize(
    ("day", "begin"),
    [
        (date(2026, 1, 15), [date(2026, 1, 15), date(2026, 2, 15), date(2026, 3, 15), date(2026, 4, 15)]),
        (date(2026, 1, 31), [date(2026, 1, 31), date(2026, 3, 1), date(2026, 3, 31), date(2026, 5, 1)]),
        (date(2024, 1, 30), [date(2024, 1, 30), date(2024, 3, 1), date(2024, 3, 30), date(2024, 4, 30)]),
    ],
)
def test_a_month_that_has_no_such_day_ends_with_its_last_one(day: date, begin: list[date]) -> None:
    months = list(islice(months_from(day).periods(), 3))

    assert [month.start for month in months] + [months[-1].end] == begin
    assert all(months_from(day).holds(month) for month in months)
    assert not months_from(day).holds(Period(start=day, end=date(day.year, 2, 28)))

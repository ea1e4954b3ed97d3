"""Calendar arithmetic over columns of days; the same as `law/language/terms/calendar.py` for one day."""

from __future__ import annotations

from typing import Any

import numpy as np

from law.language.terms.calendar import MONTHS_OF_A_YEAR

_FIRST, _LAST = np.datetime64("1800-01", "M"), np.datetime64("2400-01", "M")
_MONTHS = np.arange(_FIRST, _LAST)
_STARTS = _MONTHS.astype("datetime64[D]").astype(np.int64)
_BEFORE = int(_FIRST.astype(np.int64))
_DAYS_BEFORE = int(_STARTS[0])
_MONTH_OF_DAY = np.repeat(np.arange(len(_STARTS) - 1) + _BEFORE, np.diff(_STARTS))
_LENGTHS = np.diff(_STARTS, append=_STARTS[-1])


def month_of(days: Any) -> Any:
    """The month of each day, in months since 1970-01."""
    return _MONTH_OF_DAY[days - _DAYS_BEFORE]


def first_day_of(months: Any) -> Any:
    """The first day of each month."""
    return _STARTS[months - _BEFORE]


def length_of(months: Any) -> Any:
    """The days of each month."""
    return _LENGTHS[months - _BEFORE]


def add_months(days: Any, months: Any) -> Any:
    """The same day of the month so many months on; the last one where the month is shorter."""
    month = month_of(days)
    later = month + months
    return first_day_of(later) + np.minimum(days - first_day_of(month), length_of(later) - 1)


def completed_years(since: Any, on: Any) -> Any:
    """Full years from one day to another."""
    first, last = month_of(since), month_of(on)
    day_not_reached = (on - first_day_of(last)) < (since - first_day_of(first))
    years = last // MONTHS_OF_A_YEAR - first // MONTHS_OF_A_YEAR
    months = last % MONTHS_OF_A_YEAR - first % MONTHS_OF_A_YEAR
    return years - ((months < 0) | ((months == 0) & day_not_reached))

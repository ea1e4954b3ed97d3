"""Calendar arithmetic that rules share: months, working days, and the day by which a month is reported."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache, lru_cache

import holidays

MONTHS_OF_A_YEAR = 12
DAYS_OF_EVERY_MONTH = 28  # no month is shorter
DAYS_KEPT_MAX = 4096  # of which it is known whether they are working days
SATURDAY = 5


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on; the last one where the month is shorter."""
    year, month = divmod(day.year * MONTHS_OF_A_YEAR + day.month - 1 + months, MONTHS_OF_A_YEAR)
    if day.day <= DAYS_OF_EVERY_MONTH:
        return date(year, month + 1, day.day)
    start = date(year, month + 1, 1)
    length = (first_of_next_month(start) - start).days
    return start.replace(day=min(day.day, length))


def month_begins(day: date, months: int) -> date:
    """The first day of the month that begins so many months after a day.

    The month before it ends on the day before; where it has no such day, with its last day (BGB § 188(2) and (3),
    Viet Nam Decree 374/2025 Art. 15(2)). So a month from 31 January ends with February.
    """
    same = add_months(day, months)
    return same if same.day == day.day else first_of_next_month(same)


def first_of_month(day: date) -> date:
    """The first day of the month that the day lies in."""
    return day.replace(day=1)


def first_of_next_month(day: date) -> date:
    """The first day of the month after."""
    return date(day.year + day.month // MONTHS_OF_A_YEAR, day.month % MONTHS_OF_A_YEAR + 1, 1)


def is_weekday(day: date) -> bool:
    """Whether it is a day from Monday to Friday."""
    return day.weekday() < SATURDAY


@lru_cache(maxsize=DAYS_KEPT_MAX)
def is_working_day(day: date, country: str, region: str | None = None) -> bool:
    """Whether it is a weekday and no public holiday of the country, nor of the region (ISO 3166-2: `DE-BY`).

    Without a known country, a weekday; without a known region, by the holidays of the whole country.
    """
    return is_weekday(day) and day not in _holidays(country, region)


def next_working_day(day: date, country: str) -> date:
    """The day itself if it is a working day, else the next one."""
    while not is_working_day(day, country):
        day += timedelta(days=1)
    return day


def working_day_from(day: date, number: int, country: str) -> date:
    """The so-manieth working day from a day on, which counts itself if it is one."""
    found = next_working_day(day, country)
    for _ in range(number - 1):
        found = next_working_day(found + timedelta(days=1), country)
    return found


@cache
def _holidays(country: str, region: str | None) -> holidays.HolidayBase | frozenset[date]:
    regions = holidays.list_supported_countries().get(country)
    if regions is None:
        return frozenset()
    own = region.removeprefix(f"{country}-") if region else None
    return holidays.country_holidays(country, subdiv=own if own in regions else None)

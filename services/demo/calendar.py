"""The calendar of the demonstration: benefit weeks from Sunday, paydays on Friday, months."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from contracts.values import Period

FIRST_DAY = date(2020, 1, 5)
"""The first simulated day, a Sunday; what registries knew before it is the initial load."""
LAST_SEPARATION = date(2020, 3, 28)
REPORTING_DAY_OF_MONTH = 10
"""Employers report a month's earnings on this day of the next one."""

MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6
WEEK = timedelta(days=7)
DAY = timedelta(days=1)
MONTHS_OF_A_YEAR = 12


def on_or_after(day: date, weekday: int) -> date:
    """The first such weekday from the day on."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def on_or_before(day: date, weekday: int) -> date:
    """The last such weekday up to the day."""
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def paydays_in(period: Period) -> int:
    """How many Fridays the period has: each pays one whole week."""
    first = on_or_after(period.start, FRIDAY)
    return max(0, ((period.end - first).days + 6) // 7)


def month_after(month: date, months: int = 1) -> date:
    """The first day of the month so many months after (or before) the one that holds the day."""
    running = month.year * MONTHS_OF_A_YEAR + month.month - 1 + months
    return date(running // MONTHS_OF_A_YEAR, running % MONTHS_OF_A_YEAR + 1, 1)


def months_of(period: Period) -> Iterator[Period]:
    """The period cut at the first day of every month."""
    start = period.start
    while start < period.end:
        end = min(month_after(start), period.end)
        yield Period(start=start, end=end)
        start = end


def morning_of(day: date, hour: int = 9) -> datetime:
    """A moment on a day; the hour tells apart what happened on the same day."""
    return datetime.combine(day, time(hour), tzinfo=UTC)

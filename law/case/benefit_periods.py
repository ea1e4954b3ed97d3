"""The periods that are certified and paid: weeks, fortnights, calendar months, months from the claim's first day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, pairwise

from contracts.values import Period
from law.language.sheet.scheme import DAYS_OF_A_WEEK, WEEKDAYS, Scheme
from law.language.terms.calendar import add_months, first_of_month, first_of_next_month, month_begins

DAYS_OF_TWO_WEEKS = 14  # the calendar's


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Which stretches of days are a benefit period of a claim whose benefit year is `year`."""

    kind: str
    weekday: int
    year: Period

    def holds(self, days: Period) -> bool:
        """Whether these days are exactly one benefit period."""
        match self.kind:
            case "a week":
                return days.days == DAYS_OF_A_WEEK and (days.start - self.year.start).days % DAYS_OF_A_WEEK == 0
            case "two weeks":
                return days.days == DAYS_OF_TWO_WEEKS and days.start.weekday() == self.weekday
            case "a calendar month":
                start = max(first_of_month(days.start), self.year.start)
                return days.start == start and days.end == min(first_of_next_month(days.start), self.year.end)
        return self._month_of_claim(days)

    def covers(self, days: Period) -> bool:
        """Whether the benefit year holds the days; a fortnight may begin before it, for its days count one by one."""
        if self.kind == "two weeks":
            return days.overlaps(self.year)
        return self.year.start <= days.start and days.end <= self.year.end

    def periods(self) -> Iterator[Period]:
        """Every benefit period from the beginning of the claim on, in order; they do not stop with the year."""
        for start, end in pairwise(self._start(number) for number in count()):
            yield Period(start=start, end=end)

    def _start(self, number: int) -> date:
        first = self.year.start
        match self.kind:
            case "a week":
                return first + timedelta(weeks=number)
            case "two weeks":
                weekday = first - timedelta(days=(first.weekday() - self.weekday) % DAYS_OF_A_WEEK)
                return weekday + timedelta(days=number * DAYS_OF_TWO_WEEKS)
            case "a calendar month":
                return add_months(first_of_month(first), number) if number else first
        return month_begins(first, number)

    def _month_of_claim(self, days: Period) -> bool:
        first = self.year.start
        months = (days.start.year - first.year) * len(MONTHS) + days.start.month - first.month
        return any(
            (days.start, days.end) == (month_begins(first, number), month_begins(first, number + 1))
            for number in (months - 1, months)
        )


MONTHS = range(1, 13)


def rhythm_of(scheme: Scheme, year: Period) -> Rhythm:
    """The benefit periods of a claim under a scheme."""
    return Rhythm(scheme.claim.period.what, WEEKDAYS.index(scheme.claim.week_begins_on.what), year)


def days_of(period: Period) -> tuple[date, ...]:
    """Every day of a period, in order."""
    return tuple(period.start + timedelta(days=number) for number in range(period.days))

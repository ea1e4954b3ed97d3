"""Three schemes as their pages print them. Money is counted in whole units of the currency, as fractions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import Protocol

Months = dict[date, Fraction]
"""What was earned in a month, by its first day."""
LEFT_BY_CHOICE_PERHAPS = frozenset(
    {"voluntary", "mutual_agreement", "retirement", "ill_health", "family_care", "education", "other"}
)
"""Reported reasons after which a person is asked whether the work was given up."""


@dataclass
class Purse:
    """What is still to be waited for, and what is left of the most that may be paid."""

    waiting_days: int
    money: Fraction | None = None
    periods: Fraction | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is left."""
        return self.money == 0 if self.money is not None else self.periods == 0


@dataclass(frozen=True)
class LookingBack:
    """What a claim is measured by: earnings, its first day, the end of the job, and earlier claims drawn on."""

    months: Months
    begins: date
    job_ended: date | None
    drawn_before: int = 0
    rate_kept: Fraction | None = None
    """The weekly rate of the claim that it goes on with."""


@dataclass(frozen=True)
class PrintedWeek:
    """One certified period."""

    start: date
    end: date
    earned: Fraction
    ready: bool
    """Able to work, available and seeking."""


class PrintedScheme(Protocol):
    """What a scheme's page says, a method a sentence."""

    digits: int
    asked_of_people: Mapping[str, frozenset[str]]
    """Conditions that only a person may find not met, each with the reported reasons that raise the question."""
    a_day: Fraction | None
    """The part of a period that one of its days is; None where a period of which a part is taken away is lost."""

    def begins(self, filed: date) -> date:
        """The first day of the claim."""

    def year_ends(self, begins: date) -> date:
        """The day after the last on which the claim may be drawn on."""

    def is_period(self, begins: date, start: date, end: date) -> bool:
        """Whether these days are one period of benefit."""

    def qualifies(self, back: LookingBack) -> bool:
        """Whether arithmetic alone gives the right."""

    def purse(self, back: LookingBack) -> Purse:
        """What may be paid in all, and what is to be waited for."""

    def payment(self, week: PrintedWeek, back: LookingBack) -> Fraction:
        """What is due for a period, before waiting and before the most that may be paid in all."""

    def serves_waiting(self, week: PrintedWeek, back: LookingBack) -> bool:
        """Whether the period counts as waited for."""

    def rate(self, back: LookingBack) -> Fraction:
        """What is fixed when the claim begins, and kept by one that goes on with it."""

    def goes_on(self, before: date, begins: date) -> bool:
        """Whether a claim goes on with one that began before it."""


def month_before(month: date, back: int) -> date:
    """The first day of the month so many months earlier, or later where negative."""
    number = month.year * 12 + month.month - 1 - back
    return date(number // 12, number % 12 + 1, 1)


def same_day_of_month(first: date, months: int) -> date:
    """That day so many months later, or the last day of a month that is too short."""
    start = month_before(first.replace(day=1), -months)
    last = month_before(start, -1) - timedelta(days=1)
    return start.replace(day=min(first.day, last.day))


def month_begins(first: date, months: int) -> date:
    """Where a month of benefit begins so many months later; after a month without such a day, on the first."""
    start = month_before(first.replace(day=1), -months)
    return min(start + timedelta(days=first.day - 1), month_before(start, -1))


def _whole_weeks(begins: date, start: date, end: date) -> bool:
    return (end - start).days == 7 and (start - begins).days % 7 == 0


class Mississippi:
    """us/mississippi, January 2020."""

    digits = 2
    asked_of_people: Mapping[str, frozenset[str]] = {
        "did_not_leave_without_good_cause": LEFT_BY_CHOICE_PERHAPS,
        "not_discharged_for_misconduct": frozenset({"misconduct"}),
        "not_in_a_labour_dispute": frozenset({"labour_dispute"}),
    }
    a_day: Fraction | None = None

    def begins(self, filed: date) -> date:
        """The Sunday on or before the day of filing (benefit week begins on Sunday)."""
        return filed - timedelta(days=(filed.weekday() + 1) % 7)

    def year_ends(self, begins: date) -> date:
        """52 weeks."""
        return begins + timedelta(weeks=52)

    def is_period(self, begins: date, start: date, end: date) -> bool:
        """A week from a Sunday."""
        return _whole_weeks(begins, start, end)

    def _quarters(self, back: LookingBack) -> list[Fraction]:
        """The base period: the first four of the last five completed calendar quarters before the claim begins."""
        begins, months = back.begins, back.months
        this_quarter = date(begins.year, 3 * ((begins.month - 1) // 3) + 1, 1)
        totals = []
        for quarter in range(5, 1, -1):
            first = month_before(this_quarter, 3 * quarter)
            totals.append(sum((months.get(month_before(first, -n), Fraction(0)) for n in range(3)), Fraction(0)))
        return totals

    def weekly(self, back: LookingBack) -> Fraction:
        """1/26 of the highest quarter, between 30 and 235 dollars, down to a whole dollar (§ 71-5-503)."""
        share = max(self._quarters(back)) / 26
        return Fraction(floor(max(Fraction(30), min(Fraction(235), share))))

    def qualifies(self, back: LookingBack) -> bool:
        """40 weekly amounts in the base period, two quarters with wages, 26 times 30 in the highest (§ 71-5-511)."""
        quarters = self._quarters(back)
        return (
            sum(quarters) >= 40 * self.weekly(back)
            and sum(1 for wages in quarters if wages > 0) >= 2
            and max(quarters) >= 26 * 30
        )

    def purse(self, back: LookingBack) -> Purse:
        """The lower of 26 weekly amounts and a third of the base period's wages (§ 71-5-507); one week of waiting."""
        third = sum(self._quarters(back), Fraction(0)) / 3
        return Purse(7, money=Fraction(floor(min(26 * self.weekly(back), third))))

    def payment(self, week: PrintedWeek, back: LookingBack) -> Fraction:
        """The weekly amount less the wages above 40 dollars, down to a whole dollar (§ 71-5-505)."""
        counted = max(Fraction(0), week.earned - 40)
        return Fraction(floor(max(Fraction(0), self.weekly(back) - counted)))

    def serves_waiting(self, week: PrintedWeek, back: LookingBack) -> bool:
        """Wages below the weekly amount and the free 40 dollars together."""
        return week.earned < self.weekly(back) + 40

    def rate(self, back: LookingBack) -> Fraction:
        """As it is fixed."""
        return self.weekly(back)

    def goes_on(self, before: date, begins: date) -> bool:
        """No claim goes on with another."""
        return False


class Bahrain:
    """bh/unemployment."""

    digits = 3
    asked_of_people: Mapping[str, frozenset[str]] = {
        "did_not_leave_voluntarily": LEFT_BY_CHOICE_PERHAPS,
        "not_dismissed_for_misconduct": frozenset({"misconduct"}),
    }
    a_day: Fraction | None = Fraction(1, 30)
    _amended = date(2019, 5, 1)

    def begins(self, filed: date) -> date:
        """The day of filing."""
        return filed

    def year_ends(self, begins: date) -> date:
        """24 months."""
        return same_day_of_month(begins, 24)

    def is_period(self, begins: date, start: date, end: date) -> bool:
        """A month from the day the claim begins."""
        return any((start, end) == (month_begins(begins, n), month_begins(begins, n + 1)) for n in range(24))

    def _last(self, count: int, back: LookingBack) -> list[Fraction]:
        """The last completed months before the employment ended."""
        if back.job_ended is None:
            return []
        this = back.job_ended.replace(day=1)
        return [back.months.get(month_before(this, n), Fraction(0)) for n in range(1, count + 1)]

    def qualifies(self, back: LookingBack) -> bool:
        """Twelve insured months in the last twelve, or for a later claim in the last eighteen."""
        window = self._last(18 if back.drawn_before else 12, back)
        return sum(1 for wage in window if wage > 0) >= 12

    def monthly(self, back: LookingBack) -> Fraction:
        """60 per cent of the average wage between the limits, never above the wage, half up to a fils."""
        earned = [wage for wage in self._last(12, back) if wage > 0]
        average = sum(earned, Fraction(0)) / len(earned) if earned else Fraction(0)
        new = back.begins >= self._amended
        least, most = (200, 1000) if new else (150, 500)
        exact = min(average, Fraction(most), max(Fraction(least), Fraction(6, 10) * average))
        return Fraction(floor(exact * 1000 + Fraction(1, 2)), 1000)

    def purse(self, back: LookingBack) -> Purse:
        """Nine months since the amendment, six before; no waiting."""
        return Purse(0, periods=Fraction(9 if back.begins >= self._amended else 6))

    def payment(self, week: PrintedWeek, back: LookingBack) -> Fraction:
        """The benefit of a month; earnings are nowhere counted."""
        return self.monthly(back)

    def serves_waiting(self, week: PrintedWeek, back: LookingBack) -> bool:
        """There is no waiting."""
        return False

    def rate(self, back: LookingBack) -> Fraction:
        """As it is fixed."""
        return self.monthly(back)

    def goes_on(self, before: date, begins: date) -> bool:
        """No claim goes on with another."""
        return False


class Dated:
    """simulated/dated: figures change on days inside a claim."""

    digits = 2
    asked_of_people: Mapping[str, frozenset[str]] = {"did_not_leave": LEFT_BY_CHOICE_PERHAPS}
    a_day: Fraction | None = None

    def begins(self, filed: date) -> date:
        """The Monday of the week of filing (§ 5)."""
        return filed - timedelta(days=filed.weekday())

    def year_ends(self, begins: date) -> date:
        """52 weeks (§ 5)."""
        return begins + timedelta(weeks=52)

    def is_period(self, begins: date, start: date, end: date) -> bool:
        """A week from a Monday."""
        return _whole_weeks(begins, start, end)

    def _six(self, back: LookingBack) -> list[Fraction]:
        this = back.begins.replace(day=1)
        return [back.months.get(month_before(this, n), Fraction(0)) for n in range(1, 7)]

    def qualifies(self, back: LookingBack) -> bool:
        """Earnings in three of the last six months (§ 1)."""
        return sum(1 for wage in self._six(back) if wage > 0) >= 3

    def weekly(self, back: LookingBack) -> Fraction:
        """A share of 3/13 of the average monthly wage, at most the highest, down to a cent; fixed at first (§ 2)."""
        if back.rate_kept is not None:
            return back.rate_kept
        earned = [wage for wage in self._six(back) if wage > 0]
        average = sum(earned, Fraction(0)) / len(earned) if earned else Fraction(0)
        later = back.begins >= date(2020, 3, 2)
        share, highest = (Fraction(50, 100), 400) if later else (Fraction(55, 100), 420)
        return Fraction(floor(min(Fraction(highest), share * Fraction(3, 13) * average) * 100), 100)

    def purse(self, back: LookingBack) -> Purse:
        """Ten weeks (§ 2), after seven days of waiting (§ 3)."""
        return Purse(7, periods=Fraction(10))

    def payment(self, week: PrintedWeek, back: LookingBack) -> Fraction:
        """Benefit and supplement less the counted earnings, by the law of the week's first day (§ 3)."""
        first = week.start
        supplement = (
            Fraction(20)
            if first >= date(2020, 4, 6)
            else Fraction(25, 2)
            if first >= date(2020, 2, 10)
            else Fraction(0)
        )
        free = 75 if first >= date(2020, 3, 16) else 30
        taper = Fraction(1, 2) if first >= date(2020, 2, 24) else Fraction(1)
        counted = taper * max(Fraction(0), week.earned - free)
        return Fraction(floor(max(Fraction(0), self.weekly(back) + supplement - counted) * 100), 100)

    def serves_waiting(self, week: PrintedWeek, back: LookingBack) -> bool:
        """A week counts if something would be paid for it."""
        return self.payment(week, back) > 0

    def rate(self, back: LookingBack) -> Fraction:
        """As it is fixed, or kept (§§ 2, 6)."""
        return self.weekly(back)

    def goes_on(self, before: date, begins: date) -> bool:
        """Within half a year of the claim before (§ 6)."""
        return begins < before + timedelta(days=182)


SCHEMES: dict[str, PrintedScheme] = {
    "us/mississippi": Mississippi(),
    "bh/unemployment": Bahrain(),
    "simulated/dated": Dated(),
}

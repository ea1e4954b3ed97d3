"""What the engine granted and paid a made-up person, and how much that is on one time basis."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from contracts.eligibility import DeterminationOutcome, Outcome, WeekState
from contracts.values import Period
from law.case.balance import WEEKS_OF
from law.case.model import Determination
from law.language.terms.calendar import MONTHS_OF_A_YEAR
from law.people.calendar import CalendarUnits
from law.people.steady_worker import SteadyWorker

PERIODS_A_YEAR = {"a week": "week", "two weeks": "fortnight"}


@dataclass(frozen=True, slots=True)
class Paid:
    """One certified period: what it paid (whole units of currency) and how much of the limit it used up."""

    period: Period
    state: WeekState
    amount: Fraction
    used: Fraction
    question: str | None


@dataclass(frozen=True, slots=True)
class Trial:
    """What the law says of a person. Amounts are whole units of currency."""

    person: SteadyWorker
    determination: Determination
    calendar: CalendarUnits
    minor_units: int
    rhythm: str
    paid: tuple[Paid, ...] = ()

    @property
    def granted(self) -> bool:
        """Whether benefit is granted without a person deciding anything."""
        return self.determination.outcome is DeterminationOutcome.GRANTED and self.determination.entitlement is not None

    @property
    def refused(self) -> bool:
        """Whether benefit is refused."""
        return self.determination.outcome is DeterminationOutcome.REFUSED

    @property
    def because(self) -> str:
        """Why it is not granted: every unmet or open finding, in the sheet's words."""
        found = [one for one in self.determination.findings if one.outcome is not Outcome.MET]
        return " ".join(one.question or one.because for one in found)

    @property
    def rate(self) -> Fraction:
        """The benefit rate, by the time in which the scheme states it."""
        worth = self.determination.entitlement
        return Fraction(worth.benefit_rate.minor, self.minor_units) if worth else Fraction(0)

    @property
    def monthly_rate(self) -> Fraction:
        """The benefit rate by the month, before any day of it is paid."""
        worth = self.determination.entitlement
        if worth is None:
            return Fraction(0)
        per = "working_day" if worth.unit == "working_day" else worth.benefit_rate_per
        return self.rate * self.calendar.per_year[per] / MONTHS_OF_A_YEAR

    @property
    def units(self) -> tuple[Fraction, str]:
        """How long benefit may be paid, in the unit of the law; of a limit in money, the weeks it is worth."""
        worth = self.determination.entitlement
        if worth is None:
            return Fraction(0), "week"
        if worth.units_max is not None:
            return Fraction(worth.units_max), worth.unit
        weeks = Fraction(worth.total_max.minor, worth.benefit_rate.minor) if worth.benefit_rate.minor else Fraction(0)
        return weeks * WEEKS_OF[worth.benefit_rate_per], "week"

    @property
    def full_period(self) -> Paid | None:
        """A period that is paid as a whole: the one that uses up most of the limit."""
        paid = [one for one in self.paid if one.amount]
        return max(paid, key=lambda one: (one.used, one.period.days)) if paid else None

    @property
    def by_calendar_days(self) -> bool:
        """Whether every calendar day of a period uses up one day of the limit."""
        full = self.full_period
        return self.units[1] == "day" and full is not None and full.used == full.period.days

    @property
    def units_a_year(self) -> Fraction:
        """How many units of the limit the scheme pays for a whole year: 365 days, or 360 where each month has 30."""
        full = self.full_period
        if self.by_calendar_days or full is None:
            return self.calendar.per_year[self.units[1]]
        return full.used * self.calendar.per_year[PERIODS_A_YEAR.get(self.rhythm, "month")]

    @property
    def weeks(self) -> Fraction:
        """How long benefit may be paid, in weeks of the calendar."""
        number, unit = self.units
        if unit == "day" and not self.by_calendar_days and self.full_period is not None:
            return number * MONTHS_OF_A_YEAR / self.units_a_year * WEEKS_OF["month"]
        return number * WEEKS_OF[unit]

    def monthly(self, paid: Paid) -> Fraction:
        """What a period pays, by the month."""
        return paid.amount / paid.used * self.units_a_year / MONTHS_OF_A_YEAR

    @property
    def waited(self) -> tuple[Paid, ...]:
        """The periods at the beginning that are not paid in full."""
        found: list[Paid] = []
        for one in self.paid:
            if self._share(one) >= 1:
                return tuple(found)
            found.append(one)
        return ()

    @property
    def days_waited(self) -> Fraction:
        """Calendar days at the beginning for which nothing is paid: those the law names, or those not paid, if more."""
        unpaid = sum(((1 - self._share(one)) * one.period.days for one in self.waited), Fraction(0))
        return max(unpaid, Fraction(self.determination.waiting_days))

    def _share(self, paid: Paid) -> Fraction:
        """How much of a whole period at the benefit rate a period pays."""
        full = self.full_period
        if full is None or not self.rate:
            return Fraction(0)
        return paid.amount / (self.rate * (paid.period.days if self.by_calendar_days else full.used))

    def paid_within(self, weeks: Fraction) -> tuple[Paid, ...]:
        """The periods after waiting that pay anything and begin within the first so many weeks of benefit."""
        found: list[Paid] = []
        gone = Fraction(0)
        for one in self.paid[len(self.waited) :]:
            if one.amount and gone < weeks:
                found.append(one)
                gone += one.used / self.units_a_year * self.calendar.per_year["week"]
        return tuple(found)

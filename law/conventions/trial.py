"""What the engine granted and paid a made-up person, converted to one time basis."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from contracts.eligibility import DeterminationOutcome, Outcome, WeekState
from contracts.values import Period
from law.case.balance import WEEKS_OF
from law.case.model import Determination
from law.language.sheet.scheme import DAYS_OF_A_WEEK
from law.language.terms.calendar import MONTHS_OF_A_YEAR
from law.people.calendar import CalendarUnits
from law.people.steady_worker import SteadyWorker

PERIODS_A_YEAR = {"a week": "week", "two weeks": "fortnight"}
OVER = frozenset({WeekState.EXHAUSTED, WeekState.OUTSIDE, WeekState.NOT_ENTITLED})
"""Nothing is left of the claim, or of its right."""


@dataclass(frozen=True, slots=True)
class PaidPeriod:
    """One certified period: what it paid (whole units of the currency) and how much of the limit it used up.

    `used` is in the unit of the limit; of a limit in money it is the number of benefit rates that were paid.
    """

    dates: Period
    state: WeekState
    amount: Fraction
    used: Fraction
    question: str | None
    """What a named person must decide before the period is paid, if anything."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A person whose claim was determined, and the periods that were then paid. Amounts are whole units of currency."""

    person: SteadyWorker
    determination: Determination
    calendar: CalendarUnits
    minor_units: int
    rhythm: str
    paid: tuple[PaidPeriod, ...] = ()

    @property
    def granted(self) -> bool:
        """Whether benefit is granted without the decision of a named person."""
        return self.determination.outcome is DeterminationOutcome.GRANTED and self.determination.entitlement is not None

    @property
    def refused(self) -> bool:
        """Whether benefit is refused."""
        return self.determination.outcome is DeterminationOutcome.REFUSED

    @property
    def because(self) -> str:
        """Why it is not granted: every unmet or open finding, in the sheet's words."""
        unmet = [finding for finding in self.determination.findings if finding.outcome is not Outcome.MET]
        return " ".join(dict.fromkeys(finding.question or finding.because for finding in unmet))

    @property
    def rate(self) -> Fraction:
        """The benefit rate, by the unit of time in which the scheme states it; zero if nothing is granted."""
        entitlement = self.determination.entitlement
        return Fraction(entitlement.benefit_rate.minor, self.minor_units) if entitlement else Fraction(0)

    @property
    def monthly_rate(self) -> Fraction:
        """The benefit rate by the month, before any period is paid; zero if nothing is granted."""
        entitlement = self.determination.entitlement
        if entitlement is None:
            return Fraction(0)
        per = "working_day" if entitlement.unit == "working_day" else entitlement.benefit_rate_per
        return self.rate * self.calendar.per_year[per] / MONTHS_OF_A_YEAR

    @property
    def units(self) -> tuple[Fraction, str]:
        """How long benefit may be paid, in the unit of the law; a limit in money is divided by the benefit rate."""
        entitlement = self.determination.entitlement
        if entitlement is None:
            return Fraction(0), "week"
        if entitlement.units_max is not None:
            return Fraction(entitlement.units_max), entitlement.unit
        rate = entitlement.benefit_rate.minor
        rates_paid = Fraction(entitlement.total_max.minor, rate) if rate else Fraction(0)
        return rates_paid * WEEKS_OF[entitlement.benefit_rate_per], "week"

    @property
    def full_period(self) -> PaidPeriod | None:
        """The period that uses up most of the limit, which is taken to be paid in full; None if nothing is paid."""
        paid = [period for period in self.paid if period.amount]
        return max(paid, key=lambda period: (period.used, period.dates.days)) if paid else None

    @property
    def by_calendar_days(self) -> bool:
        """Whether every calendar day of a period uses up one day of the limit."""
        full = self.full_period
        return self.units[1] == "day" and full is not None and full.used == full.dates.days

    @property
    def units_a_year(self) -> Fraction:
        """How many units of the limit the scheme pays for a whole year: 365 days, or 360 where each month has 30."""
        full = self.full_period
        if self.by_calendar_days or full is None:
            return self.calendar.per_year[self.units[1]]
        return full.used * self.calendar.per_year[PERIODS_A_YEAR.get(self.rhythm, "month")]

    @property
    def weeks(self) -> Fraction:
        """How long benefit may be paid by the limit of the law, in weeks of the calendar."""
        number, unit = self.units
        return self._in_weeks(number, unit)

    @property
    def weeks_paid(self) -> Fraction:
        """For how many weeks of the calendar anything was paid, of the periods that were certified."""
        entitlement = self.determination.entitlement
        used = sum((period.used for period in self.paid if period.amount), Fraction(0))
        if entitlement is None or entitlement.units_max is not None:
            return min(self._in_weeks(used, self.units[1]), self.weeks)
        return min(used * WEEKS_OF[entitlement.benefit_rate_per], self.weeks)

    def _in_weeks(self, number: Fraction, unit: str) -> Fraction:
        if unit == "day" and not self.by_calendar_days and self.full_period is not None:
            return number * MONTHS_OF_A_YEAR / self.units_a_year * WEEKS_OF["month"]
        return number * WEEKS_OF[unit]

    @property
    def questions(self) -> str:
        """What a named person must decide before some period is paid."""
        return "; ".join(dict.fromkeys(period.question for period in self.paid if period.question))

    def monthly(self, period: PaidPeriod) -> Fraction:
        """What a period pays, by the month."""
        if not period.amount:
            return Fraction(0)
        return period.amount / period.used * self.units_a_year / MONTHS_OF_A_YEAR

    @property
    def waited(self) -> tuple[PaidPeriod, ...]:
        """The periods at the beginning that are not paid in full; empty if no period ever is."""
        waited: list[PaidPeriod] = []
        for period in self.paid:
            if self._share(period) >= 1:
                return tuple(waited)
            waited.append(period)
        return ()

    @property
    def days_before_the_claim(self) -> int:
        """Calendar days without work before the day on which the law lets the claim begin."""
        return max(0, (self.determination.benefit_year.start - self.person.without_work_from).days)

    @property
    def days_waited(self) -> Fraction:
        """Calendar days without work for which nothing is paid: until the claim begins, and then those the law names,
        or those not paid, if more.
        """
        unpaid = sum(((1 - self._share(period)) * period.dates.days for period in self.waited), Fraction(0))
        return self.days_before_the_claim + max(unpaid, Fraction(self.determination.waiting_days))

    def _share(self, period: PaidPeriod) -> Fraction:
        """How much of a whole period at the benefit rate a period pays."""
        full = self.full_period
        if full is None or not self.rate:
            return Fraction(0)
        return period.amount / (self.rate * (period.dates.days if self.by_calendar_days else full.used))

    def within(self, weeks: Fraction) -> tuple[PaidPeriod, ...]:
        """The periods after waiting that begin within the first so many weeks of benefit, until nothing is left of it.

        One in which nothing is paid, although something is left, is among them.
        """
        within: list[PaidPeriod] = []
        passed = Fraction(0)
        for period in self.paid[len(self.waited) :]:
            if period.state in OVER or passed >= weeks:
                break
            within.append(period)
            used = period.used / self.units_a_year * self.calendar.per_year["week"]
            passed += used or Fraction(period.dates.days, DAYS_OF_A_WEEK)
        return tuple(within)

"""Tries made-up persons: the production engine determines their claims and assesses every period they certify."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

from contracts.base import Event
from contracts.intake import CertificationFiled, CertifiedWeek
from contracts.values import Money, Period
from law.case.balance import WEEKS_OF
from law.case.benefit_periods import DAYS_OF_TWO_WEEKS
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.case.model import Assessment
from law.conventions.person import CLAIM, MINUTES_OF_AN_HOUR, Person, facts_of
from law.conventions.trial import PERIODS_A_YEAR, PaidPeriod, Trial
from law.decide.assess import assess
from law.decide.determine import determine
from law.language.sheet.scheme import DAYS_OF_A_WEEK, Scheme
from law.language.terms.calendar import MONTHS_OF_A_YEAR, add_months, first_of_next_month
from law.people.calendar import Calendar


@dataclass
class Trials:
    """Tries persons under a scheme, each once. Earnings and amounts are whole units of the currency."""

    scheme: Scheme
    calendar: Calendar
    _determined: dict[Person, Trial] = field(init=False, default_factory=dict)
    _paid: dict[tuple[Person, Fraction], Trial] = field(init=False, default_factory=dict)

    def determined(self, person: Person) -> Trial:
        """The determination of the person's claim."""
        if person not in self._determined:
            self._determined[person] = self._determine(person)
        return self._determined[person]

    def paid(self, person: Person, weeks: Fraction) -> Trial:
        """The claim with every period certified until so many weeks of benefit can have been paid.

        A claim that is not granted has no periods.
        """
        if (person, weeks) not in self._paid:
            trial = self.determined(person)
            if trial.granted:
                count = self._periods_for(trial, weeks)
                trial = self._certified(trial, (Fraction(0),) * count)
            self._paid[person, weeks] = trial
        return self._paid[person, weeks]

    def with_earnings(self, person: Person, earnings: tuple[Fraction, ...]) -> Trial:
        """The claim with one certified period for each of these earnings, in order, with hours in proportion."""
        return self._certified(self.determined(person), earnings)

    def _facts(self, person: Person) -> list[Event]:
        return list(facts_of(person, self.scheme, self.calendar))

    def _determine(self, person: Person) -> Trial:
        determination = determine(ClaimUnderLaw(self.scheme, FactSet(self._facts(person)), CLAIM))
        return Trial(person, determination, self.calendar, self.scheme.minor_units, determination.rhythm.kind)

    @staticmethod
    def _periods_for(trial: Trial, weeks: Fraction) -> int:
        """How many periods the weeks and the waiting before them fill, and two more."""
        waited = Fraction(trial.determination.waiting_days, DAYS_OF_A_WEEK)
        length = WEEKS_OF["month"] if trial.rhythm not in PERIODS_A_YEAR else Fraction(1)
        if trial.rhythm == "two weeks":
            length = Fraction(DAYS_OF_TWO_WEEKS, DAYS_OF_A_WEEK)
        return math.ceil((weeks + waited) / length) + 2

    def _certified(self, trial: Trial, earnings: tuple[Fraction, ...]) -> Trial:
        facts = self._facts(trial.person)
        filed = [
            self._certification(days, amount, self._minutes(trial, days, amount))
            for days, amount in zip(_periods(trial, len(earnings)), earnings, strict=True)
        ]
        claim = ClaimUnderLaw(self.scheme, FactSet([*facts, *filed]), CLAIM)
        return replace(trial, paid=self._paid_periods(trial, assess(claim, trial.determination)))

    def _minutes(self, trial: Trial, days: Period, earned: Fraction) -> int:
        """Working time in proportion to the pay; zero where a period is a month, which no certified week can hold."""
        if not earned or trial.rhythm not in PERIODS_A_YEAR:
            return 0
        person = trial.person
        full = person.monthly * MONTHS_OF_A_YEAR / self.calendar.per_year["week"] * days.days / DAYS_OF_A_WEEK
        worked = person.weekly_hours * MINUTES_OF_AN_HOUR * Fraction(days.days, DAYS_OF_A_WEEK)
        return round(min(Fraction(1), earned / full) * worked)

    def _certification(self, days: Period, earned: Fraction, minutes: int) -> CertificationFiled:
        money = Money(minor=round(earned * self.scheme.minor_units), currency=self.scheme.currency)
        week = CertifiedWeek(
            period=days, able=True, available=True, sought_work=True, earnings=money, minutes_worked=minutes
        )
        return CertificationFiled(
            key=f"cert-{days.start}",
            source_version=1,
            recorded_at=datetime(days.end.year, days.end.month, days.end.day, tzinfo=UTC),
            claim=CLAIM,
            filed_on=days.end,
            weeks=(week,),
        )

    def _paid_periods(self, trial: Trial, assessments: tuple[Assessment, ...]) -> tuple[PaidPeriod, ...]:
        entitlement = trial.determination.entitlement
        left = Fraction(entitlement.units_max) if entitlement and entitlement.units_max is not None else None
        periods = []
        for assessment in assessments:
            week = assessment.weeks[0]
            amount = Fraction(week.amount.minor, self.scheme.minor_units)
            used = amount / trial.rate if trial.rate else Fraction(0)
            if left is not None and assessment.limit_left is not None:
                used, left = left - Fraction(assessment.limit_left), Fraction(assessment.limit_left)
            periods.append(PaidPeriod(week.period, week.state, amount, used, week.question))
        return tuple(periods)


def _periods(trial: Trial, count: int) -> list[Period]:
    """The first benefit periods of the claim."""
    first = trial.determination.benefit_year.start
    starts = [first]
    for number in range(1, count + 1):
        starts.append(_next_start(trial.rhythm, starts[-1], first, number))
    return [Period(start=start, end=end) for start, end in pairwise(starts)]


def _next_start(rhythm: str, start: date, first: date, number: int) -> date:
    """The first day of the period after the one that starts here; `number` counts them from the claim's first day."""
    match rhythm:
        case "a week":
            return start + timedelta(days=DAYS_OF_A_WEEK)
        case "two weeks":
            return start + timedelta(days=DAYS_OF_TWO_WEEKS)
        case "a calendar month":
            return first_of_next_month(start.replace(day=1))
    return add_months(first, number)

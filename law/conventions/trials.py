"""Runs the production engine for made-up persons: determine, then assess every period they certify."""

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
from law.conventions.trial import PERIODS_A_YEAR, Paid, Trial
from law.decide.assess import assess
from law.decide.determine import determine
from law.language.sheet.scheme import DAYS_OF_A_WEEK, Scheme
from law.language.terms.calendar import MONTHS_OF_A_YEAR, add_months, first_of_next_month
from law.people.calendar import Calendar


@dataclass
class Engine:
    """Runs the production engine for persons, each once."""

    scheme: Scheme
    calendar: Calendar
    known: dict[tuple[object, ...], Trial] = field(default_factory=dict)

    def determines(self, person: Person) -> Trial:
        """The determination of the person's claim."""
        place = (person, tuple(sorted(person.particulars)), None)
        if place not in self.known:
            self.known[place] = self._trial(person, self._facts(person))
        return self.known[place]

    def pays(self, person: Person, weeks: Fraction) -> Trial:
        """The claim with every period certified until so many weeks of benefit can have been paid."""
        place = (person, tuple(sorted(person.particulars)), weeks)
        if place not in self.known:
            trial = self.determines(person)
            self.known[place] = self._paid(trial, weeks) if trial.granted else trial
        return self.known[place]

    def with_earnings(self, person: Person, earnings: tuple[Fraction, ...]) -> Trial:
        """The claim with one certified period for each of these earnings, in order, with hours in proportion."""
        trial = self.determines(person)
        return self._certified(trial, self._periods(trial, len(earnings)), earnings)

    def _facts(self, person: Person) -> list[Event]:
        return list(facts_of(person, self.scheme, self.calendar))

    def _trial(self, person: Person, facts: list[Event]) -> Trial:
        determination = determine(ClaimUnderLaw(self.scheme, FactSet(facts), CLAIM))
        return Trial(person, determination, self.calendar, self.scheme.minor_units, determination.rhythm.kind)

    def _paid(self, trial: Trial, weeks: Fraction) -> Trial:
        waited = Fraction(trial.determination.waiting_days, DAYS_OF_A_WEEK)
        length = WEEKS_OF["month"] if trial.rhythm not in PERIODS_A_YEAR else Fraction(1)
        if trial.rhythm == "two weeks":
            length = Fraction(DAYS_OF_TWO_WEEKS, DAYS_OF_A_WEEK)
        number = math.ceil((weeks + waited) / length) + 2
        return self._certified(trial, self._periods(trial, number), (Fraction(0),) * number)

    def _periods(self, trial: Trial, number: int) -> list[Period]:
        day = trial.determination.benefit_year.start
        starts = [day]
        for place in range(number):
            starts.append(_next_start(trial.rhythm, starts[-1], day, place + 1))
        return [Period(start=start, end=end) for start, end in pairwise(starts)]

    def _certified(self, trial: Trial, periods: list[Period], earnings: tuple[Fraction, ...]) -> Trial:
        facts = self._facts(trial.person)
        filed = [
            self._certification(days, amount, self._minutes(trial, days, amount))
            for days, amount in zip(periods, earnings, strict=True)
        ]
        claim = ClaimUnderLaw(self.scheme, FactSet([*facts, *filed]), CLAIM)
        found = assess(claim, trial.determination)
        return replace(trial, paid=self._read(trial, found))

    def _minutes(self, trial: Trial, days: Period, earned: Fraction) -> int:
        """Working time in the proportion of pay, where a period is of weeks; a month's fits no certified week."""
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

    def _read(self, trial: Trial, found: tuple[Assessment, ...]) -> tuple[Paid, ...]:
        worth = trial.determination.entitlement
        left = Fraction(worth.units_max) if worth and worth.units_max is not None else None
        read = []
        for one in found:
            week = one.weeks[0]
            amount = Fraction(week.amount.minor, self.scheme.minor_units)
            used = amount / trial.rate if trial.rate else Fraction(0)  # of a limit in money, weeks are its worth
            if left is not None and one.limit_left is not None:
                used, left = left - Fraction(one.limit_left), Fraction(one.limit_left)
            read.append(Paid(week.period, week.state, amount, used, week.question))
        return tuple(read)


def _next_start(rhythm: str, start: date, first: date, place: int) -> date:
    match rhythm:
        case "a week":
            return start + timedelta(days=DAYS_OF_A_WEEK)
        case "two weeks":
            return start + timedelta(days=DAYS_OF_TWO_WEEKS)
        case "a calendar month":
            return first_of_next_month(start.replace(day=1))
    return add_months(first, place)

"""Runs the production engine for made-up persons: determine, then assess every period they certify."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import islice

from contracts.values import Money, Period
from law.case.balance import WEEKS_OF
from law.case.benefit_periods import DAYS_OF_TWO_WEEKS
from law.case.facts import FactSet
from law.case.model import Assessment
from law.conventions.trial import PERIODS_A_YEAR, Paid, Trial
from law.decide.assess import assess
from law.decide.determine import determine
from law.language.sheet.scheme import DAYS_OF_A_WEEK, Scheme
from law.language.terms.calendar import MONTHS_OF_A_YEAR
from law.people.as_facts import facts_of
from law.people.calendar import CalendarUnits
from law.people.life import CLAIM, CertifiedPeriod, Life
from law.people.steady_worker import SteadyWorker


@dataclass
class Engine:
    """Runs the production engine for persons, each once."""

    scheme: Scheme
    calendar: CalendarUnits
    known: dict[tuple[object, ...], Trial] = field(default_factory=dict)

    def determines(self, person: SteadyWorker) -> Trial:
        """The determination of the person's claim."""
        place = (person, tuple(sorted(person.particulars)), None)
        if place not in self.known:
            self.known[place] = self._trial(person)
        return self.known[place]

    def pays(self, person: SteadyWorker, weeks: Fraction) -> Trial:
        """The claim with every period certified until so many weeks of benefit can have been paid."""
        place = (person, tuple(sorted(person.particulars)), weeks)
        if place not in self.known:
            trial = self.determines(person)
            self.known[place] = self._paid(trial, weeks) if trial.granted else trial
        return self.known[place]

    def with_earnings(self, person: SteadyWorker, earnings: tuple[Fraction, ...]) -> Trial:
        """The claim with one certified period for each of these earnings, in order, with hours in proportion."""
        return self._certified(self.determines(person), earnings)

    def _life(self, person: SteadyWorker) -> Life:
        return person.life(self.scheme, self.calendar)

    def _trial(self, person: SteadyWorker) -> Trial:
        determination = determine(self.scheme, FactSet(facts_of(self._life(person), self.scheme)), CLAIM)
        return Trial(person, determination, self.calendar, self.scheme.minor_units, determination.rhythm.kind)

    def _paid(self, trial: Trial, weeks: Fraction) -> Trial:
        waited = Fraction(trial.determination.waiting_days, DAYS_OF_A_WEEK)
        length = WEEKS_OF["month"] if trial.rhythm not in PERIODS_A_YEAR else Fraction(1)
        if trial.rhythm == "two weeks":
            length = Fraction(DAYS_OF_TWO_WEEKS, DAYS_OF_A_WEEK)
        number = math.ceil((weeks + waited) / length) + 2
        return self._certified(trial, (Fraction(0),) * number)

    def _certified(self, trial: Trial, earnings: tuple[Fraction, ...]) -> Trial:
        periods = islice(trial.determination.rhythm.periods(), len(earnings))
        certified = [
            CertifiedPeriod(days, self._money(amount), self._minutes(trial, days, amount))
            for days, amount in zip(periods, earnings, strict=True)
        ]
        facts = facts_of(self._life(trial.person).certifying(certified), self.scheme)
        return replace(trial, paid=self._read(trial, assess(self.scheme, FactSet(facts), trial.determination)))

    def _money(self, amount: Fraction) -> Money:
        return Money(minor=round(amount * self.scheme.minor_units), currency=self.scheme.currency)

    def _minutes(self, trial: Trial, days: Period, earned: Fraction) -> int:
        """Working time in the proportion of pay, where a period is of weeks; a month's fits no certified week."""
        if not earned or trial.rhythm not in PERIODS_A_YEAR:
            return 0
        person = trial.person
        full = person.monthly * MONTHS_OF_A_YEAR / self.calendar.per_year["week"] * days.days / DAYS_OF_A_WEEK
        worked = person.minutes_weekly * Fraction(days.days, DAYS_OF_A_WEEK)
        return round(min(Fraction(1), earned / full) * worked)

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

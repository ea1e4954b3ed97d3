"""Tries made-up persons: the production engine determines their claims and assesses every period they certify."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import islice, takewhile

from contracts.values import Money, Period
from law.case.balance import WEEKS_OF
from law.case.benefit_periods import DAYS_OF_TWO_WEEKS
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.case.model import Assessment, Determination
from law.conventions.trial import PERIODS_A_YEAR, PaidPeriod, Trial
from law.decide.all_claims import under_law
from law.decide.assess import assess
from law.decide.determine import determine
from law.language.sheet.scheme import DAYS_OF_A_WEEK, Scheme
from law.language.terms.calendar import MONTHS_OF_A_YEAR
from law.language.terms.values import Value
from law.people.as_facts import certifications_of, claim_of, facts_of
from law.people.calendar import CalendarUnits
from law.people.life import BenefitClaim, Certification, CertifiedPeriod, Life
from law.people.other_workers import ReturningWorker
from law.people.steady_worker import SteadyWorker

WEEKS_MOST = Fraction(1040)
"""No limit of time is followed further than twenty years."""


@dataclass
class Trials:
    """Tries persons under a scheme, each once. Earnings and amounts are whole units of the currency."""

    scheme: Scheme
    calendar: CalendarUnits
    given: Mapping[str, Value] = field(default_factory=dict)
    """Answers that stand in the place of questions to the facts, the same for everybody who is tried."""
    _claims: dict[SteadyWorker, ClaimUnderLaw] = field(init=False, default_factory=dict)
    """The claim of each person, with nothing certified."""
    _determined: dict[SteadyWorker, Trial] = field(init=False, default_factory=dict)
    _paid: dict[SteadyWorker, tuple[int, Trial]] = field(init=False, default_factory=dict)
    """The most periods that were asked for of each person, and these: no period depends on a later one."""

    def determined(self, person: SteadyWorker) -> Trial:
        """The determination of the person's claim."""
        if person not in self._determined:
            self._determined[person] = self._determine(person)
        return self._determined[person]

    def paid(self, person: SteadyWorker, weeks: Fraction) -> Trial:
        """The claim with every period certified until so many weeks of benefit can have been paid.

        A claim that is not granted has no periods.
        """
        trial = self.determined(person)
        if not trial.granted:
            return trial
        count = self._periods_for(trial, weeks)
        most, paid = self._paid.get(person, (0, trial))
        if most < count:
            most, paid = self._paid[person] = count, self._certified(trial, (Fraction(0),) * count)
        return paid if most == count else replace(paid, paid=paid.paid[:count])

    def paid_out(self, person: SteadyWorker) -> Trial:
        """The claim with every period certified until its limit can have been paid, up to a bound."""
        return self.paid(person, min(self.determined(person).weeks, WEEKS_MOST))

    def again(self, person: ReturningWorker, weeks: Fraction) -> tuple[Trial, ...]:
        """The claims of a person who comes back after each job, the last certified for so many weeks of benefit.

        Of those before it, every whole period before the next job is certified.
        """
        life, determined = self._life(person), dict[str, Determination]()
        for number, job in enumerate(person.later_jobs):
            rhythm = self._determined_next(life, number, determined).rhythm
            before = tuple(
                Certification((CertifiedPeriod(days),))
                for days in takewhile(lambda days, ends=job.start: days.end <= ends, rhythm.periods())  # type: ignore[misc]
            )
            life = _with_certified(life, number, before)
        trial = self._trial(person, self._determined_next(life, len(life.claims) - 1, determined))
        if trial.granted:
            periods = islice(trial.determination.rhythm.periods(), self._periods_for(trial, weeks))
            life = life.certifying(CertifiedPeriod(days) for days in periods)
        facts = self._facts(life)
        return tuple(self._assessed(person, facts, determined, claim.key) for claim in life.claims)

    def _determined_next(self, life: Life, number: int, determined: dict[str, Determination]) -> Determination:
        """A claim after those that are determined; what is certified under it does not change how it is."""
        facts, key = self._facts(life), life.claims[number].key
        claim = under_law({self.scheme.name: self.scheme}, facts, facts.claim(key), tuple(determined.values()))
        own = determined[key] = determine(claim)
        return own

    def _facts(self, life: Life) -> FactSet:
        return FactSet(facts_of(life, self.scheme))

    def _assessed(self, person: SteadyWorker, facts: FactSet, claims: Mapping[str, Determination], key: str) -> Trial:
        """One of several claims of a person, with what is paid for what is certified under it."""
        own = claims[key]
        others = tuple(other for other in claims.values() if other is not own)
        assessments = assess(ClaimUnderLaw(self.scheme, facts, key), own, others)
        trial = self._trial(person, own)
        return replace(trial, paid=self._paid_periods(trial, assessments))

    def with_earnings(self, person: SteadyWorker, earnings: tuple[Fraction, ...]) -> Trial:
        """The claim with one certified period for each of these earnings, in order, with hours in proportion."""
        return self._certified(self.determined(person), earnings)

    def with_pay(self, person: SteadyWorker, share: Fraction, weeks: Fraction) -> Trial:
        """The claim with every period certified for so many weeks, in each of which this share of the pay is earned."""
        trial = self.determined(person)
        period = PERIODS_A_YEAR.get(trial.rhythm, "month")
        full = person.monthly * MONTHS_OF_A_YEAR / self.calendar.per_year[period]
        minor = round(full * share * self.scheme.minor_units)
        return self._certified(trial, (Fraction(minor, self.scheme.minor_units),) * self._periods_for(trial, weeks))

    def _life(self, person: SteadyWorker) -> Life:
        return person.life(self.scheme, self.calendar)

    def _determine(self, person: SteadyWorker) -> Trial:
        return self._trial(person, determine(self._claim(person)))

    def _claim(self, person: SteadyWorker) -> ClaimUnderLaw:
        if person not in self._claims:
            self._claims[person] = claim_of(self._life(person), self.scheme, self.given)
        return self._claims[person]

    def _trial(self, person: SteadyWorker, determination: Determination) -> Trial:
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
        periods = islice(trial.determination.rhythm.periods(), len(earnings))
        certified = [
            CertifiedPeriod(days, self._money(amount), self._minutes(trial, days, amount))
            for days, amount in zip(periods, earnings, strict=True)
        ]
        claim = self._claim(trial.person)
        filed = BenefitClaim(key=claim.key, certifications=tuple(Certification((period,)) for period in certified))
        facts = FactSet([*claim.facts.everything, *certifications_of(filed, self.scheme)])
        return replace(trial, paid=self._paid_periods(trial, assess(replace(claim, facts=facts), trial.determination)))

    def _money(self, amount: Fraction) -> Money:
        return Money(minor=round(amount * self.scheme.minor_units), currency=self.scheme.currency)

    def _minutes(self, trial: Trial, days: Period, earned: Fraction) -> int:
        """Working time in proportion to the pay; zero where a period is a month, which no certified week can hold."""
        if not earned or trial.rhythm not in PERIODS_A_YEAR:
            return 0
        person = trial.person
        full = person.monthly * MONTHS_OF_A_YEAR / self.calendar.per_year["week"] * days.days / DAYS_OF_A_WEEK
        worked = person.minutes_weekly * Fraction(days.days, DAYS_OF_A_WEEK)
        return round(min(Fraction(1), earned / full) * worked)

    def _paid_periods(self, trial: Trial, assessments: tuple[Assessment, ...]) -> tuple[PaidPeriod, ...]:
        entitlement = trial.determination.entitlement
        own = trial.determination
        limit = entitlement.units_max if entitlement else None
        left = None if limit is None else max(Fraction(0), Fraction(limit - own.sanctioned - own.before.carried))
        periods = []
        for assessment in assessments:
            week = assessment.weeks[0]
            amount = Fraction(week.amount.minor, self.scheme.minor_units)
            used = amount / trial.rate if trial.rate else Fraction(0)
            if left is not None and assessment.limit_left is not None:
                used, left = left - Fraction(assessment.limit_left), Fraction(assessment.limit_left)
            periods.append(PaidPeriod(week.period, week.state, amount, used, week.question))
        return tuple(periods)


def _with_certified(life: Life, number: int, certifications: tuple[Certification, ...]) -> Life:
    claims = list(life.claims)
    claims[number] = replace(claims[number], certifications=certifications)
    return replace(life, claims=tuple(claims))

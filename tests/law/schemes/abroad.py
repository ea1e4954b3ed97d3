"""A person under any sheet: what institutions state of them, and what the law says then."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from contracts.about import from_short
from contracts.base import Event
from contracts.casework import Verdict
from contracts.claims import Ground
from contracts.eligibility import DeterminationOutcome, WeekAssessed
from contracts.registry import Separation
from contracts.values import Period
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.case.model import Determination
from law.catalogue import load_scheme
from law.decide.all_claims import all_determined
from law.decide.assess import assess
from law.language.sheet.scheme import Scheme
from law.language.terms.calendar import add_months
from law.people.as_facts import facts_of
from law.people.life import CLAIM, BenefitClaim, CertifiedPeriod, Job, Life, OfficerDecision, Pay, Statement
from law.people.stretches import stretches


@dataclass
class Claimant:
    """Lost work on the day of the claim, unless told otherwise; facts are added one by one."""

    name: str
    on: date
    facts: list[Event] = field(default_factory=list)

    @property
    def scheme(self) -> Scheme:
        """The sheet, with what is not yet verified."""
        return load_scheme(self.name, accept_unverified=True)

    def says(self, *jobs: Job, **parts: Any) -> Claimant:
        """Some parts of a life."""
        self.facts += facts_of(Life(jobs=jobs, **parts), self.scheme)
        return self

    def earned(self, amount: Any, months: int, *, back: int = 0, step: int = 1, hours: int = 0) -> Claimant:
        """So many months' pay, the last `back` months before the claim's month; `step` months in each fact."""
        first, minutes = add_months(self.on.replace(day=1), -back), hours * 60 or None
        edges = [add_months(first, -number * step) for number in range(months, -1, -1)]
        return self.says(
            Job(
                pay=tuple(
                    Pay(Period(start=start, end=end), Decimal(str(amount)), minutes) for start, end in pairwise(edges)
                )
            )
        )

    def lost_work(
        self, reason: Separation = Separation.LAID_OFF, *, weekly_hours: int = 40, years: int = 3
    ) -> Claimant:
        """The employment ended on the day of the claim."""
        began = add_months(self.on, -12 * years)
        return self.says(Job(started=began, ended=self.on, reason=reason, minutes_weekly=weekly_hours * 60))

    def born(self, year: int, *, dependants: int = 0, region: str = "here") -> Claimant:
        """What the population registry says."""
        return self.says(born=f"{year}-06", dependants=dependants, region=region)

    def stated(self, **particulars: Any) -> Claimant:
        """Particulars that hold from long before the claim."""
        return self.says(stated=tuple(Statement(name, said) for name, said in particulars.items()))

    def holds(self, name: str, since: date, until: date | None = None) -> Claimant:
        """A particular that is yes on these days."""
        return self.says(stated=(Statement(name, True, since, until),))

    def claims(self, *, again: date | None = None, key: str = CLAIM) -> Claimant:
        """Files the claim; with `again` a later one, by its own key."""
        return self.says(claims=(BenefitClaim(again or self.on, key=key),))

    def certifies(self, *periods: tuple[date, date], earned: Any = 0, minutes: int = 0, claim: str = CLAIM) -> Claimant:
        """Certifies periods one by one."""
        certified = [
            CertifiedPeriod(Period(start=start, end=end), Decimal(str(earned)), minutes) for start, end in periods
        ]
        return self.says(claims=Life(claims=(BenefitClaim(key=claim),)).certifying(certified).claims)

    def weeks(self, number: int, **said: Any) -> Claimant:
        """Certifies so many weeks from the first day of the claim."""
        weeks = stretches("week", self.determination().benefit_year.start, number)
        return self.certifies(*((week.start, week.end) for week in weeks), **said)

    def months(self, number: int, **said: Any) -> Claimant:
        """Certifies so many months from the first day of the claim."""
        return self.certifies(*((month.start, month.end) for month in stretches("month", self.on, number)), **said)

    def is_sanctioned(self, about: str, ground: Ground, days: int) -> Claimant:
        """A named person decides against the claimant, from the day of the claim."""
        applies = Period.of_days(self.on, days)
        decision = OfficerDecision(from_short(about), Verdict.AGAINST_CLAIMANT, self.on, "the article", applies, ground)
        return self.says(claims=(BenefitClaim(decisions=(decision,)),))

    def determinations(self) -> dict[str, Determination]:
        """What the law says of every claim, the first filed first."""
        return all_determined({self.name: self.scheme}, FactSet(self.facts))

    def determination(self, claim: str = "claim") -> Determination:
        """What the law says of the claim."""
        return self.determinations()[claim]

    @property
    def outcome(self) -> str:
        """Granted, refused, or waiting for a person."""
        return self.determination().outcome.value

    @property
    def rate(self) -> Decimal:
        """The benefit rate."""
        worth = self.determination().entitlement
        assert worth is not None, "the amounts are not known"
        return Decimal(worth.benefit_rate.minor) / self.scheme.minor_units

    @property
    def lasts(self) -> tuple[Any, str]:
        """How long, in the unit of the law."""
        worth = self.determination().entitlement
        assert worth is not None, "the amounts are not known"
        return worth.units_max, worth.unit

    @property
    def total(self) -> Decimal:
        """What may be paid in all."""
        worth = self.determination().entitlement
        assert worth is not None, "the amounts are not known"
        return Decimal(worth.total_max.minor) / self.scheme.minor_units

    def assessed(self, claim: str = "claim") -> list[WeekAssessed]:
        """Every certified period, in order."""
        every = self.determinations()
        own = every.pop(claim)
        found = assess(ClaimUnderLaw(self.scheme, FactSet(self.facts), claim), own, tuple(every.values()))
        return sorted((week for one in found for week in one.weeks), key=lambda week: week.period.start)

    def paid_under(self, claim: str) -> list[Decimal]:
        """What each period of one of several claims pays."""
        return [Decimal(week.amount.minor) / self.scheme.minor_units for week in self.assessed(claim)]

    @property
    def paid(self) -> list[Decimal]:
        """What each period pays."""
        return [Decimal(week.amount.minor) / self.scheme.minor_units for week in self.assessed()]

    def question_of(self, condition: str) -> bool:
        """Whether a person is asked about a condition."""
        findings = {finding.condition: finding for finding in self.determination().findings}
        return findings[condition].question is not None


GRANTED, REFUSED = DeterminationOutcome.GRANTED.value, DeterminationOutcome.REFUSED.value
WAITS = DeterminationOutcome.NEEDS_A_PERSON.value

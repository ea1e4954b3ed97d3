"""A person in a story: the facts their institutions and they themselves state, and what the law says of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from contracts.about import from_short
from contracts.base import Event
from contracts.casework import Verdict
from contracts.eligibility import WeekAssessed
from contracts.registry import Fact, Separation
from contracts.values import Period
from law.case.claim_under_law import ClaimUnderLaw, first_day
from law.case.facts import FactSet
from law.case.model import Assessment, Determination
from law.catalogue import load_scheme
from law.decide.assess import assess
from law.decide.determine import determine
from law.decide.overlapping_claims import in_order_of_filing
from law.language.sheet.scheme import Scheme
from law.language.terms.calendar import add_months
from law.people.as_facts import facts_of
from law.people.life import BenefitClaim, Certification, CertifiedPeriod, Job, Life, OfficerDecision, Pay

FILED = date(2020, 3, 25)


@dataclass
class Person:
    """Says facts one by one; asks for the determination and the weeks at any time."""

    scheme: Scheme
    facts: list[Event] = field(default_factory=list)
    claim: str = "claim-1"

    def says(self, version: int = 1, **parts: Any) -> Person:
        """Some parts of a life, at first or as a correction."""
        stated = facts_of(Life(**parts), self.scheme)
        again = {"source_version": version}
        self.facts += [fact.model_copy(update=again) if isinstance(fact, Fact) else fact for fact in stated]
        return self

    def _of_claim(self, version: int = 1, **parts: Any) -> Person:
        return self.says(version, claims=(BenefitClaim(key=self.claim, **parts),))

    def earned(self, amount: str, start: date, end: date, *, key: str = "", version: int = 1) -> Person:
        """Insured earnings of the days from `start` up to `end`."""
        pay = Pay(Period(start=start, end=end), Decimal(amount), key=key)
        return self.says(version, jobs=(Job(pay=(pay,)),))

    def lost_work(self, reason: Separation = Separation.LAID_OFF, on: date = date(2020, 3, 20)) -> Person:
        """The employer reports the end of the employment."""
        return self.says(jobs=(Job(ended=on, reason=reason),))

    def claims(self, on: date = FILED, *, claim: str = "") -> Person:
        """Files the claim; from now on the person speaks of this one."""
        self.claim = claim or self.claim
        return self._of_claim(filed_on=on)

    def withdraws(self, on: date) -> Person:
        """Takes the claim back."""
        return self._of_claim(withdrawn_on=on)

    def week(self, number: int, *, earned: str = "0", **answers: bool) -> CertifiedPeriod:
        """The benefit week of that number, the first being number one."""
        start = first_day(self.scheme, FILED) + timedelta(weeks=number - 1)
        return CertifiedPeriod(Period.of_days(start, 7), Decimal(earned), **answers)

    def certifies(self, *weeks: CertifiedPeriod, key: str = "", version: int = 1, late: int = 0) -> Person:
        """Certifies weeks that follow each other."""
        filed = weeks[-1].period.end + timedelta(days=late)
        return self._of_claim(version, certifications=(Certification(weeks, filed, key),))

    def is_decided(self, about: str, verdict: Verdict, **extent: Any) -> Person:
        """A named person decides a question; the extent is what `OfficerDecision` has beside these."""
        on, article = date(2020, 4, 20), "Miss. Code Ann. § 71-5-513"
        return self._of_claim(decisions=(OfficerDecision(from_short(about), verdict, on, article, **extent),))

    def determinations(self) -> dict[str, Determination]:
        """What the law says of every claim, the first filed first."""
        facts, found = FactSet(self.facts), dict[str, Determination]()
        for claim in in_order_of_filing(facts):
            found[claim.key] = determine(ClaimUnderLaw(self.scheme, facts, claim.key, tuple(found.values())))
        return found

    def determination(self, claim: str = "") -> Determination:
        """What the law says of the claim."""
        return self.determinations()[claim or self.claim]

    def assessments(self, claim: str = "") -> tuple[Assessment, ...]:
        """What is due for each certification of the claim."""
        found = self.determinations()
        key = claim or self.claim
        own = found.pop(key)
        return assess(ClaimUnderLaw(self.scheme, FactSet(self.facts), key), own, tuple(found.values()))

    def weeks(self, claim: str = "") -> list[WeekAssessed]:
        """Every certified week of the claim, in calendar order."""
        weeks = [week for assessment in self.assessments(claim) for week in assessment.weeks]
        return sorted(weeks, key=lambda week: week.period.start)

    def states(self, claim: str = "") -> list[tuple[str, int]]:
        """State and amount in cents of every certified week of the claim."""
        return [(week.state.value, week.amount.minor) for week in self.weeks(claim)]


def mississippi() -> Scheme:
    """The sheet of Mississippi, with what is not yet verified."""
    return load_scheme("us/mississippi", accept_unverified=True)


def reference() -> Scheme:
    """The sheet at the floors of C168."""
    return load_scheme("ilo/c168-reference", accept_unverified=True)


QUARTERS = (date(2018, 10, 1), date(2019, 1, 1), date(2019, 4, 1), date(2019, 7, 1), date(2019, 10, 1))


def in_mississippi(*quarters: str, reason: Separation = Separation.LAID_OFF) -> Person:
    """A person out of work in March 2020 with these wages in the four quarters of the base period, oldest first."""
    person = Person(mississippi()).lost_work(reason).claims()
    for wages, (start, end) in zip(quarters, pairwise(QUARTERS), strict=False):
        if wages != "0":
            person.earned(wages, start, end)
    return person


def under_c168(*months: str, reason: Separation = Separation.LAID_OFF) -> Person:
    """A person out of work in March 2020 with these wages in the last calendar months, oldest first."""
    person = Person(reference()).lost_work(reason).claims()
    for back, wages in enumerate(reversed(months), 1):
        if wages != "0":
            person.earned(wages, _month(back), _month(back - 1))
    return person


def _month(back: int) -> date:
    return add_months(FILED.replace(day=1), -back)

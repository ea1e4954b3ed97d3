"""A person in a story: the facts their institutions and they themselves state, and what the law says of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from contracts.about import from_short
from contracts.base import Event
from contracts.casework import Officer, Verdict
from contracts.claims import ClaimDecision, Ground
from contracts.eligibility import WeekAssessed
from contracts.intake import CertificationFiled, CertifiedWeek, ClaimFiled, ClaimWithdrawn
from contracts.registry import ContributionRecorded, EmploymentEnded, Separation
from contracts.values import Money, Period
from law.case.claim_under_law import ClaimUnderLaw, first_day
from law.case.facts import FactSet
from law.case.model import Assessment, Determination
from law.catalogue import load_scheme
from law.decide.assess import assess
from law.decide.determine import determine
from law.decide.overlapping_claims import in_order_of_filing
from law.language.sheet.scheme import Scheme

RECORDED = datetime(2020, 1, 2, tzinfo=UTC)
FILED = date(2020, 3, 25)


def usd(amount: str) -> Money:
    """Dollars and cents, exactly."""
    whole, _, cents = amount.partition(".")
    return Money(minor=int(whole) * 100 + int(cents.ljust(2, "0")[:2] or 0), currency="USD")


@dataclass
class Person:
    """Says facts one by one; asks for the determination and the weeks at any time."""

    scheme: Scheme
    facts: list[Event] = field(default_factory=list)
    claim: str = "claim-1"

    def earned(self, amount: str, start: date, end: date, *, key: str = "", version: int = 1) -> Person:
        """Insured earnings of the days from `start` up to `end`."""
        fact = ContributionRecorded(
            key=key or f"wage-{start}-{len(self.facts)}",
            source_version=version,
            recorded_at=RECORDED,
            employer="works",
            period=Period(start=start, end=end),
            earnings=usd(amount),
        )
        self.facts.append(fact)
        return self

    def lost_work(self, reason: Separation = Separation.LAID_OFF, on: date = date(2020, 3, 20)) -> Person:
        """The employer reports the end of the employment."""
        self.facts.append(
            EmploymentEnded(
                key="job-1-end", source_version=1, recorded_at=RECORDED, employment="job-1", ended_on=on, reason=reason
            )
        )
        return self

    def claims(self, on: date = FILED, *, claim: str = "") -> Person:
        """Files the claim; from now on the person speaks of this one."""
        self.claim = claim or self.claim
        self.facts.append(
            ClaimFiled(
                key=self.claim,
                source_version=1,
                recorded_at=RECORDED,
                scheme=self.scheme.name,
                filed_on=on,
                unemployed_from=on,
            )
        )
        return self

    def withdraws(self, on: date) -> Person:
        """Takes the claim back."""
        self.facts.append(ClaimWithdrawn(key=self.claim, source_version=1, recorded_at=RECORDED, withdrawn_on=on))
        return self

    def week(self, number: int, *, earned: str = "0", **answers: bool) -> CertifiedWeek:
        """The benefit week of that number, the first being number one."""
        start = first_day(self.scheme, FILED) + timedelta(weeks=number - 1)
        said = {"able": True, "available": True, "sought_work": True} | answers
        return CertifiedWeek(period=Period.of_days(start, 7), earnings=usd(earned), **said)

    def certifies(self, *weeks: CertifiedWeek, key: str = "", version: int = 1, late: int = 0) -> Person:
        """Certifies weeks that follow each other."""
        filed = weeks[-1].period.end + timedelta(days=late)
        self.facts.append(
            CertificationFiled(
                key=key or f"cert-{weeks[0].period.start}",
                source_version=version,
                recorded_at=datetime(filed.year, filed.month, filed.day, tzinfo=UTC),
                claim=self.claim,
                filed_on=filed,
                weeks=weeks,
            )
        )
        return self

    def is_decided(
        self, about: str, verdict: Verdict, *, applies: Period | None = None, ground: Ground | None = None
    ) -> Person:
        """A named person decides a question."""
        self.facts.append(
            ClaimDecision(
                claim=self.claim,
                question=f"q-{self.claim}-{about}-{ground}",
                about=from_short(about),
                decided_on=date(2020, 4, 20),
                officer=Officer(staff="officer-7", role="adjudicator"),
                verdict=verdict,
                ground=ground,
                reasons="Both sides were heard.",
                article="Miss. Code Ann. § 71-5-513",
                facts_considered=("job-1-end",),
                applies=applies,
                appeal="Within 14 days.",
            )
        )
        return self

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
    for wages, start, end in zip(quarters, QUARTERS, QUARTERS[1:], strict=False):
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
    year, month = divmod(FILED.year * 12 + FILED.month - 1 - back, 12)
    return date(year, month + 1, 1)

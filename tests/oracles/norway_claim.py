"""A Norwegian claim in the engine: decisions and reports come in as facts, and at any time it says what follows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from contracts.base import Event
from contracts.registry import Fact
from contracts.values import Period
from law.case.balance import Balance
from law.case.case import Case
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.case.model import Assessment, Determination
from law.decide.assess import assess
from law.decide.determine import determine
from law.language.run.evaluation import Evaluation
from law.language.terms.derivation import Step
from law.language.terms.values import Number
from law.packs.ask import as_given, sheet
from law.packs.pack import Json, NotStated
from law.people.as_facts import facts_of
from law.people.life import CLAIM, BenefitClaim, Certification, CertifiedPeriod, Job, Life, Statement

SCHEME = "no/dagpenger"
DAYS_OF_A_CARD = 14
EARLY = date(2010, 1, 1)
QUALIFIED: dict[str, Any] = {
    "income_12_months": 10**6,
    "income_36_months": 10**6,
    "usual_weekly_hours()": 40,
    "months_since_birth()": 480,
    "base": 200_000,
}
"""Of the claim's own conditions these packs say nothing: the agency had granted it."""


@dataclass
class Claim:
    """One claim in the engine: facts come in one by one, and at any time it says what follows."""

    begins: date
    given: dict[str, Any] = field(default_factory=dict)
    facts: list[Event] = field(default_factory=list)
    _versions: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """The person lost work and claims."""
        self._say(Life(jobs=(Job(ended=self.begins),), claims=(BenefitClaim(self.begins),)))

    def states(self, particular: str, said: Any, since: date, until: date | None = None) -> None:
        """A particular holds from a day on; said again of the same day it is corrected."""
        self._say(Life(stated=(Statement(particular, said, since, until),)))

    def _say(self, life: Life) -> None:
        """Whatever is said again under its key is a correction."""
        for fact in facts_of(life, sheet(SCHEME)):
            assert isinstance(fact, Fact)
            self.facts.append(fact.model_copy(update={"source_version": self._next(f"{fact.name} {fact.key}")}))

    def reports(self, days: Iterable[Json]) -> Period:
        """A report of two weeks, day by day; a report of the same days is corrected."""
        listed = sorted(days, key=lambda day: str(day["date"]))
        if not listed:
            raise NotStated("a report states its days")
        start = date.fromisoformat(listed[0]["date"])
        period = Period.of_days(start, DAYS_OF_A_CARD)
        for day in listed:
            self._says_of_day(day)
        card = Certification((CertifiedPeriod(period),), key=f"card-{start}")
        self._say(Life(claims=(BenefitClaim(certifications=(card,)),)))
        return period

    def _says_of_day(self, day: Json) -> None:
        on = date.fromisoformat(day["date"])
        activities = day.get("activities") or ()
        unknown = set(activities) - {"work_hours", "sick", "absence", "education"}
        if unknown:
            raise NotStated(f"no rule knows what a day states as {', '.join(sorted(unknown))}")
        said = {
            "hours_on_day": day.get("hours_worked") or 0,
            "sick_on_day": bool(day.get("sick")) or "sick" in activities,
            "absent_on_day": bool(day.get("absent")) or "absence" in activities,
            "registered_on_day": day.get("registered", True),
        }
        for particular, words in said.items():
            self.states(particular, words, on, on + timedelta(days=1))

    def _next(self, key: str) -> int:
        self._versions[key] = self._versions.get(key, 0) + 1
        return self._versions[key]

    def follows(self) -> tuple[Determination, tuple[Assessment, ...]]:
        """What the engine makes of all facts so far."""
        found = determine(self._under_law())
        return found, assess(self._under_law(), found)

    def _under_law(self) -> ClaimUnderLaw:
        given = as_given({**QUALIFIED, **self.given})
        return ClaimUnderLaw(sheet(SCHEME), FactSet(self.facts), CLAIM, given=given)

    def before_any(self) -> tuple[Evaluation[Case], Balance]:
        """The claim's rules, and what there is before the first report."""
        found, _ = self.follows()
        return self._under_law().evaluation(), Balance.full(
            found.entitlement, waiting=found.waiting, sanctioned=found.sanctioned
        )


def failed_periods(begins: date, periods: Iterable[tuple[Period, bool]]) -> date | None:
    """From which day a claim stops whose reports say so; the engine decides, from hours."""
    claim = Claim(begins, {"daily_rate": 500})
    for period, met in periods:
        hours = 0 if met else 8
        days = [period.start + timedelta(days=number) for number in range(DAYS_OF_A_CARD)]
        claim.reports({"date": day.isoformat(), "hours_worked": hours} for day in days)
    _, assessments = claim.follows()
    return next((one.stopped_from for one in assessments if one.stopped_from), None)


@dataclass(frozen=True, slots=True)
class Report:
    """What the engine says of one report: money, days used, days left, the deductible, and the steps behind."""

    paid: Number
    used: Number
    left: Number
    deducted: Number
    deductible_left: Number
    steps: dict[str, Step]


def reports_of(claim: Claim) -> dict[date, Report]:
    """Every report by its first day, in calendar order."""
    _, assessments = claim.follows()
    _, balance = claim.before_any()
    left, deductible = Fraction(balance.units_left or 0), Fraction(balance.waiting_left)
    found: dict[date, Report] = {}
    for one in sorted(assessments, key=lambda assessment: assessment.period.start):
        steps, now = _named(one.steps), Fraction(one.limit_left or 0)
        deducted = Fraction(str(steps["deductible_used"].value)) if "deductible_used" in steps else Fraction(0)
        deductible -= deducted
        paid = Fraction(one.amount.minor, 100)
        found[one.period.start] = Report(paid, left - now, now, deducted, deductible, steps)
        left = now
    return found


def _named(steps: Iterable[Step]) -> dict[str, Step]:
    """Every step below, by what it is."""
    found: dict[str, Step] = {}
    todo, seen = list(steps), set[int]()
    while todo:
        step = todo.pop()
        if id(step) not in seen:
            seen.add(id(step))
            found.setdefault(step.what, step)
            todo.extend(step.inputs)
    return found

"""A person under any sheet: what institutions state of them, and what the law says then."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from contracts.about import from_short
from contracts.base import Event
from contracts.casework import Officer, Verdict
from contracts.claims import ClaimDecision, Ground
from contracts.eligibility import DeterminationOutcome, WeekAssessed
from contracts.intake import CertificationFiled, CertifiedWeek, ClaimFiled
from contracts.registry import (
    ContributionRecorded,
    EmploymentEnded,
    EmploymentStarted,
    ParticularStated,
    PersonRecorded,
    Separation,
)
from contracts.values import Money, Period
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.case.model import Determination
from law.catalogue import load_scheme
from law.decide.all_claims import all_determined
from law.decide.assess import assess
from law.language.sheet.scheme import Scheme
from law.language.terms.calendar import add_months

RECORDED = datetime(2020, 1, 1, tzinfo=UTC)
STATED: dict[str, Any] = {"source_version": 1, "recorded_at": RECORDED}


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

    def money(self, amount: Any) -> Money:
        """An amount in the sheet's currency."""
        return Money(minor=int(Decimal(str(amount)) * self.scheme.minor_units), currency=self.scheme.currency)

    def earned(self, amount: Any, months: int, *, back: int = 0, step: int = 1, hours: int = 0) -> Claimant:
        """So many months' pay, the last `back` months before the claim's month; `step` months in each fact."""
        first = self.on.replace(day=1)
        for number in range(months):
            end = add_months(first, -back - number * step)
            period = Period(start=add_months(end, -step), end=end)
            self.facts.append(
                ContributionRecorded(
                    key=f"pay-{len(self.facts)}",
                    employer="works",
                    period=period,
                    earnings=self.money(amount),
                    minutes_worked=hours * 60 if hours else None,
                    **STATED,
                )
            )
        return self

    def lost_work(
        self, reason: Separation = Separation.LAID_OFF, *, weekly_hours: int = 40, years: int = 3
    ) -> Claimant:
        """The employment ended on the day of the claim."""
        began = add_months(self.on, -12 * years)
        self.facts += [
            EmploymentStarted(
                key="job-start", employment="job", employer="works", started_on=began,
                minutes_weekly=weekly_hours * 60, **STATED,
            ),
            EmploymentEnded(key="job-end", employment="job", ended_on=self.on, reason=reason, **STATED),
        ]  # fmt: skip
        return self

    def born(self, year: int, *, dependants: int = 0, region: str = "here") -> Claimant:
        """What the population registry says."""
        self.facts.append(
            PersonRecorded(
                key="person", valid_from=date(year, 6, 1), birth_month=f"{year}-06", region=region,
                dependants=dependants, **STATED,
            )
        )  # fmt: skip
        return self

    def stated(self, **particulars: Any) -> Claimant:
        """Particulars that hold from long before the claim."""
        for name, said in particulars.items():
            words = {True: "yes", False: "no"}.get(said, str(said)) if isinstance(said, bool) else str(said)
            self.facts.append(
                ParticularStated(key=name, particular=name, value=words, since=date(2000, 1, 1), **STATED)
            )
        return self

    def claims(self, *, again: date | None = None, key: str = "claim") -> Claimant:
        """Files the claim; with `again` a later one, by its own key."""
        on = again or self.on
        filed = ClaimFiled(key=key, scheme=self.name, filed_on=on, unemployed_from=on, **STATED)
        self.facts.append(filed)
        return self

    def holds(self, name: str, since: date, until: date | None = None) -> Claimant:
        """A particular that is yes on these days."""
        said = ParticularStated(key=f"{name}-{since}", particular=name, value="yes", since=since, until=until, **STATED)
        self.facts.append(said)
        return self

    def certifies(
        self, *periods: tuple[date, date], earned: Any = 0, minutes: int = 0, claim: str = "claim"
    ) -> Claimant:
        """Certifies periods one by one."""
        for start, end in periods:
            week = CertifiedWeek(
                period=Period(start=start, end=end), able=True, available=True, sought_work=True,
                minutes_worked=minutes, earnings=self.money(earned),
            )  # fmt: skip
            filed = CertificationFiled(key=f"{claim}-cert-{start}", claim=claim, filed_on=end, weeks=(week,), **STATED)
            self.facts.append(filed)
        return self

    def weeks(self, number: int, **said: Any) -> Claimant:
        """Certifies so many weeks from the first day of the claim."""
        start = self.determination().benefit_year.start
        days = [start + timedelta(weeks=week) for week in range(number + 1)]
        return self.certifies(*pairwise(days), **said)

    def months(self, number: int, **said: Any) -> Claimant:
        """Certifies so many months from the first day of the claim."""
        days = [add_months(self.on, month) for month in range(number + 1)]
        return self.certifies(*pairwise(days), **said)

    def is_sanctioned(self, about: str, ground: Ground, days: int) -> Claimant:
        """A named person decides against the claimant, from the day of the claim."""
        self.facts.append(
            ClaimDecision(
                claim="claim",
                question=f"q-{about}",
                about=from_short(about),
                decided_on=self.on,
                officer=Officer(staff="officer-7", role="adjudicator"),
                verdict=Verdict.AGAINST_CLAIMANT,
                ground=ground,
                reasons="Both sides were heard.",
                article="the article",
                facts_considered=("job-end",),
                applies=Period.of_days(self.on, days),
                appeal="Within a month.",
            )
        )
        return self

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

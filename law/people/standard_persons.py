"""Standard persons before the law of a day: what the production engine gives them, and what two laws give otherwise.

Who they are stands in `standard_persons.yaml`; nothing here knows a figure of law.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from contracts.base import Event
from contracts.intake import CertificationFiled, CertifiedWeek, ClaimFiled
from contracts.registry import (
    ContributionRecorded,
    EmploymentEnded,
    EmploymentStarted,
    ParticularStated,
    PersonRecorded,
    Separation,
)
from contracts.values import FIRST_DAY, Money, Period
from law.case.benefit_periods import Rhythm
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.case.model import Determination
from law.decide.assess import assess
from law.decide.determine import determine
from law.explain.determined import Determined
from law.explain.law_difference import LawOnDay
from law.language.sheet.scheme import DAYS_OF_A_WEEK, Scheme
from law.language.terms.calendar import MONTHS_OF_A_YEAR, add_months, first_of_month, first_of_next_month
from law.language.terms.values import Number

FILE = Path(__file__).with_name("standard_persons.yaml")
RECORDED = datetime.combine(FIRST_DAY, time(), tzinfo=UTC)
STATED: dict[str, Any] = {"source_version": 1, "recorded_at": RECORDED}
MONTHS_PAID = range(3)
"""What is paid is worked out for so many months from the beginning of the claim."""
WEEKS_OF_A_YEAR = range(1, 53)
MINUTES = range(60)


@dataclass(frozen=True, slots=True)
class StandardPerson:
    """One of the persons by which laws are compared; money in minor units of the sheet's currency."""

    name: str
    says: str
    wage: str
    months: int
    born_years_before: int
    dependants: int = 0


@dataclass(frozen=True, slots=True)
class Given:
    """What a law gives a standard person."""

    person: StandardPerson
    wage: Money
    determination: Determination
    paid: Money
    """For the periods of the first three months in which the person does not work."""
    of: Determined

    @property
    def share(self) -> Fraction:
        """What is paid of what was earned, in the first three months."""
        return Fraction(self.paid.minor, self.wage.minor * len(MONTHS_PAID))


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return data


def standard_persons() -> tuple[StandardPerson, ...]:
    """All of them, in order."""
    return tuple(StandardPerson(**one) for one in _data()["persons"])


def given_to(person: StandardPerson, law: LawOnDay) -> Given:
    """What the engine gives a person who claims on the day. Raises `OutsideKnownLaw`, `LookupError` for a currency."""
    scheme, facts = law.scheme, list(_facts(person, law))
    found = determine(ClaimUnderLaw(scheme, FactSet(facts), CLAIM))
    facts += [_certification(law, period) for period in _periods(found.rhythm)]
    assessments = assess(ClaimUnderLaw(scheme, FactSet(facts), CLAIM), found)
    paid = Money(minor=sum(one.amount.minor for one in assessments), currency=scheme.currency)
    return Given(person, _wage(person, scheme), found, paid, Determined.of(scheme, found, assessments))


CLAIM = "claim"


def _facts(person: StandardPerson, law: LawOnDay) -> Iterator[Event]:
    on, scheme, own = law.on, law.scheme, _data()["schemes"].get(law.scheme.name, {})
    began = add_months(first_of_month(on), -person.months)
    born = add_months(on, -person.born_years_before * MONTHS_OF_A_YEAR)
    yield PersonRecorded(
        key="person",
        valid_from=born,
        birth_month=f"{born:%Y-%m}",
        region=str(own.get("region", "here")),
        dependants=person.dependants,
        **STATED,
    )
    weekly = int(_data()["hours_of_a_week"]) * len(MINUTES)
    job: dict[str, Any] = {"employment": "job", **STATED}
    yield EmploymentStarted(key="job-start", employer="works", started_on=began, minutes_weekly=weekly, **job)
    yield EmploymentEnded(key="job-end", ended_on=on, reason=Separation.LAID_OFF, **job)
    yield from _pay(person, law, by_weeks=own.get("paid") == "week")
    for name, said in own.get("stated", {}).items():
        value = said[person.wage] if isinstance(said, dict) else said
        yield ParticularStated(key=name, particular=name, value=str(value), since=began, **STATED)
    yield ClaimFiled(key=CLAIM, scheme=scheme.name, filed_on=on, unemployed_from=on, **STATED)


def _pay(person: StandardPerson, law: LawOnDay, *, by_weeks: bool) -> Iterator[Event]:
    """Month by month before the month of the claim, or week by week before the week of the claim's beginning."""
    wage, hours = _wage(person, law.scheme), int(_data()["hours_of_a_month"])
    first = first_of_month(law.on)
    weeks = person.months * len(WEEKS_OF_A_YEAR) // MONTHS_OF_A_YEAR
    if by_weeks:
        wage = Money(minor=wage.minor * MONTHS_OF_A_YEAR // len(WEEKS_OF_A_YEAR), currency=wage.currency)
        hours = int(_data()["hours_of_a_week"])
        first = law.on - timedelta(days=(law.on.weekday() + 1) % DAYS_OF_A_WEEK)
    for back in range(weeks if by_weeks else person.months):
        start = first - timedelta(weeks=back + 1) if by_weeks else add_months(first, -back - 1)
        end = start + timedelta(weeks=1) if by_weeks else first_of_next_month(start)
        yield ContributionRecorded(
            key=f"pay-{back + 1}",
            employer="works",
            period=Period(start=start, end=end),
            earnings=wage,
            minutes_worked=hours * len(MINUTES),
            **STATED,
        )


def _wage(person: StandardPerson, scheme: Scheme) -> Money:
    wages = _data()["wages"].get(scheme.currency)
    if wages is None:
        raise LookupError(f"no wages in {scheme.currency} stand in {FILE.name}")
    return Money(minor=int(wages[person.wage]) * scheme.minor_units, currency=scheme.currency)


def _periods(rhythm: Rhythm) -> Iterator[Period]:
    """The benefit periods that end within the first months of the claim."""
    start = rhythm.year.start
    end = add_months(start, len(MONTHS_PAID))
    day = start - timedelta(days=(start.weekday() - rhythm.weekday) % DAYS_OF_A_WEEK) if "two" in rhythm.kind else start
    while day < end:
        match rhythm.kind:
            case "a week":
                until = day + timedelta(weeks=1)
            case "two weeks":
                until = day + timedelta(weeks=2)
            case "a calendar month":
                until = first_of_next_month(day)
            case _:
                until = add_months(day, 1)
        if until <= end:
            yield Period(start=day, end=until)
        day = until


def _certification(law: LawOnDay, period: Period) -> CertificationFiled:
    nothing = Money(minor=0, currency=law.scheme.currency)
    week = CertifiedWeek(period=period, able=True, available=True, sought_work=True, earnings=nothing)
    key = f"cert-{period.start}"
    return CertificationFiled(key=key, claim=CLAIM, filed_on=period.end, weeks=(week,), **STATED)


def by_how_much(before: Number, after: Number) -> str:
    """A change in per cent, to one decimal: `+4.3 %`."""
    if not before:
        return ""
    tenths = round(Fraction(after - before) / before * 1000)
    whole, rest = divmod(abs(tenths), 10)
    return f"{'-' if tenths < 0 else '+'}{whole}.{rest} %"

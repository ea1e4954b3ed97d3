"""Standard persons before the law of a day: what the production engine gives them, and what two laws give otherwise.

Who they are stands in `standard_persons.yaml`; nothing here knows a figure of law.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any

import yaml

from contracts.values import Money, Period
from law.case.benefit_periods import Rhythm
from law.case.model import Determination
from law.decide.assess import assess
from law.decide.determine import determine
from law.explain.determined import Determined
from law.explain.law_difference import LawOnDay
from law.language.sheet.scheme import DAYS_OF_A_WEEK, Scheme
from law.language.terms.calendar import MONTHS_OF_A_YEAR, add_months, first_of_month
from law.language.terms.values import Number
from law.people.as_facts import claim_of
from law.people.life import MINUTES_OF_AN_HOUR, BenefitClaim, CertifiedPeriod, Job, Life, Pay, Statement

FILE = Path(__file__).with_name("standard_persons.yaml")
MONTHS_PAID = range(3)
"""What is paid is worked out for so many months from the beginning of the claim."""
WEEKS_OF_A_YEAR = 52


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
class StandardResult:
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
    return tuple(StandardPerson(**person) for person in _data()["persons"])


def given_to(person: StandardPerson, law: LawOnDay) -> StandardResult:
    """What the engine gives a person who claims on the day. Raises `OutsideKnownLaw`, `LookupError` for a currency."""
    scheme, life = law.scheme, _life(person, law)
    determination = determine(claim_of(life, scheme))
    life = life.certifying(CertifiedPeriod(period) for period in _periods(determination.rhythm))
    assessments = assess(claim_of(life, scheme), determination)
    paid = Money(minor=sum(assessment.amount.minor for assessment in assessments), currency=scheme.currency)
    of = Determined.of(scheme, determination, assessments)
    return StandardResult(person, _wage(person, scheme), determination, paid, of)


def _life(person: StandardPerson, law: LawOnDay) -> Life:
    on, own = law.on, _data()["schemes"].get(law.scheme.name, {})
    began = add_months(first_of_month(on), -person.months)
    born = add_months(on, -person.born_years_before * MONTHS_OF_A_YEAR)
    minutes_weekly = int(_data()["hours_of_a_week"]) * MINUTES_OF_AN_HOUR
    pay = tuple(_paid_by_weeks(person, law) if own.get("paid") == "week" else _paid_by_months(person, law))
    stated = own.get("stated", {}).items()
    return Life(
        born=f"{born:%Y-%m}",
        region=str(own.get("region", "here")),
        dependants=person.dependants,
        jobs=(Job(started=began, ended=on, minutes_weekly=minutes_weekly, pay=pay),),
        stated=tuple(
            Statement(name, str(value[person.wage] if isinstance(value, dict) else value), since=began)
            for name, value in stated
        ),
        claims=(BenefitClaim(on),),
    )


def _paid_by_months(person: StandardPerson, law: LawOnDay) -> Iterator[Pay]:
    """Month by month before the month of the claim, the last first."""
    wage, minutes = _wage(person, law.scheme), int(_data()["hours_of_a_month"]) * MINUTES_OF_AN_HOUR
    end = first_of_month(law.on)
    for number in range(1, person.months + 1):
        start = add_months(end, -1)
        yield Pay(Period(start=start, end=end), wage, minutes, key=f"pay-{number}")
        end = start


def _paid_by_weeks(person: StandardPerson, law: LawOnDay) -> Iterator[Pay]:
    """Week by week before the week of the claim's beginning, the last first."""
    monthly, minutes = _wage(person, law.scheme), int(_data()["hours_of_a_week"]) * MINUTES_OF_AN_HOUR
    wage = Money(minor=monthly.minor * MONTHS_OF_A_YEAR // WEEKS_OF_A_YEAR, currency=monthly.currency)
    first = law.on - timedelta(days=(law.on.weekday() + 1) % DAYS_OF_A_WEEK)
    for number in range(1, person.months * WEEKS_OF_A_YEAR // MONTHS_OF_A_YEAR + 1):
        week = Period.of_days(first - timedelta(weeks=number), DAYS_OF_A_WEEK)
        yield Pay(week, wage, minutes, key=f"pay-{number}")


def _wage(person: StandardPerson, scheme: Scheme) -> Money:
    wages = _data()["wages"].get(scheme.currency)
    if wages is None:
        raise LookupError(f"no wages in {scheme.currency} stand in {FILE.name}")
    return Money(minor=int(wages[person.wage]) * scheme.minor_units, currency=scheme.currency)


def _periods(rhythm: Rhythm) -> Iterator[Period]:
    """The benefit periods that end within the first months of the claim."""
    end = add_months(rhythm.year.start, len(MONTHS_PAID))
    return takewhile(lambda period: period.end <= end, rhythm.periods())


def by_how_much(before: Number, after: Number) -> str:
    """A change in per cent, to one decimal: `+4.3 %`."""
    if not before:
        return ""
    tenths = round(Fraction(after - before) / before * 1000)
    whole, rest = divmod(abs(tenths), 10)
    return f"{'-' if tenths < 0 else '+'}{whole}.{rest} %"

"""A made-up person as facts: what registries would have stated of somebody with this career and this pay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

from contracts.base import Event
from contracts.intake import ClaimFiled
from contracts.registry import (
    ContributionRecorded,
    EmploymentEnded,
    EmploymentStarted,
    ParticularStated,
    PersonRecorded,
    Separation,
)
from contracts.values import Money, Period
from law.case.claim_under_law import first_day
from law.language.sheet.scheme import DAYS_OF_A_WEEK, LookBack, Scheme
from law.language.terms.calendar import MONTHS_OF_A_YEAR, add_months, first_of_next_month
from law.people.calendar import Calendar

CLAIM = "claim"
MINUTES_OF_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class StatedParticular:
    """A particular as it is stated: a word or number, or a share of what a person earns in a unit of time."""

    value: str = ""
    share: Fraction | None = None
    per: str = "month"

    def words(self, monthly: Fraction, calendar: Calendar, minor_units: int) -> str:
        """As a registry would state it of a person with this pay, to the minor unit."""
        if self.share is None:
            return self.value
        amount = self.share * monthly * MONTHS_OF_A_YEAR / calendar.per_year[self.per]
        return str(Fraction(round(amount * minor_units), minor_units))


@dataclass(frozen=True)
class Person:
    """Somebody who lost work on a day, after so many months at the same pay. Amounts are whole units of currency."""

    on: date
    monthly: Fraction
    months: int
    age: int
    dependants: int
    weekly_hours: int
    region: str = "here"
    reason: Separation = Separation.LAID_OFF
    particulars: Mapping[str, StatedParticular] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        why = str(self.reason.value).replace("_", " ")
        months = "1 month" if self.months == 1 else f"{self.months} months"
        return (
            f"{why} on {self.on} after {months} insured, aged {self.age}, "
            f"{self.dependants} dependants, {self.weekly_hours} hours a week"
        )


def facts_of(person: Person, scheme: Scheme, calendar: Calendar) -> list[Event]:
    """The claim and everything institutions state of the person; contributions never cross an edge of the law."""
    stated: dict[str, Any] = {"source_version": 1, "recorded_at": datetime(person.on.year, 1, 1, tzinfo=UTC)}
    began = add_months(person.on, -max(1, person.months))
    born = person.on.replace(year=person.on.year - person.age, day=1)
    facts: list[Event] = [
        PersonRecorded(
            key="person",
            valid_from=born,
            birth_month=f"{born:%Y-%m}",
            region=person.region,
            dependants=person.dependants,
            **stated,
        ),
        EmploymentStarted(
            key="job-start",
            employment="job",
            employer="works",
            started_on=began,
            minutes_weekly=person.weekly_hours * MINUTES_OF_AN_HOUR,
            **stated,
        ),
        EmploymentEnded(key="job-end", employment="job", ended_on=person.on, reason=person.reason, **stated),
        ClaimFiled(key=CLAIM, scheme=scheme.name, filed_on=person.on, unemployed_from=person.on, **stated),
    ]
    for name, said in person.particulars.items():
        if name in scheme.particulars:
            words = said.words(person.monthly, calendar, scheme.minor_units)
            facts.append(ParticularStated(key=name, particular=name, value=words, since=born, **stated))
    if person.months:
        facts += _contributions(person, scheme, calendar, began, stated)
    return facts


def _contributions(
    person: Person, scheme: Scheme, calendar: Calendar, began: date, stated: Mapping[str, Any]
) -> Iterator[ContributionRecorded]:
    paid_by = _paid_by(scheme)
    minutes = Fraction(person.weekly_hours * MINUTES_OF_AN_HOUR) / DAYS_OF_A_WEEK
    earned, worked = Fraction(0), Fraction(0)
    for start, end in pairwise(_edges(person, scheme, began)):
        days = (end - start).days
        before, hours_before = earned, worked
        earned += person.monthly * scheme.minor_units * _months(start, days, paid_by, calendar)
        worked += minutes * days
        yield ContributionRecorded(
            key=f"pay-{start}",
            employer="works",
            period=Period(start=start, end=end),
            earnings=Money(minor=round(earned) - round(before), currency=scheme.currency),
            minutes_worked=round(worked) - round(hours_before),
            **stated,
        )


def _months(start: date, days: int, paid_by: str, calendar: Calendar) -> Fraction:
    """How many months' pay a stretch earns: pay is the same for every month, or for every day."""
    if paid_by != "month":
        return Fraction(days * MONTHS_OF_A_YEAR) / calendar.per_year["day"]
    first = start.replace(day=1)
    return Fraction(days, (first_of_next_month(first) - first).days)


def _windows(scheme: Scheme) -> Iterator[LookBack]:
    for newest in scheme.windows.values():
        yield from scheme.in_every_version("windows", newest)


def _paid_by(scheme: Scheme) -> str:
    """The time for which the pay is always the same: what the scheme's windows are made of."""
    units = {look.window.unit for look in _windows(scheme)}
    return "day" if units & {"week", "day"} else "month"


def _edges(person: Person, scheme: Scheme, began: date) -> list[date]:
    """The first days of all stretches: months or weeks, cut wherever a window of the law begins or ends."""
    edges = {began, person.on}
    if any(look.window.unit == "week" for look in _windows(scheme)):
        weeks = (person.on - began).days // DAYS_OF_A_WEEK
        edges |= {person.on - timedelta(weeks=back) for back in range(weeks + 1)}
    else:
        day = began.replace(day=1)
        while day < person.on:
            edges.add(day)
            day = first_of_next_month(day)
    begins = first_day(scheme, person.on, person.on)
    for look in _windows(scheme):
        for span in look.window.spans(begins):
            edges |= {span.start, span.end}
    return sorted(edge for edge in edges if began <= edge <= person.on)

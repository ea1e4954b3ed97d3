"""Somebody who lost work after so many months at the same pay: the person by whom laws are tried and compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from contracts.registry import Contract, Separation
from contracts.values import Money, Period
from law.case.claim_under_law import first_day
from law.language.sheet.scheme import DAYS_OF_A_WEEK, LookBack, Scheme
from law.language.terms.calendar import MONTHS_OF_A_YEAR, add_months, first_of_next_month
from law.people.calendar import CalendarUnits
from law.people.life import MINUTES_OF_AN_HOUR, BenefitClaim, Job, Life, Pay, Statement


@dataclass(frozen=True, slots=True)
class StatedParticular:
    """A particular as it is stated: a word or number, or a share of what a person earns in a unit of time."""

    value: str = ""
    share: Fraction | None = None
    per: str = "month"

    def words(self, monthly: Fraction, calendar: CalendarUnits, minor_units: int) -> str:
        """As a registry would state it of a person with this pay, to the minor unit."""
        if self.share is None:
            return self.value
        amount = self.share * monthly * MONTHS_OF_A_YEAR / calendar.per_year[self.per]
        return str(Fraction(round(amount * minor_units), minor_units))


@dataclass(frozen=True)
class SteadyWorker:
    """Somebody who lost work on a day, after so many months at the same pay. Amounts are whole units of currency."""

    on: date
    """The first day without work, on which the claim is filed."""
    monthly: Fraction
    months: int
    age: int
    dependants: int
    weekly_hours: int
    region: str = "here"
    reason: Separation = Separation.LAID_OFF
    contract: Contract | None = None
    """None where nobody reports it."""
    particulars: Mapping[str, StatedParticular] = field(default_factory=dict, hash=False)
    """Stated wherever a sheet has a particular of that name."""

    def __str__(self) -> str:
        why = str(self.reason.value).replace("_", " ")
        months = "1 month" if self.months == 1 else f"{self.months} months"
        return (
            f"{why} on {self.on} after {months} insured, aged {self.age}, "
            f"{self.dependants} dependants, {self.weekly_hours} hours a week"
        )

    @property
    def without_work_from(self) -> date:
        """The first day without work, of the last claim."""
        return self.on

    @property
    def minutes_weekly(self) -> int:
        """Working time in minutes a week."""
        return self.weekly_hours * MINUTES_OF_AN_HOUR

    def life(self, scheme: Scheme, calendar: CalendarUnits) -> Life:
        """The person's life under a scheme; no stretch of pay crosses an edge of its law."""
        began = add_months(self.on, -max(1, self.months))
        pay = self.pay(Period(start=began, end=self.on), (self.on,), scheme, calendar) if self.months else ()
        return Life(
            born=self.born,
            region=self.region,
            dependants=self.dependants,
            jobs=(
                Job(
                    started=began,
                    ended=self.on,
                    contract=self.contract,
                    reason=self.reason,
                    minutes_weekly=self.minutes_weekly,
                    pay=pay,
                ),
            ),
            stated=self.stated(scheme, calendar),
            claims=(BenefitClaim(self.on),),
        )

    @property
    def born(self) -> str:
        """Year and month of birth."""
        return f"{self.on.replace(year=self.on.year - self.age, day=1):%Y-%m}"

    def stated(self, scheme: Scheme, calendar: CalendarUnits) -> tuple[Statement, ...]:
        """What is stated of the person, as far as the sheet asks for it."""
        return tuple(
            Statement(name, particular.words(self.monthly, calendar, scheme.minor_units), since=self.born_on)
            for name, particular in self.particulars.items()
            if name in scheme.particulars
        )

    @property
    def born_on(self) -> date:
        """The first day of the month of birth."""
        return self.on.replace(year=self.on.year - self.age, day=1)

    def pay(
        self, job: Period, claimed_on: tuple[date, ...], scheme: Scheme, calendar: CalendarUnits
    ) -> tuple[Pay, ...]:
        """The pay of a job for all its days, in stretches that cross no edge of the law of claims of these days."""
        return tuple(_pay(self, scheme, _months_by_edge(scheme, calendar, _edges(job, claimed_on, scheme))))


def _pay(worker: SteadyWorker, scheme: Scheme, months_by_edge: list[tuple[date, Fraction]]) -> Iterator[Pay]:
    """The pay between the first edge and the last, rounded so that all stretches together come to the whole."""
    monthly, minutes_daily = worker.monthly * scheme.minor_units, Fraction(worker.minutes_weekly, DAYS_OF_A_WEEK)
    (start, _), *later = months_by_edge
    began, earned, worked = start, 0, 0
    for end, months in later:
        earned_before, worked_before = earned, worked
        earned, worked = round(monthly * months), round(minutes_daily * (end - began).days)
        amount = Money(minor=earned - earned_before, currency=scheme.currency)
        yield Pay(Period(start=start, end=end), amount, worked - worked_before)
        start = end


def _months_by_edge(scheme: Scheme, calendar: CalendarUnits, edges: list[date]) -> list[tuple[date, Fraction]]:
    """Each edge with how many months of pay lie before it."""
    units = {look.window.unit for look in _windows(scheme)}
    daily = Fraction(MONTHS_OF_A_YEAR) / calendar.per_year["day"] if units & {"week", "day"} else None
    months, counted = Fraction(0), [(edges[0], Fraction(0))]
    for start, end in pairwise(edges):
        days = (end - start).days
        months += days * daily if daily else _share_of_month(start, days)
        counted.append((end, months))
    return counted


def _share_of_month(start: date, days: int) -> Fraction:
    """Pay is the same for every month, however long: where the law looks at months or longer."""
    first = start.replace(day=1)
    return Fraction(days, (first_of_next_month(first) - first).days)


def _windows(scheme: Scheme) -> Iterator[LookBack]:
    """The windows of the law, in every version."""
    for newest in scheme.windows.values():
        yield from scheme.in_every_version("windows", newest)


def _edges(job: Period, claimed_on: tuple[date, ...], scheme: Scheme) -> list[date]:
    """The first days of all stretches: months or weeks, cut wherever a window of the law begins or ends."""
    edges = {job.start, job.end, *claimed_on}
    if any(look.window.unit == "week" for look in _windows(scheme)):
        weeks = (job.end - job.start).days // DAYS_OF_A_WEEK
        edges |= {job.end - timedelta(weeks=back) for back in range(weeks + 1)}
    else:
        day = job.start.replace(day=1)
        while day < job.end:
            edges.add(day)
            day = first_of_next_month(day)
    for claimed in claimed_on:
        begins = first_day(scheme, claimed, claimed)
        for look in _windows(scheme):
            for span in look.window.spans(begins):
                edges |= {span.start, span.end}
    return sorted(edge for edge in edges if job.start <= edge <= job.end)

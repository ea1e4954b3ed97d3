"""What the registries know of a life, and when: persons, employments, earnings, and their own mistakes put right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from contracts.registry import (
    ContributionRecorded,
    EmploymentEnded,
    EmploymentStarted,
    FactRetracted,
    PersonRecorded,
)
from contracts.values import Money, Period
from services.demo.announcement import REGISTRY, Told
from services.demo.calendar import REPORTING_DAY_OF_MONTH, month_after, months_of, morning_of, paydays_in
from services.demo.life import Job, Life, chance

CURRENCY = "USD"
MINUTES_WEEKLY = 2400
CORRECTED_PER_MILLE = 20
LATE_PER_MILLE = 5
LATE_ENDING_PER_MILLE = 20
"""Ends of employment reported after the claim, and once more as many reported weeks after it."""
STRANGE_PER_MILLE = 4
"""Lives in whose books another person's earnings are entered, and taken out again."""
AUDIT = (date(2020, 1, 15), date(2020, 5, 31))
"""Half of all corrections come from an audit of the old books in these days, when claims are running."""


def registry_told(life: Life, dice: Random) -> Iterator[Told]:
    """All that registries say of a life, in no particular order."""
    registered = PersonRecorded(
        key="person",
        source_version=1,
        recorded_at=morning_of(date(2015, 1, 2)),
        valid_from=date(2015, 1, 1),
        birth_month=life.birth_month,
        region=life.region,
    )
    yield Told(date(2015, 1, 2), life.person, f"{REGISTRY}/population", "1", registered, registered.recorded_at)
    for job in life.jobs:
        yield _started(life, job, delay_days=3)
        yield _ended(life, job, dice)
        if (period := job.known_period(life.contributions_since)) is not None:
            for month in months_of(period):
                yield from _Month(life.person, job, month).told(dice)
    if life.next_job is not None:
        yield _started(life, life.next_job, delay_days=dice.randint(3, 10))
    if chance(dice, STRANGE_PER_MILLE):
        yield from _entered_by_mistake(life, dice)


def _started(life: Life, job: Job, *, delay_days: int) -> Told:
    known_on = job.started_on + timedelta(days=delay_days)
    event = EmploymentStarted(
        key=job.employment,
        source_version=1,
        recorded_at=morning_of(known_on),
        employment=job.employment,
        employer=job.employer,
        started_on=job.started_on,
        minutes_weekly=MINUTES_WEEKLY,
    )
    return Told(known_on, life.person, f"{REGISTRY}/employment", f"{job.employment}/1", event, event.recorded_at)


def _ended(life: Life, job: Job, dice: Random) -> Told:
    if job.ended_on is None:
        raise ValueError("only a job that ended is reported as ended")
    known_on = job.ended_on + timedelta(days=_days_until_reported(dice))
    event = EmploymentEnded(
        key=job.employment,
        source_version=1,
        recorded_at=morning_of(known_on),
        employment=job.employment,
        ended_on=job.ended_on,
        reason=job.reason,
    )
    return Told(known_on, life.person, f"{REGISTRY}/employment", f"{job.employment}/1", event, event.recorded_at)


def _days_until_reported(dice: Random) -> int:
    """Most employers announce an ending before it comes; some report it after the claim, and some much later."""
    if chance(dice, LATE_ENDING_PER_MILLE):
        return dice.randint(10, 30)
    return dice.randint(2, 6) if chance(dice, LATE_ENDING_PER_MILLE) else -dice.randint(0, 5)


@dataclass(frozen=True, slots=True)
class _Month:
    """A month of a job in the books: as first reported, and as put right where that was wrong."""

    person: str
    job: Job
    period: Period

    def told(self, dice: Random) -> Iterator[Told]:
        weeks = paydays_in(self.period)
        reported_on = month_after(self.period.start) + timedelta(days=REPORTING_DAY_OF_MONTH - 1)
        if chance(dice, LATE_PER_MILLE):
            reported_on += timedelta(days=dice.randint(15, 60))
        corrected = chance(dice, CORRECTED_PER_MILLE)
        if weeks == 0:
            return
        if not corrected:
            yield self._statement(weeks, reported_on, 1)
            return
        mistaken = weeks - 1 if weeks > 1 else weeks + 1
        yield self._statement(mistaken, reported_on, 1)
        yield self._statement(weeks, _put_right_on(reported_on, dice), 2)

    def _statement(self, weeks: int, known_on: date, version: int) -> Told:
        key = f"{self.job.employment}/{self.period.start:%Y-%m}"
        event = ContributionRecorded(
            key=key,
            source_version=version,
            recorded_at=morning_of(known_on),
            employer=self.job.employer,
            period=self.period,
            earnings=Money(minor=weeks * self.job.weekly_wage_minor, currency=CURRENCY),
            minutes_worked=weeks * MINUTES_WEEKLY,
        )
        return Told(known_on, self.person, f"{REGISTRY}/contributions", f"{key}/{version}", event, event.recorded_at)


def _put_right_on(reported_on: date, dice: Random) -> date:
    soon = reported_on + timedelta(days=dice.randint(5, 40))
    in_audit = AUDIT[0] + timedelta(days=dice.randrange((AUDIT[1] - AUDIT[0]).days))
    return soon if chance(dice, 500) else max(soon, in_audit)


def _entered_by_mistake(life: Life, dice: Random) -> Iterator[Told]:
    """Another person's month under this person's number, and its retraction."""
    job = life.lost_job
    month = next(months_of(Period(start=month_after(life.separated_on, -dice.randint(6, 15)), end=life.separated_on)))
    key = f"e-9999/{life.person[2:10]}/{month.start:%Y-%m}"
    reported_on = month_after(month.start) + timedelta(days=REPORTING_DAY_OF_MONTH - 1)
    stray = ContributionRecorded(
        key=key,
        source_version=1,
        recorded_at=morning_of(reported_on),
        employer="e-9999",
        period=month,
        earnings=Money(minor=paydays_in(month) * job.weekly_wage_minor, currency=CURRENCY),
    )
    taken_out_on = _put_right_on(reported_on, dice)
    retraction = FactRetracted(
        key=key,
        source_version=2,
        recorded_at=morning_of(taken_out_on),
        kind=ContributionRecorded.name,
        reason="The employer reported another person's earnings under this number.",
    )
    source = f"{REGISTRY}/contributions"
    yield Told(reported_on, life.person, source, f"{key}/1", stray, stray.recorded_at)
    yield Told(taken_out_on, life.person, source, f"{key}/2", retraction, retraction.recorded_at)

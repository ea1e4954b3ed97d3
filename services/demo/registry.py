"""When registries announce what they know of a person; and their mistakes, put right later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from contracts.registry import (
    ContributionRecorded,
    EmploymentEnded,
    EmploymentStarted,
    FactRetracted,
    LayoffAnnounced,
    PersonRecorded,
)
from contracts.values import Money, Period
from law.language.sheet.scheme import Scheme
from law.people.as_facts import facts_of
from law.people.life import Job, Life, Pay
from services.demo.announcement import Announcement
from services.demo.calendar import DAY, REPORTING_DAY_OF_MONTH, month_after, months_of, morning_of, paydays_in
from services.demo.displaced_worker import CURRENCY, SCHEME, DisplacedWorker, chance

CORRECTED_PER_MILLE = 20
LATE_PER_MILLE = 5
LATE_ENDING_PER_MILLE = 20
"""Ends of employment reported after the claim, and once more as many reported weeks after it."""
STRANGE_PER_MILLE = 4
"""Lives in whose books another person's earnings are entered, and taken out again."""
POPULATION_SINCE = date(2015, 1, 1)
"""The first day of the population registry's books."""
AUDIT = (date(2020, 1, 15), date(2020, 5, 31))
"""Half of all corrections come from an audit of the old books in these days, when claims are running."""
STRANGER = "e-9999"
LAYOFF = "layoff-coast-2020"
"""The works on the coast that closed: one announcement for all whose work there ended by it."""
DAYS_OF_NOTICE = 14


def announced_by_registries(worker: DisplacedWorker, dice: Random, scheme: Scheme) -> Iterator[Announcement]:
    """All that registries say of a person, in no particular order."""
    for fact in facts_of(worker.life, scheme):
        match fact:
            case PersonRecorded():
                registered = fact.model_copy(update={"valid_from": POPULATION_SINCE})
                yield Announcement.on(POPULATION_SINCE + DAY, worker.person, registered)
            case EmploymentStarted():
                days = 3 if fact.started_on < worker.separated_on else dice.randint(3, 10)
                yield Announcement.on(fact.started_on + days * DAY, worker.person, fact)
            case EmploymentEnded():
                yield Announcement.on(fact.ended_on + _days_until_reported(dice) * DAY, worker.person, fact)
                if worker.is_on_the_list:
                    yield _listed(worker, fact)
            case ContributionRecorded():
                yield from _month(worker, fact, dice)
    if chance(dice, STRANGE_PER_MILLE):
        yield from _entered_by_mistake(worker, dice, scheme)


def _listed(worker: DisplacedWorker, ended: EmploymentEnded) -> Announcement:
    """The employer names the person on its list of those whom it lays off together, weeks before."""
    announced_on = ended.ended_on - DAYS_OF_NOTICE * DAY
    listed = LayoffAnnounced(
        key=f"{LAYOFF}/{ended.key}",
        source_version=1,
        recorded_at=morning_of(announced_on),
        layoff=LAYOFF,
        employer=worker.lost_job.employer,
        employment=ended.key,
        ended_on=ended.ended_on,
        reason=ended.reason,
        scheme=SCHEME,
    )
    return Announcement.on(announced_on, worker.person, listed)


def _days_until_reported(dice: Random) -> int:
    """Most employers announce an ending before it comes; some report it after the claim, and some much later."""
    if chance(dice, LATE_ENDING_PER_MILLE):
        return dice.randint(10, 30)
    return dice.randint(2, 6) if chance(dice, LATE_ENDING_PER_MILLE) else -dice.randint(0, 5)


def _month(worker: DisplacedWorker, fact: ContributionRecorded, dice: Random) -> Iterator[Announcement]:
    """A month in the books: as first reported, and as put right where that was wrong. No payday, no report."""
    reported_on = _reported_on(fact.period)
    if chance(dice, LATE_PER_MILLE):
        reported_on += timedelta(days=dice.randint(15, 60))
    corrected = chance(dice, CORRECTED_PER_MILLE)
    weeks = paydays_in(fact.period)
    if weeks == 0:
        return
    if not corrected:
        yield Announcement.on(reported_on, worker.person, fact)
        return
    yield Announcement.on(reported_on, worker.person, _mistaken(fact, weeks))
    yield Announcement.on(_put_right_on(reported_on, dice), worker.person, fact, 2)


def _mistaken(fact: ContributionRecorded, weeks: int) -> ContributionRecorded:
    """The month with a week too few, or with one too many where it has but one."""
    counted = weeks - 1 if weeks > 1 else weeks + 1
    earnings = Money(minor=fact.earnings.minor * counted // weeks, currency=fact.earnings.currency)
    minutes = (fact.minutes_worked or 0) * counted // weeks
    return fact.model_copy(update={"earnings": earnings, "minutes_worked": minutes})


def _reported_on(month: Period) -> date:
    return month_after(month.start) + timedelta(days=REPORTING_DAY_OF_MONTH - 1)


def _put_right_on(reported_on: date, dice: Random) -> date:
    soon = reported_on + timedelta(days=dice.randint(5, 40))
    in_audit = AUDIT[0] + timedelta(days=dice.randrange((AUDIT[1] - AUDIT[0]).days))
    return soon if chance(dice, 500) else max(soon, in_audit)


def _entered_by_mistake(worker: DisplacedWorker, dice: Random, scheme: Scheme) -> Iterator[Announcement]:
    """Another person's month under this person's number, and its retraction."""
    separated_on = worker.separated_on
    month = next(months_of(Period(start=month_after(separated_on, -dice.randint(6, 15)), end=separated_on)))
    key = f"{STRANGER}/{worker.person[2:10]}/{month.start:%Y-%m}"
    earned = Money(minor=paydays_in(month) * worker.row.weekly_wage_minor, currency=CURRENCY)
    entered = Life(jobs=(Job(employer=STRANGER, pay=(Pay(month, earned, key=key),)),))
    reported_on = _reported_on(month)
    for fact in facts_of(entered, scheme):
        if isinstance(fact, ContributionRecorded):
            yield Announcement.on(reported_on, worker.person, fact)
    taken_out_on = _put_right_on(reported_on, dice)
    retraction = FactRetracted(
        key=key,
        source_version=2,
        recorded_at=morning_of(taken_out_on),
        kind=ContributionRecorded.name,
        reason="The employer reported another person's earnings under this number.",
    )
    yield Announcement.on(taken_out_on, worker.person, retraction, 2)

"""What a claimant files, and when: the claim, and every two weeks a certification until the spell ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from contracts.intake import CertificationFiled, CertifiedWeek, Channel, ClaimFiled
from contracts.values import Money, Period
from law.language.sheet.scheme import Scheme
from law.people.as_facts import facts_of
from law.people.life import FULL_TIME, BenefitClaim, Certification, CertifiedPeriod, Life
from services.demo.announcement import Announcement
from services.demo.calendar import DAY, WEEK
from services.demo.displaced_worker import CURRENCY, DisplacedWorker, chance

CORRECTED_PER_MILLE = 10
LATE_PER_MILLE = 10
NOT_AVAILABLE_PER_MILLE = 3
WEEKS_OF_A_FORTNIGHT = 2


def announced_by_claimant(worker: DisplacedWorker, dice: Random, scheme: Scheme) -> Iterator[Announcement]:
    """All that a claimant files, in the order of the weeks; nothing for those who never filed."""
    if worker.claimed_on is None:
        return
    claim = _claim(worker, worker.claimed_on, dice)
    for fact in facts_of(Life(claims=(claim,)), scheme):
        match fact:
            case ClaimFiled():
                yield Announcement.on(fact.filed_on, worker.person, fact)
            case CertificationFiled():
                yield from _filed(worker, fact, dice)


def _claim(worker: DisplacedWorker, claimed_on: date, dice: Random) -> BenefitClaim:
    claim = BenefitClaim(
        filed_on=claimed_on,
        without_work_from=worker.separated_on,
        key=worker.claim,
        employment=worker.lost_job.key,
        channel=dice.choice(tuple(Channel)),
    )
    weeks = _certified_weeks(worker, claimed_on, dice)
    fortnights = range(0, len(weeks), WEEKS_OF_A_FORTNIGHT)
    certifications = tuple(Certification(tuple(weeks[week : week + WEEKS_OF_A_FORTNIGHT])) for week in fortnights)
    return replace(claim, certifications=certifications)


def _certified_weeks(worker: DisplacedWorker, claimed_on: date, dice: Random) -> list[CertifiedPeriod]:
    """Every benefit week of the spell, and of the part-time work after it."""
    jobless = worker.row.spell_fortnights * WEEKS_OF_A_FORTNIGHT
    earnings = (0,) * jobless + worker.part_time_weeks_minor
    return [
        CertifiedPeriod(
            period=Period.of_days(claimed_on + number * WEEK, WEEK.days),
            earned=Money(minor=minor, currency=CURRENCY),
            minutes=_minutes(worker, minor),
            available=not chance(dice, NOT_AVAILABLE_PER_MILLE),
        )
        for number, minor in enumerate(earnings)
    ]


def _minutes(worker: DisplacedWorker, earned_minor: int) -> int:
    """Working time at the former hourly wage."""
    return min(FULL_TIME, FULL_TIME * earned_minor // worker.row.weekly_wage_minor)


def _filed(worker: DisplacedWorker, fact: CertificationFiled, dice: Random) -> Iterator[Announcement]:
    """A certification in time or late; some are corrected weeks after, for earnings that were forgotten."""
    filed_on = fact.filed_on
    if chance(dice, LATE_PER_MILLE):
        filed_on += timedelta(days=dice.randint(1, 10))
    yield _filed_on(filed_on, worker, fact)
    if chance(dice, CORRECTED_PER_MILLE):
        corrected_on = filed_on + dice.randint(7, 35) * DAY
        weeks = _with_forgotten_earnings(worker, fact.weeks, dice)
        yield _filed_on(corrected_on, worker, fact.model_copy(update={"weeks": weeks}), 2)


def _filed_on(day: date, worker: DisplacedWorker, fact: CertificationFiled, version: int = 1) -> Announcement:
    return Announcement.on(day, worker.person, fact.model_copy(update={"filed_on": day}), version)


def _with_forgotten_earnings(
    worker: DisplacedWorker, weeks: tuple[CertifiedWeek, ...], dice: Random
) -> tuple[CertifiedWeek, ...]:
    forgotten = dice.randrange(len(weeks))
    minor = weeks[forgotten].earnings.minor + worker.row.weekly_wage_minor * dice.randint(30, 90) // 100
    earned = {"earnings": Money(minor=minor, currency=CURRENCY), "minutes_worked": _minutes(worker, minor)}
    return tuple(week.model_copy(update=earned) if number == forgotten else week for number, week in enumerate(weeks))

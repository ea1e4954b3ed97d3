"""What a claimant files: the claim, and every two weeks a certification until the spell ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from contracts.intake import CertificationFiled, CertifiedWeek, Channel, ClaimFiled
from contracts.values import Money, Period
from services.demo.announcement import INTAKE, Told
from services.demo.calendar import WEEK, morning_of
from services.demo.life import Life, chance
from services.demo.registry import CURRENCY, MINUTES_WEEKLY

SCHEME = "us/mississippi"
CORRECTED_PER_MILLE = 10
LATE_PER_MILLE = 10
NOT_AVAILABLE_PER_MILLE = 3
WEEKS_OF_A_FORTNIGHT = 2


def intake_told(life: Life, dice: Random, scheme: str = SCHEME) -> Iterator[Told]:
    """All that a claimant files, in the order of the weeks; nothing for those who never filed."""
    claimed_on = life.claimed_on
    if claimed_on is None:
        return
    filed = ClaimFiled(
        key=life.claim,
        source_version=1,
        recorded_at=morning_of(claimed_on, 10),
        scheme=scheme,
        filed_on=claimed_on,
        unemployed_from=life.separated_on,
        employment=life.lost_job.employment,
        channel=dice.choice(tuple(Channel)),
    )
    yield Told(claimed_on, life.person, INTAKE, f"{life.claim}/1", filed, filed.recorded_at)
    for weeks in _fortnights(certified_weeks(life, claimed_on, dice)):
        yield from _certified(life, weeks, dice)


def certified_weeks(life: Life, claimed_on: date, dice: Random) -> list[CertifiedWeek]:
    """Every benefit week of the spell, and of the part-time work after it."""
    jobless = life.row.spell_fortnights * WEEKS_OF_A_FORTNIGHT
    earnings = (0,) * jobless + life.part_time_weeks_minor
    return [
        CertifiedWeek(
            period=Period.of_days(claimed_on + number * WEEK, WEEK.days),
            able=True,
            available=not chance(dice, NOT_AVAILABLE_PER_MILLE),
            sought_work=True,
            minutes_worked=_minutes(life, minor),
            earnings=Money(minor=minor, currency=CURRENCY),
        )
        for number, minor in enumerate(earnings)
    ]


def _minutes(life: Life, earned_minor: int) -> int:
    """Working time at the former hourly wage."""
    return min(MINUTES_WEEKLY, MINUTES_WEEKLY * earned_minor // life.row.weekly_wage_minor)


def _fortnights(weeks: list[CertifiedWeek]) -> Iterator[tuple[CertifiedWeek, ...]]:
    for start in range(0, len(weeks), WEEKS_OF_A_FORTNIGHT):
        yield tuple(weeks[start : start + WEEKS_OF_A_FORTNIGHT])


def _certified(life: Life, weeks: tuple[CertifiedWeek, ...], dice: Random) -> Iterator[Told]:
    filed_on = weeks[-1].period.end
    if chance(dice, LATE_PER_MILLE):
        filed_on += timedelta(days=dice.randint(1, 10))
    yield _certification(life, weeks, filed_on, 1)
    if chance(dice, CORRECTED_PER_MILLE):
        corrected_on = filed_on + timedelta(days=dice.randint(7, 35))
        yield _certification(life, _with_forgotten_earnings(life, weeks, dice), corrected_on, 2)


def _with_forgotten_earnings(life: Life, weeks: tuple[CertifiedWeek, ...], dice: Random) -> tuple[CertifiedWeek, ...]:
    forgotten = dice.randrange(len(weeks))
    minor = weeks[forgotten].earnings.minor + life.row.weekly_wage_minor * dice.randint(30, 90) // 100
    earned = {"earnings": Money(minor=minor, currency=CURRENCY), "minutes_worked": _minutes(life, minor)}
    return tuple(week.model_copy(update=earned) if number == forgotten else week for number, week in enumerate(weeks))


def _certification(life: Life, weeks: tuple[CertifiedWeek, ...], filed_on: date, version: int) -> Told:
    key = f"{life.claim}/{weeks[0].period.start}"
    event = CertificationFiled(
        key=key,
        source_version=version,
        recorded_at=morning_of(filed_on, 11),
        claim=life.claim,
        filed_on=filed_on,
        weeks=weeks,
    )
    return Told(filed_on, life.person, INTAKE, f"{key}/{version}", event, event.recorded_at)

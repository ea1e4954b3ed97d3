"""One displaced worker as the demonstration tells it: real in what the survey knows, drawn from a seed in the rest."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from contracts.registry import Separation
from contracts.values import Period
from services.demo.calendar import (
    DAY,
    FIRST_DAY,
    LAST_SEPARATION,
    MONDAY,
    SATURDAY,
    SUNDAY,
    WEEK,
    month_after,
    on_or_after,
    on_or_before,
)
from services.demo.data_set import Ending, Row

REGIONS = ("north", "delta", "central", "pine_belt", "coast")
EMPLOYERS = 400
MONTHS_KNOWN = 20
"""How far back before the separation the registries' books of contributions go."""
CONTESTED_PER_MILLE = 15
EARLIER_JOB_PER_MILLE = 600
PART_TIME_FORTNIGHTS_MAX = 6
CENTS_OF_A_DOLLAR = 100


@dataclass(frozen=True, slots=True)
class Job:
    """An employment: `ended_on` is the first day without it, None while it lasts."""

    employment: str
    employer: str
    started_on: date
    ended_on: date | None
    reason: Separation
    weekly_wage_minor: int

    def known_period(self, since: date) -> Period | None:
        """The part of the employment that the books of contributions hold; None if there is none."""
        start = max(self.started_on, since)
        return Period(start=start, end=self.ended_on) if self.ended_on and start < self.ended_on else None


@dataclass(frozen=True, slots=True)
class Life:
    """A person with jobs, a separation and a spell of joblessness."""

    row: Row
    draw: int
    person: str
    birth_month: str
    region: str
    jobs: tuple[Job, ...]
    """In order; the lost job is the last one."""
    next_job: Job | None
    """The work that ended the spell, full time or part time."""
    part_time_weeks_minor: tuple[int, ...]
    """Earnings of each week of part-time work that is still certified."""

    @property
    def lost_job(self) -> Job:
        """The job whose loss made the person unemployed."""
        return self.jobs[-1]

    @property
    def separated_on(self) -> date:
        """The first day without the lost job."""
        ended = self.lost_job.ended_on
        if ended is None:
            raise ValueError("the lost job has an end")
        return ended

    @property
    def claimed_on(self) -> date | None:
        """The first Sunday without work, for those who filed."""
        return on_or_after(self.separated_on, SUNDAY) if self.row.filed else None

    @property
    def claim(self) -> str:
        """The claim's id."""
        return f"c-{self.person[2:18]}"

    @property
    def contributions_since(self) -> date:
        """The first month that the books of contributions hold."""
        return month_after(self.separated_on, -MONTHS_KNOWN)


def chance(dice: Random, per_mille: int) -> bool:
    """Whether something happens that happens so many times in a thousand."""
    return dice.randrange(1000) < per_mille


def pseudonym(seed: str, row: int, draw: int) -> str:
    """The pseudonym of a person: a keyed MAC, as the edge of a real institution makes it."""
    key = hmac.digest(b"tideover demonstration", seed.encode(), "sha256")
    return "p-" + hmac.digest(key, f"{row}|{draw}".encode(), "sha256").hex()[:32]


def life_of(row: Row, *, draw: int, seed: str) -> Life:
    """The life of one row. A higher `draw` makes another person of the same row, with other dates."""
    dice = Random(f"{seed}|{row.number}|{draw}")
    person = pseudonym(seed, row.number, draw)
    separated_on = _weekend_day(dice)
    lost = _lost_job(dice, row, person, separated_on)
    earlier = _earlier_job(dice, row, person, lost)
    next_job = _next_job(dice, row, person, separated_on)
    birth = month_after(separated_on, -12 * row.age - dice.randrange(12))
    return Life(
        row=row,
        draw=draw,
        person=person,
        birth_month=f"{birth:%Y-%m}",
        region=dice.choice(REGIONS),
        jobs=(earlier, lost) if earlier else (lost,),
        next_job=next_job,
        part_time_weeks_minor=_part_time_weeks(dice, next_job) if row.ending is Ending.PART_TIME else (),
    )


def _weekend_day(dice: Random) -> date:
    weeks = dice.randrange((LAST_SEPARATION - FIRST_DAY).days // 7 + 1)
    sunday = FIRST_DAY + weeks * WEEK
    return sunday if chance(dice, 500) else on_or_after(sunday, SATURDAY)


def _employer(dice: Random) -> str:
    return f"e-{dice.randrange(EMPLOYERS):04d}"


def _lost_job(dice: Random, row: Row, person: str, ended_on: date) -> Job:
    months = 12 * row.tenure_years + dice.randrange(12) if row.tenure_years else dice.randint(1, 11)
    started_on = on_or_before(month_after(ended_on, -months) + timedelta(days=dice.randrange(28)), MONDAY)
    if chance(dice, CONTESTED_PER_MILLE):
        reason = dice.choice((Separation.VOLUNTARY, Separation.MISCONDUCT))
    else:
        reason = dice.choice((Separation.LAID_OFF, Separation.LAID_OFF, Separation.WORKPLACE_CLOSED))
    return Job(
        employment=f"job-{person[2:18]}-2",
        employer=_employer(dice),
        started_on=min(started_on, on_or_before(ended_on - 2 * WEEK, MONDAY)),
        ended_on=ended_on,
        reason=reason,
        weekly_wage_minor=row.weekly_wage_minor,
    )


def _earlier_job(dice: Random, row: Row, person: str, lost: Job) -> Job | None:
    """A job before a short one, so that short tenure does not always mean a short working life."""
    if row.tenure_years or not chance(dice, EARLIER_JOB_PER_MILLE):
        return None
    ended_on = on_or_before(lost.started_on - dice.randint(1, 16) * WEEK, SATURDAY)
    return Job(
        employment=f"job-{person[2:18]}-1",
        employer=_employer(dice),
        started_on=on_or_before(ended_on - dice.randint(26, 156) * WEEK, MONDAY),
        ended_on=ended_on,
        reason=dice.choice((Separation.LAID_OFF, Separation.FIXED_TERM_ENDED)),
        weekly_wage_minor=row.weekly_wage_minor * dice.randint(70, 100) // 100,
    )


def _next_job(dice: Random, row: Row, person: str, separated_on: date) -> Job | None:
    share_percent = {Ending.FULL_TIME: 100, Ending.PART_TIME: dice.randint(10, 70)}.get(row.ending)
    if share_percent is None:
        return None
    return Job(
        employment=f"job-{person[2:18]}-3",
        employer=_employer(dice),
        started_on=on_or_after(separated_on, SUNDAY) + 2 * row.spell_fortnights * WEEK + DAY,
        ended_on=None,
        reason=Separation.OTHER,
        weekly_wage_minor=max(CENTS_OF_A_DOLLAR, row.weekly_wage_minor * share_percent // 100),
    )


def _part_time_weeks(dice: Random, job: Job | None) -> tuple[int, ...]:
    """What is earned in each week that is still certified: the hours of part-time work vary."""
    if job is None:
        return ()
    fortnights = dice.randint(1, PART_TIME_FORTNIGHTS_MAX)
    return tuple(job.weekly_wage_minor * dice.randint(80, 120) // 100 for _ in range(2 * fortnights))

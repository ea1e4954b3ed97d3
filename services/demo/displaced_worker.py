"""One displaced worker of the demonstration: real in what the survey knows, drawn from a seed in the rest."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from contracts.registry import Separation
from contracts.values import Money, Period
from law.people.life import FULL_TIME, Job, Life, Pay
from services.demo.calendar import (
    DAY,
    FIRST_DAY,
    LAST_SEPARATION,
    MONDAY,
    SATURDAY,
    SUNDAY,
    WEEK,
    month_after,
    months_of,
    on_or_after,
    on_or_before,
    paydays_in,
)
from services.demo.circumstances import EMPLOYERS, Background, circumstances, post
from services.demo.data_set import Ending, Row

REGIONS = ("north", "delta", "central", "pine_belt", "coast")
MONTHS_KNOWN = 20
"""How far back before the separation the registries' books of contributions go."""
CONTESTED_PER_MILLE = 15
EARLIER_JOB_PER_MILLE = 600
PART_TIME_FORTNIGHTS_MAX = 6
CENTS_OF_A_DOLLAR = 100
CURRENCY = "USD"
SCHEME = "us/mississippi"
LAID_OFF_TOGETHER = (date(2020, 2, 1), date(2020, 3, 15))
"""From when to when the works on the coast closed, step by step."""

PaidJob = tuple[Job, int]
"""A job without its pay, and what it pays for a week, in cents."""


@dataclass(frozen=True, slots=True)
class DisplacedWorker:
    """A person of the data set, with jobs, a separation and a spell of joblessness."""

    row: Row
    draw: int
    person: str
    described: Background
    birth_month: date
    """Its first day."""
    region: str
    jobs: tuple[Job, ...]
    """In order, without their pay; the one that ended the spell has no end."""
    weekly_wages_minor: tuple[int, ...]
    """What each job paid for a week."""
    part_time_weeks_minor: tuple[int, ...]
    """Earnings of each week of part-time work that is still certified."""

    @property
    def life(self) -> Life:
        """What the registries know in the end: the jobs with all pay that the books hold."""
        jobs = zip(self.jobs, self.weekly_wages_minor, strict=True)
        paid = tuple(replace(job, pay=_pay(job, wage_minor, self.separated_on)) for job, wage_minor in jobs)
        return Life(
            born=f"{self.birth_month:%Y-%m}",
            region=self.region,
            sex=self.described.sex,
            national=self.described.national,
            jobs=paid,
        )

    @property
    def lost_job(self) -> Job:
        """The job whose loss made the person unemployed."""
        return [job for job in self.jobs if job.ended][-1]

    @property
    def separated_on(self) -> date:
        """The first day without the lost job."""
        ended = self.lost_job.ended
        if ended is None:
            raise ValueError("the lost job has an end")
        return ended

    @property
    def claimed_on(self) -> date | None:
        """The first Sunday without work, for those who filed."""
        return on_or_after(self.separated_on, SUNDAY) if self.row.filed else None

    @property
    def is_on_the_list(self) -> bool:
        """Whether the works on the coast closed that the person lost work at."""
        closed = self.region == "coast" and self.lost_job.reason is Separation.WORKPLACE_CLOSED
        return closed and LAID_OFF_TOGETHER[0] <= self.separated_on < LAID_OFF_TOGETHER[1]

    @property
    def claim(self) -> str:
        """The claim's id."""
        return f"c-{self.person[2:18]}"


def chance(dice: Random, per_mille: int) -> bool:
    """Whether something happens that happens so many times in a thousand."""
    return dice.randrange(1000) < per_mille


def pseudonym(seed: str, row: int, draw: int) -> str:
    """The pseudonym of a person: a keyed MAC, as the edge of a real institution makes it."""
    key = hmac.digest(b"tideover demonstration", seed.encode(), "sha256")
    return "p-" + hmac.digest(key, f"{row}|{draw}".encode(), "sha256").hex()[:32]


def displaced_worker(row: Row, *, draw: int, seed: str) -> DisplacedWorker:
    """The person of one row. A higher `draw` makes another person of the same row, with other dates."""
    dice = Random(f"{seed}|{row.number}|{draw}")
    person = pseudonym(seed, row.number, draw)
    separated_on = _weekend_day(dice)
    lost = _lost_job(dice, row, person, separated_on)
    paid_jobs = [*_earlier_job(dice, row, person, lost), lost, *_next_job(dice, row, person, separated_on)]
    birth = month_after(separated_on, -12 * row.age - dice.randrange(12))
    return DisplacedWorker(
        row=row,
        draw=draw,
        person=person,
        described=circumstances(person),
        birth_month=birth,
        region=dice.choice(REGIONS),
        jobs=tuple(job for job, _ in paid_jobs),
        weekly_wages_minor=tuple(wage_minor for _, wage_minor in paid_jobs),
        part_time_weeks_minor=_part_time_weeks(dice, paid_jobs[-1]) if row.ending is Ending.PART_TIME else (),
    )


def _weekend_day(dice: Random) -> date:
    weeks = dice.randrange((LAST_SEPARATION - FIRST_DAY).days // 7 + 1)
    sunday = FIRST_DAY + weeks * WEEK
    return sunday if chance(dice, 500) else on_or_after(sunday, SATURDAY)


def _at(employer: int, person: str, job: Job) -> Job:
    """The job at an employer, with what is said of it for statistics."""
    at = post(person, job.key, employer, job.reason if job.ended else None)
    return replace(job, employer=at.employer, industry=at.industry, occupation=at.occupation, contract=at.contract)


def _lost_job(dice: Random, row: Row, person: str, ended: date) -> PaidJob:
    months = 12 * row.tenure_years + dice.randrange(12) if row.tenure_years else dice.randint(1, 11)
    started = on_or_before(month_after(ended, -months) + timedelta(days=dice.randrange(28)), MONDAY)
    if chance(dice, CONTESTED_PER_MILLE):
        reason = dice.choice((Separation.VOLUNTARY, Separation.MISCONDUCT))
    else:
        reason = dice.choice((Separation.LAID_OFF, Separation.LAID_OFF, Separation.WORKPLACE_CLOSED))
    job = Job(
        key=f"job-{person[2:18]}-2",
        started=min(started, on_or_before(ended - 2 * WEEK, MONDAY)),
        ended=ended,
        reason=reason,
    )
    return _at(dice.randrange(EMPLOYERS), person, job), row.weekly_wage_minor


def _earlier_job(dice: Random, row: Row, person: str, lost: PaidJob) -> Iterator[PaidJob]:
    """A job before a short one, so that short tenure does not always mean a short working life."""
    started = lost[0].started
    if row.tenure_years or not chance(dice, EARLIER_JOB_PER_MILLE) or started is None:
        return
    ended = on_or_before(started - dice.randint(1, 16) * WEEK, SATURDAY)
    employer = dice.randrange(EMPLOYERS)
    job = Job(
        key=f"job-{person[2:18]}-1",
        started=on_or_before(ended - dice.randint(26, 156) * WEEK, MONDAY),
        ended=ended,
        reason=dice.choice((Separation.LAID_OFF, Separation.FIXED_TERM_ENDED)),
    )
    yield _at(employer, person, job), row.weekly_wage_minor * dice.randint(70, 100) // 100


def _next_job(dice: Random, row: Row, person: str, separated_on: date) -> Iterator[PaidJob]:
    """The work that ended the spell, full time or part time."""
    share_percent = {Ending.FULL_TIME: 100, Ending.PART_TIME: dice.randint(10, 70)}.get(row.ending)
    if share_percent is None:
        return
    started = on_or_after(separated_on, SUNDAY) + 2 * row.spell_fortnights * WEEK + DAY
    job = Job(key=f"job-{person[2:18]}-3", started=started)
    yield (
        _at(dice.randrange(EMPLOYERS), person, job),
        max(CENTS_OF_A_DOLLAR, row.weekly_wage_minor * share_percent // 100),
    )


def _pay(job: Job, weekly_wage_minor: int, separated_on: date) -> tuple[Pay, ...]:
    """What the books of contributions hold, month by month: a whole week for each payday."""
    start = max(job.started or separated_on, month_after(separated_on, -MONTHS_KNOWN))
    if job.ended is None or start >= job.ended:
        return ()
    return tuple(
        Pay(
            period=month,
            amount=Money(minor=weeks * weekly_wage_minor, currency=CURRENCY),
            minutes=weeks * FULL_TIME,
            key=f"{job.key}/{month.start:%Y-%m}",
        )
        for month in months_of(Period(start=start, end=job.ended))
        for weeks in (paydays_in(month),)
    )


def _part_time_weeks(dice: Random, next_job: PaidJob) -> tuple[int, ...]:
    """What is earned in each week that is still certified: the hours of part-time work vary."""
    fortnights = dice.randint(1, PART_TIME_FORTNIGHTS_MAX)
    return tuple(next_job[1] * dice.randint(80, 120) // 100 for _ in range(2 * fortnights))

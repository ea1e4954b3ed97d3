"""Random claims for any sheet, the same for the same seed: lives of which most are certain, and some of every doubt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from contracts.registry import Absence, Contract, InsuredAbroad, LeavingPayment, Separation
from contracts.values import Period
from law.case.claim_under_law import ClaimUnderLaw
from law.columns.as_life import life_of
from law.columns.exact_fallback import given_of
from law.language.sheet.scheme import Scheme
from law.language.terms.values import Unknown, Value
from law.people.as_facts import claim_of
from law.people.life import AbsentDays, Job, Life, PaidOnLeaving, Statement, WorkedAbroad
from tests.law.columns.people import histories

DAYS_MAX = 500
DECIMALS = 6


def claims(scheme: Scheme, count: int, seed: int) -> Iterator[ClaimUnderLaw]:
    """So many random claims."""
    for life, _ in lives(scheme, count, seed):
        yield claim_of(life, scheme)


def lives(scheme: Scheme, count: int, seed: int) -> Iterator[tuple[Life, Random]]:
    """So many random lives with a claim, each with the dice that made it."""
    people, given = histories(scheme, count, seed)
    for person in range(count):
        dice = Random(f"{seed}/{person}")
        life = life_of(people, person, scheme)
        stated = given_of(given, person)
        yield _told_more_of(life, stated, scheme, dice), dice


def _told_more_of(life: Life, stated: dict[str, Value], scheme: Scheme, dice: Random) -> Life:
    """The life with what the columns do not know: particulars as facts, notice, payments on leaving, absences."""
    filed = life.claims[-1].filed_on or date.max
    usual = dice.random() < 0.8
    return replace(
        life,
        jobs=tuple(_job(job, usual=usual, dice=dice) for job in life.jobs),
        claims=life.claims[-1:] if dice.random() < 0.9 else life.claims,
        stated=tuple(_statements(stated, scheme, dice)),
        absences=tuple(_absences(filed, dice)) if dice.random() < 0.1 else (),
        abroad=tuple(_abroad(filed, dice)) if dice.random() < 0.1 else (),
        died_on=filed if dice.random() < 0.01 else None,
    )


def _statements(stated: dict[str, Value], scheme: Scheme, dice: Random) -> Iterator[Statement]:
    """What is stated of a person; of most nothing that the sheet presumes anyway."""
    of_most = dice.choice([0, 0, 0.1, 0.5])
    for name, value in stated.items():
        if isinstance(value, Unknown):
            yield Statement(name, "not_understood")
        elif scheme.particulars[name].if_unsaid is None or dice.random() < of_most:
            yield Statement(name, value)


def _job(job: Job, *, usual: bool, dice: Random) -> Job:
    if job.ended is None:
        return job
    return replace(
        job,
        reason=Separation.LAID_OFF if usual else job.reason,
        contract=dice.choice([None, *Contract]),
        notice_on=job.ended - timedelta(days=dice.randrange(DAYS_MAX)) if dice.random() < 0.7 else None,
        returns_on=job.ended + timedelta(days=dice.randrange(DAYS_MAX)) if dice.random() < 0.1 else None,
        paid_on_leaving=tuple(_paid(job.ended, dice)) if dice.random() < 0.2 else (),
    )


def _paid(ended: date, dice: Random) -> Iterator[PaidOnLeaving]:
    for kind in dice.sample(sorted(LeavingPayment), dice.randint(1, 3)):
        covers = Period.of_days(ended, dice.randint(1, DAYS_MAX)) if dice.random() < 0.9 else None
        yield PaidOnLeaving(kind, dice.randrange(0, 20_000), covers)


def _absences(filed: date, dice: Random) -> Iterator[AbsentDays]:
    for number, kind in enumerate(dice.sample(sorted(Absence), 2)):
        yield AbsentDays(_days_before(filed, number, dice), kind, dice.choice([0, 0, 0, 600]))


def _abroad(filed: date, dice: Random) -> Iterator[WorkedAbroad]:
    for number, kind in enumerate(dice.sample(sorted(InsuredAbroad), 2)):
        yield WorkedAbroad(_days_before(filed, number, dice), kind)


def _days_before(filed: date, number: int, dice: Random) -> Period:
    start = filed - timedelta(days=dice.randint(1, DAYS_MAX) + number * 2 * DAYS_MAX)
    return Period.of_days(start, dice.randint(1, DAYS_MAX))

"""One person of the columns as a life, for the exact evaluation: what the columns mean, said in plain data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from contracts.registry import Separation
from contracts.values import Money, Period
from law.columns.calendar import first_day_of
from law.columns.columns import day_of
from law.columns.histories import NONE, Contributions, Histories
from law.language.sheet.scheme import Scheme
from law.people.life import BenefitClaim, Job, Life, Pay

PAID_BY, ALSO_PAID_BY = Job(key="pay"), Job(key="pay", employer="other-works")
"""Contributions name no job: of these two nothing is known but what they pay."""


def life_of(histories: Histories, person: int, scheme: Scheme) -> Life:
    """The life of one person; the claim that is determined has the key `CLAIM`."""
    claimants = histories.claimants
    known = claimants.born[person] != NONE
    return Life(
        born=f"{day_of(first_day_of(claimants.born[person])):%Y-%m}" if known else None,
        region=claimants.region.at(person),
        dependants=int(claimants.dependants[person]),
        jobs=(*_jobs(histories, person), *_pay(histories, person, scheme)),
        claims=tuple(_claims(histories, person)),
    )


def _claims(histories: Histories, person: int) -> Iterator[BenefitClaim]:
    claimants = histories.claimants
    if claimants.earlier_claim[person] != NONE:
        yield BenefitClaim(day_of(claimants.earlier_claim[person]), key="before")
    yield BenefitClaim(day_of(claimants.filed[person]), day_of(claimants.without_work_from[person]))


def _jobs(histories: Histories, person: int) -> Iterator[Job]:
    jobs = histories.jobs
    for row in range(int(jobs.first[person]), int(jobs.first[person + 1])):
        ended = _day(jobs.ended[row])
        yield Job(
            key=_key("job", row),
            started=_day(jobs.started[row]),
            ended=ended,
            reason=Separation.OTHER if ended is None else Separation(jobs.reason.at(row)),
            minutes_weekly=None if jobs.minutes_weekly[row] == NONE else int(jobs.minutes_weekly[row]),
        )


def _pay(histories: Histories, person: int, scheme: Scheme) -> Iterator[Job]:
    """The contributions; a row that its source states in two ways is paid by two employers under one key."""
    rows = histories.contributions
    own = range(int(rows.first[person]), int(rows.first[person + 1]))
    pay = {row: _stretch(rows, row, scheme) for row in own}
    yield replace(PAID_BY, pay=tuple(pay.values()))
    if rows.disputed is not None:
        yield replace(ALSO_PAID_BY, pay=tuple(pay[row] for row in own if rows.disputed[row]))


def _stretch(rows: Contributions, row: int, scheme: Scheme) -> Pay:
    foreign = rows.foreign is not None and bool(rows.foreign[row])
    known = rows.minutes is not None and rows.minutes[row] != NONE
    return Pay(
        period=Period(start=day_of(rows.start[row]), end=day_of(rows.end[row])),
        amount=Money(minor=int(rows.earnings[row]), currency=_currency(scheme, foreign=foreign)),
        minutes=int(rows.minutes[row]) if known else None,
        key=_key("pay", row),
    )


def _currency(scheme: Scheme, *, foreign: bool) -> str:
    """The columns know that pay is in another currency, and not in which; any other says the same."""
    if not foreign:
        return scheme.currency
    return "EUR" if scheme.currency == "USD" else "USD"


def _key(kind: str, row: int) -> str:
    """Facts are looked at in the order of their keys, which is to be that of the rows."""
    return f"{kind}-{row:012}"


def _day(number: Any) -> date | None:
    return None if number == NONE else day_of(number)

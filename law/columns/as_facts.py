"""One person of the columns as facts, for the exact evaluation: what the columns mean, said in the contracts' words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

from contracts.base import Event
from contracts.intake import ClaimFiled
from contracts.registry import ContributionRecorded, EmploymentEnded, EmploymentStarted, PersonRecorded, Separation
from contracts.values import FIRST_DAY, Money, Period
from law.case.facts import FactSet
from law.columns.calendar import first_day_of
from law.columns.columns import day_of
from law.columns.histories import NONE, Histories
from law.language.sheet.scheme import Scheme

CLAIM = "claim"
RECORDED = datetime.combine(FIRST_DAY, time(), tzinfo=UTC)
ANOTHER_CURRENCY = "XXX"  # ISO 4217: no currency
_SAID: dict[str, Any] = {"source_version": 1, "recorded_at": RECORDED}


def facts_of(histories: Histories, person: int, scheme: Scheme) -> FactSet:
    """The facts of one person; the claim's key is `CLAIM`."""
    return FactSet(
        (
            *_claims(histories, person, scheme),
            *_person(histories, person),
            *_jobs(histories, person),
            *_contributions(histories, person, scheme),
        )
    )


def _claims(histories: Histories, person: int, scheme: Scheme) -> Iterator[Event]:
    claimants = histories.claimants
    filed = day_of(claimants.filed[person])
    since = day_of(claimants.without_work_from[person])
    said: dict[str, Any] = {**_SAID, "scheme": scheme.name, "employment": None}
    yield ClaimFiled.model_construct(key=CLAIM, filed_on=filed, unemployed_from=since, **said)
    if claimants.earlier_claim[person] != NONE:
        before = day_of(claimants.earlier_claim[person])
        yield ClaimFiled.model_construct(key="before", filed_on=before, unemployed_from=before, **said)


def _person(histories: Histories, person: int) -> Iterator[Event]:
    claimants = histories.claimants
    if claimants.born[person] != NONE:
        born = day_of(first_day_of(claimants.born[person]))
        yield PersonRecorded.model_construct(
            key="person",
            valid_from=FIRST_DAY,
            birth_month=f"{born:%Y-%m}",
            region=claimants.region.at(person),
            dependants=int(claimants.dependants[person]),
            **_SAID,
        )


def _jobs(histories: Histories, person: int) -> Iterator[Event]:
    jobs = histories.jobs
    for row in range(int(jobs.first[person]), int(jobs.first[person + 1])):
        key = f"job-{row:012}"
        if jobs.started[row] != NONE:
            yield EmploymentStarted.model_construct(
                key=key,
                employment=key,
                employer="works",
                started_on=day_of(jobs.started[row]),
                minutes_weekly=int(jobs.minutes_weekly[row]),
                **_SAID,
            )
        if jobs.ended[row] != NONE:
            reason = Separation(jobs.reason.at(row))
            ended = day_of(jobs.ended[row])
            yield EmploymentEnded.model_construct(key=key, employment=key, ended_on=ended, reason=reason, **_SAID)


def _contributions(histories: Histories, person: int, scheme: Scheme) -> Iterator[Event]:
    rows = histories.contributions
    for row in range(int(rows.first[person]), int(rows.first[person + 1])):
        foreign = rows.foreign is not None and rows.foreign[row]
        minutes = None if rows.minutes is None or rows.minutes[row] == NONE else int(rows.minutes[row])
        said: dict[str, Any] = {
            **_SAID,
            "key": f"pay-{row:012}",
            "period": Period.model_construct(start=day_of(rows.start[row]), end=day_of(rows.end[row])),
            "contribution": None,
            "minutes_worked": minutes,
        }
        currency = ANOTHER_CURRENCY if foreign else scheme.currency
        earned = Money.model_construct(minor=int(rows.earnings[row]), currency=currency)
        yield ContributionRecorded.model_construct(employer="works", earnings=earned, **said)
        if rows.disputed is not None and rows.disputed[row]:
            yield ContributionRecorded.model_construct(employer="another works", earnings=earned, **said)

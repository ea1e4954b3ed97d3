"""The facts that institutions and the person would publish in a story."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from contracts.base import Event
from contracts.intake import CertificationFiled, CertifiedWeek, ClaimFiled
from contracts.registry import (
    ContributionRecorded,
    EmploymentEnded,
    EmploymentStarted,
    ParticularStated,
    PersonRecorded,
)
from contracts.values import Money, Period
from law.language.sheet.scheme import Scheme
from law.language.terms.calendar import add_months
from law.people.story import Certified, Earned, LostWork, Story

CLAIM, EMPLOYMENT, EMPLOYER = "claim", "employment", "employer"
EVER = date(1950, 1, 1)  # long before any claim
STATED: dict[str, Any] = {"source_version": 1, "recorded_at": datetime(2000, 1, 1, tzinfo=UTC)}
MINUTES = 60


def facts_of(story: Story, scheme: Scheme) -> Iterator[Event]:
    """All facts but the certifications, for these follow the first day of the claim."""
    if story.born:
        yield PersonRecorded(
            key="person",
            valid_from=EVER,
            birth_month=story.born,
            region=story.region,
            dependants=story.dependants,
            **STATED,
        )
    if story.lost_work:
        yield from _employment(story.lost_work, story.claims)
    for place, earned in enumerate(story.earned):
        yield from _contributions(earned, place, scheme)
    for name, words in story.stated.items():
        yield ParticularStated(key=name, particular=name, value=words, since=EVER, **STATED)
    without_work = story.without_work_from or (story.lost_work and story.lost_work.on) or story.claims
    yield ClaimFiled(key=CLAIM, scheme=scheme.name, filed_on=story.claims, unemployed_from=without_work, **STATED)


def certifications(story: Story, scheme: Scheme, first_day: date) -> Iterator[Event]:
    """What the person certifies, period by period from the first day of the claim."""
    start, number = first_day, 0
    for certified in story.certifies:
        for _ in range(certified.periods):
            number += 1
            end = _end(start, first_day, certified.each)
            yield _certification(certified, Period(start=start, end=end), number, scheme)
            start = end


def _employment(lost: LostWork, claimed: date) -> Iterator[Event]:
    ended = lost.on or claimed
    yield EmploymentStarted(
        key="start",
        employment=EMPLOYMENT,
        employer=EMPLOYER,
        started_on=lost.began or add_months(ended, -36),
        minutes_weekly=lost.weekly_hours * MINUTES,
        **STATED,
    )
    yield EmploymentEnded(key="end", employment=EMPLOYMENT, ended_on=ended, reason=lost.reason, **STATED)


def _contributions(earned: Earned, place: int, scheme: Scheme) -> Iterator[Event]:
    for month in range(earned.months):
        period = Period(start=add_months(earned.since, month), end=add_months(earned.since, month + 1))
        yield ContributionRecorded(
            key=f"pay-{place}-{month}",
            employer=EMPLOYER,
            period=period,
            earnings=_money(earned.amount, scheme),
            minutes_worked=None if earned.hours is None else earned.hours * MINUTES,
            **STATED,
        )


def _certification(said: Certified, period: Period, number: int, scheme: Scheme) -> Event:
    week = CertifiedWeek(
        period=period,
        able=said.able,
        available=said.available,
        sought_work=said.sought_work,
        minutes_worked=said.hours * MINUTES,
        earnings=_money(said.earned, scheme),
    )
    return CertificationFiled(key=f"report-{number}", claim=CLAIM, filed_on=period.end, weeks=(week,), **STATED)


def _end(start: date, first_day: date, each: str) -> date:
    if each != "month":
        return start + timedelta(weeks=1 if each == "week" else 2)
    months = (start.year - first_day.year) * 12 + start.month - first_day.month
    return add_months(first_day, months + 1)


def _money(amount: Decimal, scheme: Scheme) -> Money:
    return Money(minor=int(amount * scheme.minor_units), currency=scheme.currency)

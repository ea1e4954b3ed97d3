"""What a scripted provider reports of somebody who takes part: the start, and the days of each four weeks. Seeded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from contracts.base import Event
from contracts.participation import AttendanceReported, ParticipationStarted
from contracts.values import Period
from services.almp_referral.views import synthetic_programmes
from services.demo.calendar import morning_of

PROVIDER = synthetic_programmes().provider
SOURCE = f"/providers/{PROVIDER}"
STARTS_AFTER = timedelta(days=7)
REPORTED = timedelta(weeks=4)
"""So many days stand in one report, or those up to the end of the participation."""
MISSED_MAX = 2
"""Nobody in the script misses so many days of one report that a person is asked."""
WORKDAYS = 5
REPORT_HOUR = 9


def participation(referral: str, accepted_on: date, over_on: date, dice: Random) -> Iterator[tuple[date, Event]]:
    """The reports of a participation that is over on a day, each with the day on which it is made."""
    began = accepted_on + STARTS_AFTER
    if began >= over_on:
        return
    yield (
        began,
        ParticipationStarted(
            key=f"start/{referral}",
            source_version=1,
            recorded_at=morning_of(began, REPORT_HOUR),
            provider=PROVIDER,
            referral=referral,
            started_on=began,
        ),
    )
    first = began
    while first < over_on:
        end = min(first + REPORTED, over_on)
        yield end, _days(referral, first, end, dice)
        first = end


def _days(referral: str, first: date, end: date, dice: Random) -> AttendanceReported:
    every = [first + timedelta(days=number) for number in range((end - first).days)]
    planned = [day for day in every if day.weekday() < WORKDAYS]
    missed = dice.sample(planned, min(len(planned), dice.choice((0, 0, 1, MISSED_MAX))))
    return AttendanceReported(
        key=f"days/{referral}/{first}",
        source_version=1,
        recorded_at=morning_of(end, REPORT_HOUR),
        provider=PROVIDER,
        referral=referral,
        period=Period(start=first, end=end),
        planned=tuple(planned),
        attended=tuple(day for day in planned if day not in missed),
    )

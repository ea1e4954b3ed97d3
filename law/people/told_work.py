"""Parts of a story that are work: what was earned, the job that was lost, the one that goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from contracts.registry import Contract, LeavingPayment, Separation
from law.language.terms.calendar import add_months
from law.language.terms.numerals import two_readings
from law.people.life import MINUTES_OF_AN_HOUR, Job, LifeFault, PaidOnLeaving, Pay, ReducedHours, SuspendedWork
from law.people.stretches import Each, paid_each
from law.people.told_days import Day, DaysUntil, StoryPart

MONTHS_OF_A_JOB = 36
"""How long the lost job lasted where a story names no first day."""
AMOUNT_MAX = 10**15


def _whole_minutes(hours: Decimal) -> Decimal:
    if hours * MINUTES_OF_AN_HOUR % 1:
        raise ValueError("must be a whole number of minutes")
    return hours


def _read_one_way(value: object) -> object:
    if isinstance(value, str) and (said_two_ways := two_readings(value)):
        raise ValueError(f"may be read as {said_two_ways}")
    return value


Hours = Annotated[Decimal, Field(ge=0, le=10_000), BeforeValidator(_read_one_way), AfterValidator(_whole_minutes)]
Amount = Annotated[Decimal, Field(ge=0, le=AMOUNT_MAX), BeforeValidator(_read_one_way)]
Times = Annotated[int, Field(ge=1, le=600)]

WeeklyHours = Annotated[int, Field(ge=1)] | Literal["not said"]
"""The agreed hours of a week, or that nobody reported them."""


def _minutes(weekly_hours: int | str) -> int | None:
    return None if isinstance(weekly_hours, str) else weekly_hours * MINUTES_OF_AN_HOUR


class Earned(StoryPart):
    """The same pay for so many months, weeks or quarters from a day on; `hours` in each where the law counts them."""

    since: Annotated[Day, Field(alias="from")]
    months: Times | None = None
    weeks: Times | None = None
    quarters: Times | None = None
    amount: Amount
    hours: Hours | None = None

    @model_validator(mode="after")
    def _counts_once(self) -> Self:
        if len(list(self._counts())) != 1:
            raise ValueError("must say how many months, or weeks, or quarters: one of the three")
        return self

    def _counts(self) -> Iterator[tuple[Each, int]]:
        named: tuple[tuple[Each, int | None], ...]
        named = (("month", self.months), ("week", self.weeks), ("quarter", self.quarters))
        yield from ((each, number) for each, number in named if number is not None)

    def pay(self) -> tuple[Pay, ...]:
        """Stretch by stretch."""
        ((each, number),) = self._counts()
        minutes = None if self.hours is None else int(self.hours * MINUTES_OF_AN_HOUR)
        return paid_each(each, self.since, number, self.amount, minutes=minutes)


class LeavingPay(StoryPart):
    """What the employer pays because the work ended, and for which days, where that is said."""

    kind: LeavingPayment
    amount: Amount
    covers: DaysUntil | None = None

    def paid(self) -> PaidOnLeaving:
        """The payment."""
        return PaidOnLeaving(self.kind, self.amount, self.covers.period if self.covers else None)


class LostWork(StoryPart):
    """How the work ended; on the day of the claim unless another is said."""

    reason: Separation = Separation.LAID_OFF
    on: Day | None = None
    began: Day | None = None
    weekly_hours: WeeklyHours = 40
    contract: Contract | None = None
    paid_on_leaving: tuple[LeavingPay, ...] = ()
    notice_on: Day | None = None
    returns_on: Day | None = None

    def job(self, key: str, claimed: date, pay: tuple[Pay, ...] = ()) -> Job:
        """The job that was lost. Raises `LifeFault` where it ended before it began."""
        ended = self.on or claimed
        began = self.began or add_months(ended, -MONTHS_OF_A_JOB)
        if began > ended:
            raise LifeFault(f"the job that began on {began} cannot have ended on {ended}")
        minutes_weekly = _minutes(self.weekly_hours)
        job = Job(key, started=began, ended=ended, reason=self.reason, minutes_weekly=minutes_weekly, pay=pay)
        paid = tuple(paid.paid() for paid in self.paid_on_leaving)
        job = replace(job, notice_on=self.notice_on, returns_on=self.returns_on)
        return replace(job, contract=self.contract, paid_on_leaving=paid)


class CutHours(DaysUntil):
    """Days on which the job goes on with fewer hours."""

    weekly_hours: Annotated[int, Field(ge=0)]


class KeptWork(StoryPart):
    """A job that goes on, as before, with fewer hours for a time, or suspended for a time."""

    began: Day
    weekly_hours: WeeklyHours = 40
    cut: CutHours | None = None
    suspended: DaysUntil | None = None

    def job(self, pay: tuple[Pay, ...]) -> Job:
        """The job, with what changed in it."""
        cut, suspended = self.cut, self.suspended
        return Job(
            "kept",
            started=self.began,
            minutes_weekly=_minutes(self.weekly_hours),
            pay=pay,
            reduced=(ReducedHours(cut.period, cut.weekly_hours * MINUTES_OF_AN_HOUR),) if cut else (),
            suspended=(SuspendedWork(suspended.period),) if suspended else (),
        )

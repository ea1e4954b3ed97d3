"""Parts of a story that are days: absences, programmes, periods abroad."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from contracts.registry import Absence, InsuredAbroad
from contracts.values import Period
from law.people.life import MINUTES_OF_AN_HOUR, AbsentDays, TakenPart, WorkedAbroad

YEARS = range(1910, 2081)
"""Of all days in a story; what the law looks back on and forward to lies in the calendar of the contracts."""


class StoryPart(BaseModel):
    """Something that a story says; a word that is not known in it is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _near_our_time(day: date) -> date:
    if day.year not in YEARS:
        raise ValueError(f"must be a day from {YEARS.start} to {YEARS[-1]}")
    return day


Day = Annotated[date, AfterValidator(_near_our_time)]


class DaysUntil(StoryPart):
    """The days from `from` up to `until`, which is the first day that no longer belongs to them."""

    since: Annotated[Day, Field(alias="from")]
    until: Day

    @model_validator(mode="after")
    def _some(self) -> Self:
        if self.until <= self.since:
            raise ValueError("'until' must be later than 'from'")
        return self

    @property
    def period(self) -> Period:
        """The same days as a period."""
        return Period(start=self.since, end=self.until)


class Absent(DaysUntil):
    """Days without work for a reason on the person's side; `weekly_hours_left` where some work goes on."""

    kind: Absence
    weekly_hours_left: Annotated[int, Field(ge=0)] = 0

    def days(self) -> AbsentDays:
        """The absence."""
        return AbsentDays(self.period, self.kind, self.weekly_hours_left * MINUTES_OF_AN_HOUR)


class Programme(DaysUntil):
    """A participation in a programme of the employment service; `over` is false while it goes on."""

    trains: bool = True
    over: bool = True

    def taken_part(self) -> TakenPart:
        """The participation."""
        return TakenPart(self.period, self.trains, self.over)


class Abroad(DaysUntil):
    """A period that an institution of another country certifies."""

    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] = "EE"
    kind: InsuredAbroad = InsuredAbroad.EMPLOYED_INSURED

    def worked(self) -> WorkedAbroad:
        """The period."""
        return WorkedAbroad(self.period, self.kind, self.country)

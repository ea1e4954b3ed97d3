"""What a provider reports of a person who takes part in its programme: the start, the days, the end. Its own topic.

A report is a fact with a key and a source version; it is corrected by a higher version, and taken back by who made it.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from contracts.fact import Fact
from contracts.placement import ProgrammeOutcome
from contracts.values import Day, Key, Period, Sentence

DAYS_REPORTED_MAX = 31

Days = Annotated[tuple[Day, ...], Field(max_length=DAYS_REPORTED_MAX)]


class ParticipationStarted(Fact):
    """The person began the programme."""

    name: ClassVar[str] = "providers.participation-started"
    provider: Key
    referral: Key
    started_on: Day


class AttendanceReported(Fact):
    """On which days of a day, a week or a month the person was expected, and on which of them they came."""

    name: ClassVar[str] = "providers.attendance-reported"
    provider: Key
    referral: Key
    period: Period
    """The days that the report speaks for, at most a month."""
    planned: Days
    """The days on which the person was expected, in their order; none in a holiday."""
    attended: Days
    """Those of them on which the person came."""

    @model_validator(mode="after")
    def _days_fit(self) -> Self:
        if self.period.days > DAYS_REPORTED_MAX:
            raise ValueError("a report speaks for at most a month")
        if list(self.planned) != sorted(set(self.planned)) or list(self.attended) != sorted(set(self.attended)):
            raise ValueError("days stand in their order, each once")
        if any(not self.period.start <= day < self.period.end for day in self.planned):
            raise ValueError("a report speaks of days in its own period")
        if not set(self.attended) <= set(self.planned):
            raise ValueError("a person comes on a day on which they are expected; another day is a planned day too")
        return self

    def valid(self) -> Period:
        """The days that it speaks for."""
        return self.period


class ParticipationEnded(Fact):
    """The participation is over: completed, left early, or ended in work; or the person never came."""

    name: ClassVar[str] = "providers.participation-ended"
    provider: Key
    referral: Key
    outcome: ProgrammeOutcome
    ended_on: Day
    """The last day of participation."""


ProviderReport = Literal[
    "providers.participation-started", "providers.attendance-reported", "providers.participation-ended"
]


class ReportRetracted(Fact):
    """The report of this kind and key, in every version below this one, never was."""

    name: ClassVar[str] = "providers.report-retracted"
    provider: Key
    kind: ProviderReport
    """The event name of what is taken back; a provider takes back its own reports only."""
    reason: Sentence

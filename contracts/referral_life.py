"""What becomes of a referral by all that was said of it; published by almp_referral, and none touches a benefit."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, StrictBool, StrictInt, model_validator

from contracts.base import Event
from contracts.values import Day, Key, Ordinal, Sentence

Months = Annotated[StrictInt, Field(ge=1, le=120)]


class ReferralStanding(StrEnum):
    """Where a referral that was made stands."""

    MADE = "made"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    STARTED = "started"
    ABSENT = "absent"
    """Did not come; the seat stays until a person has looked at why."""
    COMPLETED = "completed"
    FOUND_WORK = "found_work"
    LEFT_EARLY = "left_early"
    EXPIRED = "expired"
    """Nobody answered the offer in time."""
    EXCUSED = "excused"
    """Absent, and a person found a just cause."""
    NOT_EXCUSED = "not_excused"
    """Absent, and a person found no just cause."""
    ENDED = "ended"
    """The programme's time passed, and nobody reported an outcome."""
    NO_SEAT = "no_seat"
    """A record was corrected, and the seat had gone to somebody else meanwhile."""
    WITHDRAWN = "withdrawn"
    """The matter was closed: programme ended, claim taken back, death, another programme in its place."""


class ReferralMoved(Event):
    """All that is known of a referral makes it stand elsewhere than before; the highest number holds."""

    name: ClassVar[str] = "almp_referral.referral-moved"
    claim: Key
    referral: Key
    programme: Key
    number: Ordinal
    """1 for the first move of the referral."""
    before: ReferralStanding
    after: ReferralStanding
    on: Day
    """The day since which it stands so, by what was said; not the day on which it was heard."""


class ReferralQuestionWithdrawn(Event):
    """The refusal or absence behind a question was recorded in error: nothing is left to ask."""

    name: ClassVar[str] = "almp_referral.referral-question-withdrawn"
    claim: Key
    referral: Key
    because: Sentence
    on: Day


class OutcomeRule(StrEnum):
    """By which rule it is said whether a participation led to work."""

    IN_WORK_ON_THE_DAY = "in_work_on_the_day"
    """An employment that the registry knows had begun by the day and had not ended by it."""


class OutcomeObserved(Event):
    """Whether the person is in work so many months after a participation, by employment facts alone.

    The highest number holds: facts that come late, and an end that is corrected, correct it.
    """

    name: ClassVar[str] = "almp_referral.outcome-observed"
    claim: Key
    referral: Key
    programme: Key
    months: Months
    day: Day
    """The day that is looked at."""
    rule: OutcomeRule
    number: Ordinal
    in_work: StrictBool | None = None
    """None where the participation has no such end any more: an earlier number counts for nothing then."""
    employment: Key | None = None
    """The employment by which the person is in work."""

    @model_validator(mode="after")
    def _names_the_work(self) -> Self:
        if (self.employment is not None) != bool(self.in_work):
            raise ValueError("who is in work is so by an employment, and nobody else names one")
        return self


class ConsideredBy(StrEnum):
    """What was done for a person at a mandatory point."""

    ASSESSMENT = "assessment"
    """A placement officer talked with them."""
    REFERRAL = "referral"
    """A programme was looked for; none that fits is an answer too."""
    PARTICIPATION = "participation"
    """They took part in one."""
    IN_WORK = "in_work"
    """They were in work again by the last day."""


class PointPassed(Event):
    """The last day of a mandatory point is over: help was considered for the person, or the point was missed.

    It never touches the benefit. The highest number holds: a talk that is recorded late still counts.
    """

    name: ClassVar[str] = "almp_referral.point-passed"
    claim: Key
    point: Key
    """By the procedure's own name: `registration`, `week-13`."""
    begins: Day
    due_on: Day
    number: Ordinal
    considered_by: ConsideredBy | None = None
    """None where the point was missed."""

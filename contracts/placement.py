"""What placement officers record of people and referrals: the talk, the appointment, the answer, the end.

All are said beside `casework`. A record with a key is corrected by a higher source version, or taken back.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from contracts.base import Body, Event, upcast
from contracts.casework import Officer
from contracts.fact import Fact
from contracts.intake import Channel
from contracts.values import Day, Key, Sentence, SourceVersion

ClockTime = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""A time of day at the place itself, as its clocks show it: `09:30`."""

Place = Annotated[Sentence, Field(max_length=200)]
"""Where people meet, in one line: a street and a room."""


class NeedsAssessed(Fact):
    """A placement officer talked with the person about work and what would help; nothing follows for the benefit."""

    name: ClassVar[str] = "casework.needs-assessed"
    claim: Key
    officer: Officer
    """With the office where they talked."""
    assessed_on: Day
    channel: Channel = Channel.OFFICE

    @model_validator(mode="after")
    def _names_the_office(self) -> Self:
        if self.officer.office is None:
            raise ValueError("who talked with the person names the office")
        return self


class OfferArranged(Fact):
    """A placement officer takes an offer up with the person: where and when to come, and until when to answer.

    `answer_by` never shortens the time that the person was told before; an earlier day changes nothing.
    """

    name: ClassVar[str] = "casework.offer-arranged"
    referral: Key
    officer: Officer
    """With the office to which the person may turn."""
    arranged_on: Day
    meets_on: Day
    """The day on which the person is invited to come."""
    meets_at: ClockTime | None = None
    """None where any time of the day will do."""
    place: Place
    answer_by: Day
    """The last day on which the seat is kept for an answer."""

    @model_validator(mode="after")
    def _can_be_kept(self) -> Self:
        if self.officer.office is None:
            raise ValueError("who arranges an offer names the office")
        if min(self.meets_on, self.answer_by) < self.arranged_on:
            raise ValueError("nobody is invited to a day that has passed, nor asked to answer by one")
        return self


class Answer(StrEnum):
    """What became of an offer, as the caseworker recorded it."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


class DeclineReason(StrEnum):
    """Why a person declines an offer, as they said it; whether it is a just cause, a named person decides."""

    WORK_IN_SIGHT = "work_in_sight"
    HEALTH = "health"
    CARE_OF_FAMILY = "care_of_family"
    DISTANCE = "distance"
    COST = "cost"
    HOURS = "hours"
    LANGUAGE = "language"
    CONTENT = "content"
    """The person knows what it teaches, or it leads to no work that they look for."""
    OTHER_TRAINING = "other_training"
    OTHER = "other"
    NOT_SAID = "not_said"


class ReferralAnswered(Event):
    """A caseworker records the person's answer, or a system of the employment service reports it.

    With a key it may be corrected by a higher source version, or taken back (`placement-record-retracted`).
    """

    name: ClassVar[str] = "casework.referral-answered"
    version: ClassVar[int] = 2
    referral: Key
    answer: Answer
    officer: Officer | None = None
    system: Key | None = None
    """The machine that reports the answer, where no officer recorded it."""
    answered_on: Day
    key: Key | None = None
    """The record's own key; earlier records had none, and stand for themselves."""
    source_version: SourceVersion | None = None
    """Of the record with this key; 1 where it is left out."""
    declined_because: DeclineReason | None = None
    """Why the person declines, where they do; `not_said` where they gave no reason."""
    statement: Key | None = None
    """The key under which the person's own words are kept, sealed, outside the log."""

    @model_validator(mode="after")
    def _somebody_says_so(self) -> Self:
        if (self.officer is None) == (self.system is None):
            raise ValueError("either an officer records the answer, or a system reports it")
        if self.declined_because is not None and self.answer is not Answer.REFUSED:
            raise ValueError("only who declines has a reason to decline")
        if self.source_version is not None and self.key is None:
            raise ValueError("a version is one of a record with a key")
        return self


@upcast("casework.referral-answered", 1)
def _recorded_by_an_officer(body: Body) -> Body:
    """Version 1 always names the officer."""
    return body


class ProgrammeOutcome(StrEnum):
    """How participation ended."""

    COMPLETED = "completed"
    FOUND_WORK = "found_work"
    LEFT_EARLY = "left_early"
    DID_NOT_ATTEND = "did_not_attend"


class OutcomeRecorded(Event):
    """A placement officer records how a participation ended, or that the person did not come.

    With a key it may be corrected by a higher source version, or taken back (`placement-record-retracted`).
    """

    name: ClassVar[str] = "casework.outcome-recorded"
    referral: Key
    outcome: ProgrammeOutcome
    recorded_on: Day
    key: Key | None = None
    """The record's own key; earlier records had none, and stand for themselves."""
    source_version: SourceVersion | None = None
    """Of the record with this key; 1 where it is left out."""
    ended_on: Day | None = None
    """The last day of participation; the day of the record where it is left out."""

    @model_validator(mode="after")
    def _has_a_key_to_correct(self) -> Self:
        if self.source_version is not None and self.key is None:
            raise ValueError("a version is one of a record with a key")
        return self


PlacementRecord = Literal[
    "casework.needs-assessed", "casework.offer-arranged", "casework.referral-answered", "casework.outcome-recorded"
]


class PlacementRecordRetracted(Fact):
    """The record of this kind and key, in every version below this one, never was."""

    name: ClassVar[str] = "casework.placement-record-retracted"
    kind: PlacementRecord
    """The event name of what is taken back; casework takes back its own records only."""
    officer: Officer
    reason: Sentence

"""What becomes of a referral by all that was said of it; published by almp_referral, and none touches a benefit."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from contracts.base import Event
from contracts.values import Day, Key, Ordinal, Sentence


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

"""The life of a referral as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from contracts.almp_referral import Occasion, WhyNoReferral
from contracts.base import derived_id
from contracts.casework import Officer


class ReferralState(StrEnum):
    """Where a referral stands."""

    ASKED = "asked"
    """A seat is asked for; nobody was told anything yet."""
    WAITING = "waiting"
    """All that fits is full; the person is on the wait list of one programme."""
    NONE = "none"
    """No programme fits, or all that fit are full."""
    MADE = "made"
    ACCEPTED = "accepted"
    STARTED = "started"
    """Takes part, as the provider reports."""
    ABSENT = "absent"
    """Did not attend; the seat stays until a person has looked at why."""
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
    """The matter is closed: programme ended, claim taken back, death, another programme in its place."""
    WAITED = "waited"
    """The wait ended without a seat, by the person's wish or after the longest time."""
    REFUSED = "refused"
    COMPLETED = "completed"
    FOUND_WORK = "found_work"
    LEFT_EARLY = "left_early"


TAKES_PART = frozenset({ReferralState.ACCEPTED, ReferralState.STARTED, ReferralState.ABSENT})
"""The place is taken up, and ends with its programme."""
HOLDS_SEAT = TAKES_PART | {ReferralState.MADE}
_REPORTED = frozenset({ReferralState.COMPLETED, ReferralState.FOUND_WORK, ReferralState.LEFT_EARLY})
_ENDS = _REPORTED | {ReferralState.REFUSED}
_FROM_MADE = _ENDS | {ReferralState.ACCEPTED, ReferralState.STARTED, ReferralState.ABSENT}

MOVES: Mapping[ReferralState, frozenset[ReferralState]] = {
    ReferralState.ASKED: frozenset(
        {
            ReferralState.ASKED,
            ReferralState.MADE,
            ReferralState.WAITING,
            ReferralState.NONE,
            ReferralState.WITHDRAWN,
        }
    ),
    ReferralState.WAITING: frozenset({ReferralState.MADE, ReferralState.WAITED, ReferralState.WITHDRAWN}),
    ReferralState.MADE: _FROM_MADE | {ReferralState.EXPIRED, ReferralState.NO_SEAT, ReferralState.WITHDRAWN},
    ReferralState.ACCEPTED: _ENDS
    | {
        ReferralState.STARTED,
        ReferralState.ABSENT,
        ReferralState.ENDED,
        ReferralState.NO_SEAT,
        ReferralState.WITHDRAWN,
    },
    ReferralState.STARTED: _ENDS | {ReferralState.ABSENT, ReferralState.ENDED, ReferralState.WITHDRAWN},
    ReferralState.ABSENT: _ENDS
    | {
        ReferralState.ACCEPTED,
        ReferralState.STARTED,
        ReferralState.EXCUSED,
        ReferralState.NOT_EXCUSED,
        ReferralState.ENDED,
        ReferralState.WITHDRAWN,
    },
    ReferralState.EXPIRED: _REPORTED | {ReferralState.STARTED, ReferralState.WITHDRAWN},
    ReferralState.ENDED: _REPORTED,
    ReferralState.NONE: frozenset(),
    ReferralState.REFUSED: frozenset(),
    ReferralState.COMPLETED: frozenset(),
    ReferralState.FOUND_WORK: frozenset(),
    ReferralState.LEFT_EARLY: frozenset(),
    ReferralState.EXCUSED: frozenset(),
    ReferralState.NOT_EXCUSED: frozenset(),
    ReferralState.NO_SEAT: frozenset(),
    ReferralState.WITHDRAWN: frozenset(),
    ReferralState.WAITED: frozenset(),
}
"""Asking again means asking the next programme. Who was let begin, or ended, after the time to answer took part all the
same; an end that is reported after the programme's time is an end all the same."""

OVER = frozenset(ReferralState) - HOLDS_SEAT - {ReferralState.ASKED, ReferralState.WAITING}
"""No seat is held, and the person may be offered another programme."""
NEVER_MADE = frozenset(
    {
        ReferralState.ASKED,
        ReferralState.WAITING,
        ReferralState.WAITED,
        ReferralState.NONE,
        ReferralState.WITHDRAWN,
    }
)
"""Where a referral of which no seat was ever given may stand."""


class AskedAbout(NamedTuple):
    """A refusal or an absence that a person is asked about; the next number is what came after it was decided on."""

    state: ReferralState
    number: int = 1

    @classmethod
    def written(cls, text: str) -> AskedAbout:
        """From `absent`, or `absent:2`."""
        state, _, number = text.partition(":")
        return cls(ReferralState(state), int(number or 1))

    def __str__(self) -> str:
        """As `written` reads it."""
        return self.state.value if self.number == 1 else f"{self.state}:{self.number}"


@dataclass(frozen=True, slots=True)
class Fit:
    """A programme that fits, and why."""

    programme: str
    reasons: tuple[str, ...]


@dataclass(slots=True)
class Referral:
    """One referral of one claim on one occasion, and the programmes that are still to be asked.

    The first of an occasion has the number 1; an offer that lapsed may be followed by another.
    """

    referral: str
    claim: str
    occasion: Occasion
    standing: ReferralState
    asked_on: date
    programme: str | None = None
    reasons: tuple[str, ...] = ()
    to_ask: tuple[Fit, ...] = ()
    number: int = 1
    first: Fit | None = None
    """The first programme that fits, for which the person waits if all are full."""
    cohort: str | None = None
    """The one in which a seat was given; before that the only one that will do."""
    starts_on: date | None = None
    """The first day of the cohort, where it has one."""
    cohort_ends_on: date | None = None
    """The first day after the cohort, where it names one."""
    lasts_days: int | None = None
    """Days from the answer to the end of the place, where the cohort names no day."""
    officer: Officer | None = None
    """The placement officer who chose the programme; None where the stated criteria did."""
    officers_reasons: str | None = None
    made_on: date | None = None
    """The day of the offer; None until a seat was given."""
    answer_by: date | None = None
    """The last day for an answer, as the offer told it."""
    ends_by: date | None = None
    """The day at whose close a place that is taken up ends without a report."""
    closed: date | None = None
    """The last day for which the referral waited and that has closed."""
    since: date | None = None
    """Since when it stands where it stands."""
    started_on: date | None = None
    ended_on: date | None = None
    moves: int = 0
    """How often it moved."""
    questioned: frozenset[AskedAbout] = frozenset()
    """What of it a person was asked about."""
    trains: bool = False
    """Whether the programme teaches a trade; the law may count its days."""
    counted: str = ""
    """What was last told of the days of participation."""
    times_counted: int = 0
    why_none: WhyNoReferral | None = None
    """Why nothing was offered, where nothing was; None of those before reasons were kept."""
    began_as: ReferralState = ReferralState.MADE
    """Where its life begins: for one of before records were kept, where it stood then."""


@dataclass(frozen=True, slots=True)
class ObservedOutcome:
    """What was seen on a day after a participation; `in_work` is None where it counts for nothing any more."""

    day: date
    in_work: bool | None
    employment: str | None
    number: int


def referral_id(person: str, claim: str, occasion: Occasion, number: int = 1) -> str:
    """One a person, claim, occasion and number, for ever."""
    return str(derived_id("referral", person, claim, occasion, number))

"""The life of a referral as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.almp_referral import Occasion
from contracts.base import derived_id
from contracts.casework import Officer


class ReferralState(StrEnum):
    """Where a referral stands."""

    ASKED = "asked"
    """A seat is asked for; nobody was told anything yet."""
    WAITING = "waiting"
    """All that fit is full; the person is on the wait list of one programme."""
    NONE = "none"
    """No programme fits, or all that fit are full."""
    MADE = "made"
    ACCEPTED = "accepted"
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
    WITHDRAWN = "withdrawn"
    """The matter is closed: programme ended, claim taken back, death, another programme in its place."""
    WAITED = "waited"
    """The wait ended without a seat, by the person's wish or after the longest time."""
    REFUSED = "refused"
    COMPLETED = "completed"
    FOUND_WORK = "found_work"
    LEFT_EARLY = "left_early"


_ENDS = frozenset({ReferralState.COMPLETED, ReferralState.FOUND_WORK, ReferralState.LEFT_EARLY, ReferralState.REFUSED})

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
    ReferralState.MADE: _ENDS
    | {ReferralState.ACCEPTED, ReferralState.ABSENT, ReferralState.EXPIRED, ReferralState.WITHDRAWN},
    ReferralState.ACCEPTED: _ENDS | {ReferralState.ABSENT, ReferralState.ENDED, ReferralState.WITHDRAWN},
    ReferralState.ABSENT: _ENDS
    | {
        ReferralState.ACCEPTED,
        ReferralState.EXCUSED,
        ReferralState.NOT_EXCUSED,
        ReferralState.ENDED,
        ReferralState.WITHDRAWN,
    },
    ReferralState.NONE: frozenset(),
    ReferralState.REFUSED: frozenset(),
    ReferralState.COMPLETED: frozenset(),
    ReferralState.FOUND_WORK: frozenset(),
    ReferralState.LEFT_EARLY: frozenset(),
    ReferralState.EXPIRED: frozenset(),
    ReferralState.EXCUSED: frozenset(),
    ReferralState.NOT_EXCUSED: frozenset(),
    ReferralState.ENDED: frozenset(),
    ReferralState.WITHDRAWN: frozenset(),
    ReferralState.WAITED: frozenset(),
}
"""Asking again means asking the next programme. An end holds no seat and has no way on."""

HOLDS_SEAT = frozenset({ReferralState.MADE, ReferralState.ACCEPTED, ReferralState.ABSENT})
OVER = frozenset(standing for standing, onward in MOVES.items() if not onward)


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


def referral_id(person: str, claim: str, occasion: Occasion, number: int = 1) -> str:
    """One a person, claim, occasion and number, for ever."""
    return str(derived_id("referral", person, claim, occasion, number))

"""The life of a referral as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.almp_referral import Occasion
from contracts.base import derived_id
from services.almp_referral.model import Fit


class ReferralState(StrEnum):
    """Where a referral stands."""

    ASKED = "asked"
    """A seat is asked for; nobody was told anything yet."""
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
    REFUSED = "refused"
    COMPLETED = "completed"
    FOUND_WORK = "found_work"
    LEFT_EARLY = "left_early"


_ENDS = frozenset({ReferralState.COMPLETED, ReferralState.FOUND_WORK, ReferralState.LEFT_EARLY, ReferralState.REFUSED})

MOVES: Mapping[ReferralState, frozenset[ReferralState]] = {
    ReferralState.ASKED: frozenset({ReferralState.ASKED, ReferralState.MADE, ReferralState.NONE}),
    ReferralState.MADE: _ENDS | {ReferralState.ACCEPTED, ReferralState.ABSENT, ReferralState.EXPIRED},
    ReferralState.ACCEPTED: _ENDS | {ReferralState.ABSENT, ReferralState.ENDED},
    ReferralState.ABSENT: _ENDS
    | {ReferralState.ACCEPTED, ReferralState.EXCUSED, ReferralState.NOT_EXCUSED, ReferralState.ENDED},
    ReferralState.NONE: frozenset(),
    ReferralState.REFUSED: frozenset(),
    ReferralState.COMPLETED: frozenset(),
    ReferralState.FOUND_WORK: frozenset(),
    ReferralState.LEFT_EARLY: frozenset(),
    ReferralState.EXPIRED: frozenset(),
    ReferralState.EXCUSED: frozenset(),
    ReferralState.NOT_EXCUSED: frozenset(),
    ReferralState.ENDED: frozenset(),
}
"""Asking again means asking the next programme. An end holds no seat and has no way on."""

HOLDS_SEAT = frozenset({ReferralState.MADE, ReferralState.ACCEPTED, ReferralState.ABSENT})
OVER = frozenset(standing for standing, onward in MOVES.items() if not onward)


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


def referral_id(person: str, claim: str, occasion: Occasion, number: int = 1) -> str:
    """One a person, claim, occasion and number, for ever."""
    return str(derived_id("referral", person, claim, occasion, number))

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
    """Did not attend; the seat stays while a person looks at why."""
    REFUSED = "refused"
    COMPLETED = "completed"
    FOUND_WORK = "found_work"
    LEFT_EARLY = "left_early"


_ENDS = frozenset({ReferralState.COMPLETED, ReferralState.FOUND_WORK, ReferralState.LEFT_EARLY, ReferralState.REFUSED})

MOVES: Mapping[ReferralState, frozenset[ReferralState]] = {
    ReferralState.ASKED: frozenset({ReferralState.ASKED, ReferralState.MADE, ReferralState.NONE}),
    ReferralState.MADE: _ENDS | {ReferralState.ACCEPTED, ReferralState.ABSENT},
    ReferralState.ACCEPTED: _ENDS | {ReferralState.ABSENT},
    ReferralState.ABSENT: _ENDS | {ReferralState.ACCEPTED},
    ReferralState.NONE: frozenset(),
    ReferralState.REFUSED: frozenset(),
    ReferralState.COMPLETED: frozenset(),
    ReferralState.FOUND_WORK: frozenset(),
    ReferralState.LEFT_EARLY: frozenset(),
}
"""Asking again means asking the next programme. An end holds no seat and has no way on."""

HOLDS_SEAT = frozenset({ReferralState.MADE, ReferralState.ACCEPTED, ReferralState.ABSENT})
OVER = frozenset(standing for standing, onward in MOVES.items() if not onward)


@dataclass(slots=True)
class Referral:
    """One referral of one claim on one occasion, and the programmes that are still to be asked."""

    referral: str
    claim: str
    occasion: Occasion
    standing: ReferralState
    asked_on: date
    programme: str | None = None
    reasons: tuple[str, ...] = ()
    to_ask: tuple[Fit, ...] = ()


def referral_id(claim: str, occasion: Occasion) -> str:
    """One a claim and occasion, for ever."""
    return str(derived_id("referral", claim, occasion))

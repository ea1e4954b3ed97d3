"""Referrals to active labour market programmes: offers with reasons, seats, answers, outcomes."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from contracts.base import Event
from contracts.values import Count, Day, Key, Sentence


class Occasion(StrEnum):
    """When the match was made."""

    REGISTRATION = "registration"
    BEFORE_EXHAUSTION = "before_exhaustion"


REASONS_MAX = 50

Reasons = Annotated[tuple[Sentence, ...], Field(min_length=1, max_length=REASONS_MAX)]
"""Why a programme fits, one reason a sentence."""


class SeatAsked(Event):
    """A person asks for a seat; the subject is the programme."""

    name: ClassVar[str] = "almp_referral.seat-asked"
    programme: Key
    referral: Key
    person: Key
    claim: Key
    occasion: Occasion
    reasons: Reasons
    asked_on: Day


class SeatGiven(Event):
    """The programme kept a seat for the referral; the subject is the person."""

    name: ClassVar[str] = "almp_referral.seat-given"
    programme: Key
    referral: Key
    claim: Key
    occasion: Occasion
    reasons: Annotated[tuple[Sentence, ...], Field(max_length=REASONS_MAX)]
    given_on: Day
    seats_left: Count


class SeatDenied(Event):
    """The programme is full; the subject is the person."""

    name: ClassVar[str] = "almp_referral.seat-denied"
    programme: Key
    referral: Key
    claim: Key
    occasion: Occasion
    denied_on: Day


class SeatReleased(Event):
    """A seat is free again; the subject is the programme."""

    name: ClassVar[str] = "almp_referral.seat-released"
    programme: Key
    referral: Key
    released_on: Day


class ReferralMade(Event):
    """The person is referred to a programme, for stated reasons. It never touches the benefit."""

    name: ClassVar[str] = "almp_referral.referral-made"
    claim: Key
    referral: Key
    programme: Key
    occasion: Occasion
    reasons: Reasons
    made_on: Day
    answer_by: Day | None = None
    """The last day on which the seat is kept for an answer; letting it pass costs no benefit."""


class LapseReason(StrEnum):
    """Why a place ended though nobody reported how participation ended."""

    UNANSWERED = "unanswered"
    """The days to answer the offer passed."""
    EXCUSED = "excused"
    """A named person found a just cause for an absence."""
    NOT_EXCUSED = "not_excused"
    """A named person found no just cause for an absence."""
    OVER = "over"
    """The programme's time passed."""


class ReferralLapsed(Event):
    """A referral is over and its seat is free. It never touches the benefit."""

    name: ClassVar[str] = "almp_referral.referral-lapsed"
    claim: Key
    referral: Key
    programme: Key
    reason: LapseReason
    because: Sentence
    on: Day


class NoReferral(Event):
    """No programme fits, or all that fit are full; said so that nobody waits in silence."""

    name: ClassVar[str] = "almp_referral.no-referral"
    claim: Key
    occasion: Occasion
    because: Sentence
    on: Day


class ReferralQuestioned(Event):
    """A refusal or an absence: a person must look at it; the benefit goes on unchanged."""

    name: ClassVar[str] = "almp_referral.referral-questioned"
    claim: Key
    referral: Key
    programme: Key
    asks: Sentence
    cites: Sentence
    on: Day

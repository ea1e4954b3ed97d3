"""Referrals to active labour market programmes: offers with reasons, seats, answers, outcomes."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field, StrictBool

from contracts.base import Body, Event, upcast
from contracts.casework import Officer
from contracts.criteria import Criterion
from contracts.values import Count, Day, Key, Ordinal, Sentence


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
    cohort: Key | None = None
    """The only cohort that will do; None for any that is open."""
    registered_on: Day | None = None
    """When the person registered, by which wait lists are ordered."""
    else_waits: StrictBool | None = None
    """Whether the person joins the wait list if no seat is free."""


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
    cohort: Key | None = None
    starts_on: Day | None = None
    """The cohort's first day, where it has one."""
    ends_on: Day | None = None
    """The first day after the cohort, where it names one."""
    lasts_days: Count | None = None
    """Days from the person's answer to the end of the place, where the cohort names no day."""
    trains: StrictBool | None = None
    """Whether the programme teaches a trade; None where it does not."""
    waited_since: Day | None = None
    """Since when the person was on the wait list, if the seat comes from there."""


class SeatWithdrawn(Event):
    """The programme has ended: nobody holds a seat of it or waits for one; the subject is the person."""

    name: ClassVar[str] = "almp_referral.seat-withdrawn"
    programme: Key
    referral: Key
    because: Sentence
    withdrawn_on: Day


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
    cohort: Key | None = None
    starts_on: Day | None = None
    """The first day of the cohort, where it has one."""
    officer: Officer | None = None
    """The placement officer who chose the programme, where a person did and not the stated criteria."""
    officers_reasons: Sentence | None = None


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
    PROGRAMME_ENDED = "programme_ended"
    """Its provider ended or withdrew it; the person is offered another."""
    CLAIM_TAKEN_BACK = "claim_taken_back"
    DIED = "died"
    CHANGED = "changed"
    """A placement officer offered another programme in its place."""
    OTHER_CLAIM = "other_claim"
    """The claim runs beside an earlier one of the person, under which programmes are offered."""


class ReferralLapsed(Event):
    """A referral is over and its seat is free. It never touches the benefit."""

    name: ClassVar[str] = "almp_referral.referral-lapsed"
    version: ClassVar[int] = 3
    claim: Key
    referral: Key
    programme: Key
    reason: LapseReason
    because: Sentence
    on: Day


@upcast("almp_referral.referral-lapsed", 1)
@upcast("almp_referral.referral-lapsed", 2)
def _for_fewer_reasons(body: Body) -> Body:
    """Version 1 knew the first four reasons only, version 2 all but the last."""
    return body


class WhyNoReferral(StrEnum):
    """Why nothing was offered."""

    NONE_FITS = "none_fits"
    TOO_LITTLE_KNOWN = "too_little_known"
    """Nothing speaks against some programme, and what it asks for is not known."""
    ALL_FULL = "all_full"
    OFFERED_BEFORE = "offered_before"
    """Whatever fits was offered for this claim before."""
    NONE_PUBLISHED = "none_published"
    """No provider has published a programme."""


class NoReferral(Event):
    """No programme fits, or all that fit are full; said so that nobody waits in silence."""

    name: ClassVar[str] = "almp_referral.no-referral"
    claim: Key
    occasion: Occasion
    because: Sentence
    on: Day
    why: WhyNoReferral | None = None
    """Earlier ones said it in words alone."""
    lacks: Annotated[tuple[Criterion, ...], Field(min_length=1, max_length=len(Criterion))] | None = None
    """What would have to be known, where too little is."""


class ReferralQuestioned(Event):
    """A refusal or an absence: a person must look at it; the benefit goes on unchanged."""

    name: ClassVar[str] = "almp_referral.referral-questioned"
    claim: Key
    referral: Key
    programme: Key
    asks: Sentence
    cites: Sentence
    on: Day
    number: Annotated[Ordinal, Field(ge=2)] | None = None
    """2 for what came after a person had decided on the first refusal or absence, and so on; None for the first."""

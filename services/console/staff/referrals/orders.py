"""From the forms of a referral to what a placement officer says, or what is missing: by field, a phrase's key. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import TypeAdapter

from contracts.almp_referral import Occasion
from contracts.base import Event, derived_id
from contracts.casework import Officer
from contracts.placement import (
    Answer,
    ClockTime,
    DeclineReason,
    OfferArranged,
    OutcomeRecorded,
    Place,
    ProgrammeOutcome,
    ReferralAnswered,
)
from contracts.programme_orders import ProgrammeChosen
from contracts.values import FIRST_DAY
from services.almp_referral.views import HOLDS_SEAT, OfferInInbox, ReferralState
from services.console.acts.read_form import LATEST, ReadForm

_DAY = "referral.fault.day"
_PLACE: TypeAdapter[str] = TypeAdapter(Place)
_CLOCK: TypeAdapter[str] = TypeAdapter(ClockTime)

FIELDS: Mapping[str, tuple[str, ...]] = {
    "answer": ("answer", "declined_because", "answered_on"),
    "invite": ("meets_on", "meets_at", "place", "answer_by"),
    "outcome": ("outcome", "ended_on"),
    "choose": ("programme", "reasons"),
}
"""What each form asks for, by what it does."""

OPEN: Mapping[ReferralState, tuple[str, ...]] = {
    ReferralState.MADE: ("answer", "invite", "choose"),
    ReferralState.ACCEPTED: ("outcome", "answer", "choose"),
    ReferralState.STARTED: ("outcome", "choose"),
    ReferralState.ABSENT: ("outcome", "choose"),
    ReferralState.WAITING: ("choose",),
    ReferralState.NONE: ("choose",),
    ReferralState.EXPIRED: ("choose",),
}
"""What may be done where a referral stands, what is most likely first; elsewhere nothing."""

_REPLACED = HOLDS_SEAT | {ReferralState.WAITING}


@dataclass(frozen=True, slots=True)
class OrderAtHand:
    """On which referral, by whom, when, and which programmes may be chosen."""

    offer: OfferInInbox
    occasion: Occasion
    officer: Officer
    programmes: Collection[str]
    today: date
    recorded_at: datetime


@dataclass
class OrderForm(ReadForm):
    """A form as it is read, and what is wrong with it so far."""

    def key(self) -> str:
        """The key of what the form records: the same form records one thing."""
        return str(derived_id("placement-record", self.form.key))


def answer_of(read: OrderForm, order: OrderAtHand) -> ReferralAnswered | None:
    """The person's answer, with the reason if they decline."""
    answers = [Answer.REFUSED] if order.offer.standing is ReferralState.ACCEPTED else list(Answer)
    answer = read.chosen("answer", answers)
    because = read.chosen("declined_because", list(DeclineReason)) if answer == Answer.REFUSED else None
    answered_on = read.day("answered_on", order.offer.made_on or FIRST_DAY, order.today, _DAY)
    if read.faults:
        return None
    return ReferralAnswered(
        referral=order.offer.referral,
        answer=Answer(answer),
        officer=order.officer,
        answered_on=answered_on,
        key=read.key(),
        source_version=1,
        declined_because=DeclineReason(because) if because is not None else None,
    )


def invitation_of(read: OrderForm, order: OrderAtHand) -> OfferArranged | None:
    """Where and when the person is invited, and until when the seat is kept; never shorter than they were told."""
    if order.officer.office is None:
        read.faults["place"] = "referral.fault.office"
    meets_on = read.day("meets_on", order.today, LATEST, _DAY)
    place = read.words("place", _PLACE)
    answer_by = read.day("answer_by", max(order.today, order.offer.deadline or order.today), LATEST, _DAY)
    meets_at = None
    if read.form.one("meets_at"):
        meets_at = read.words("meets_at", _CLOCK)
        if "meets_at" in read.faults:
            read.faults["meets_at"] = "fault.unreadable"
    if read.faults:
        return None
    return OfferArranged(
        key=read.key(),
        source_version=1,
        recorded_at=order.recorded_at,
        referral=order.offer.referral,
        officer=order.officer,
        arranged_on=order.today,
        meets_on=meets_on,
        meets_at=meets_at,
        place=place,
        answer_by=answer_by,
    )


def outcome_of(read: OrderForm, order: OrderAtHand) -> OutcomeRecorded | None:
    """How the participation ended, or that the person did not come."""
    outcome = read.chosen("outcome", list(ProgrammeOutcome))
    ended_on = read.day("ended_on", order.offer.made_on or FIRST_DAY, order.today, _DAY)
    if read.faults:
        return None
    return OutcomeRecorded(
        referral=order.offer.referral,
        outcome=ProgrammeOutcome(outcome),
        recorded_on=order.today,
        key=read.key(),
        source_version=1,
        ended_on=ended_on,
    )


def choice_of(read: OrderForm, order: OrderAtHand) -> ProgrammeChosen | None:
    """Another programme, whatever the criteria say; a referral that goes on ends with it."""
    programme = read.chosen("programme", order.programmes)
    reasons = read.words("reasons")
    if read.faults:
        return None
    return ProgrammeChosen(
        claim=order.offer.claim,
        programme=programme,
        occasion=order.occasion,
        officer=order.officer,
        chosen_on=order.today,
        reasons=reasons,
        instead_of=order.offer.referral if order.offer.standing in _REPLACED else None,
    )


READERS: Mapping[str, Callable[[OrderForm, OrderAtHand], Event | None]] = {
    "answer": answer_of,
    "invite": invitation_of,
    "outcome": outcome_of,
    "choose": choice_of,
}

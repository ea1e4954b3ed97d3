"""From the forms of a referral to what a placement officer says, or what is missing: by field, a phrase's key. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import TypeAdapter

from contracts.almp_referral import Occasion
from contracts.base import Event, derived_id
from contracts.casework import Officer
from contracts.intake import Channel
from contracts.placement import (
    Answer,
    ClockTime,
    DeclineReason,
    NeedsAssessed,
    OfferArranged,
    OutcomeRecorded,
    Place,
    PlacementRecord,
    PlacementRecordRetracted,
    ProgrammeOutcome,
    ReferralAnswered,
)
from contracts.programme_orders import ProgrammeChosen, WaitLeft
from contracts.values import FIRST_DAY
from services.almp_referral.views import (
    HOLDS_SEAT,
    LifeRecord,
    LifeRecordKind,
    OfferInInbox,
    OpenProposal,
    ReferralState,
)
from services.console.acts.read_form import LATEST, ReadForm

_DAY = "referral.fault.day"
_PLACE: TypeAdapter[str] = TypeAdapter(Place)
_CLOCK: TypeAdapter[str] = TypeAdapter(ClockTime)

FIELDS: Mapping[str, tuple[str, ...]] = {
    "answer": ("answer", "declined_because", "answered_on"),
    "invite": ("meets_on", "meets_at", "place", "answer_by"),
    "outcome": ("outcome", "ended_on"),
    "choose": ("programme", "reasons"),
    "take_up": ("proposal", "taken_because"),
    "leave": ("left_because",),
    "talk": ("assessed_on", "channel"),
    "retract": ("record", "retracted_because"),
}
"""What each form asks for, by what it does."""

OPEN: Mapping[ReferralState, tuple[str, ...]] = {
    ReferralState.MADE: ("answer", "invite", "choose"),
    ReferralState.ACCEPTED: ("outcome", "answer", "choose"),
    ReferralState.STARTED: ("outcome", "choose"),
    ReferralState.ABSENT: ("outcome", "choose"),
    ReferralState.WAITING: ("choose", "leave"),
    ReferralState.NONE: ("choose",),
    ReferralState.EXPIRED: ("choose",),
}
"""What may be done where a referral stands, what is most likely first; elsewhere nothing."""

_REPLACED = HOLDS_SEAT | {ReferralState.WAITING}
_NAME_OF: Mapping[LifeRecordKind, PlacementRecord] = {
    LifeRecordKind.ASSESSMENT: "casework.needs-assessed",
    LifeRecordKind.ARRANGEMENT: "casework.offer-arranged",
    LifeRecordKind.ANSWER: "casework.referral-answered",
    LifeRecordKind.END: "casework.outcome-recorded",
}
"""The records that officers make, and may take back."""
_OFFICERS = "casework:"
"""What the key of a record begins with that was said beside casework under a key of its own."""


def own_records(records: Iterable[LifeRecord]) -> list[LifeRecord]:
    """Those that officers made and that stand, as they may be taken back."""
    return [one for one in records if one.stands and one.kind in _NAME_OF and one.key.startswith(_OFFICERS)]


def name_of(record: LifeRecord) -> str:
    """What a form calls a record."""
    return f"{record.kind}:{record.key.removeprefix(_OFFICERS)}"


@dataclass(frozen=True, slots=True)
class OrderAtHand:
    """On which referral, by whom, when, and which programmes may be chosen."""

    offer: OfferInInbox
    occasion: Occasion
    officer: Officer
    programmes: Collection[str]
    today: date
    recorded_at: datetime
    records: Sequence[LifeRecord] = ()
    """What officers recorded and may take back."""
    proposals: Sequence[OpenProposal] = ()
    """What providers propose of the person."""

    @property
    def acts(self) -> tuple[str, ...]:
        """What may be done, what is most likely first."""
        acts = OPEN.get(self.offer.standing, ())
        taken_up = ("take_up",) if self.proposals and "choose" in acts else ()
        return (*taken_up, *acts, "talk", *(("retract",) if self.records else ()))


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


def taking_up_of(read: OrderForm, order: OrderAtHand) -> ProgrammeChosen | None:
    """What a provider proposes of the person is taken up; a referral that goes on ends with it."""
    named = {proposal.key: proposal for proposal in order.proposals}
    chosen, reasons = read.chosen("proposal", named), read.words("taken_because")
    if read.faults:
        return None
    proposal = named[chosen]
    return ProgrammeChosen(
        claim=order.offer.claim,
        programme=proposal.programme,
        cohort=proposal.cohort,
        occasion=order.occasion,
        officer=order.officer,
        chosen_on=order.today,
        reasons=reasons,
        instead_of=order.offer.referral if order.offer.standing in _REPLACED else None,
        proposal=proposal.key,
    )


def leaving_of(read: OrderForm, order: OrderAtHand) -> WaitLeft | None:
    """The person does not want to wait any more; why, stays with the act."""
    read.words("left_because")
    if read.faults:
        return None
    return WaitLeft(referral=order.offer.referral, officer=order.officer, left_on=order.today)


def talk_of(read: OrderForm, order: OrderAtHand) -> NeedsAssessed | None:
    """An officer talked with the person about work and what would help."""
    assessed_on = read.day("assessed_on", FIRST_DAY, order.today, _DAY)
    channel = read.chosen("channel", list(Channel))
    if order.officer.office is None:
        read.faults["channel"] = "referral.fault.office"
    if read.faults:
        return None
    return NeedsAssessed(
        key=read.key(),
        source_version=1,
        recorded_at=order.recorded_at,
        claim=order.offer.claim,
        officer=order.officer,
        assessed_on=assessed_on,
        channel=Channel(channel),
    )


def retraction_of(read: OrderForm, order: OrderAtHand) -> PlacementRecordRetracted | None:
    """A record that was made in error never was."""
    named = {name_of(record): record for record in order.records}
    chosen, reason = read.chosen("record", named), read.words("retracted_because")
    if read.faults:
        return None
    record = named[chosen]
    return PlacementRecordRetracted(
        key=record.key.removeprefix(_OFFICERS),
        source_version=record.version + 1,
        recorded_at=order.recorded_at,
        kind=_NAME_OF[record.kind],
        officer=order.officer,
        reason=reason,
    )


READERS: Mapping[str, Callable[[OrderForm, OrderAtHand], Event | None]] = {
    "answer": answer_of,
    "invite": invitation_of,
    "outcome": outcome_of,
    "choose": choice_of,
    "take_up": taking_up_of,
    "leave": leaving_of,
    "talk": talk_of,
    "retract": retraction_of,
}

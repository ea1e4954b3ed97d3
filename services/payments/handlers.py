"""What each event causes in payments. Nothing is sent from here: files are sealed at the end of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import assert_never
from uuid import uuid5

from contracts.about import ConditionAbout, OverpaymentAbout, ReferralAbout, WeekAbout
from contracts.bank import BankReported
from contracts.base import Envelope
from contracts.casework import ReissueOrdered
from contracts.claims import ClaimDecision
from contracts.eligibility import AssessmentMade
from services.payments import bank_results, converge, store
from services.payments.claimant import Claimant
from services.payments.model import Instruction, JournalEntry, PeriodKey, Position, PositionChange, Positions
from services.payments.schedule import PaymentRun
from services.runtime.handling import Consequences, Refused
from services.runtime.privacy.cipher import Cipher
from services.runtime.service import Service


def make_service(*, partitions: int = 4, cipher: Cipher | None = None) -> Service[Claimant]:
    """The service for a world of this many partitions.

    Without a cipher no bank details can be opened: payments are instructed and wait, and no file is sealed.
    """
    service = Service("payments", store.TABLES, store.load, store.saver(partitions), close_day=PaymentRun(cipher))
    service.handles(AssessmentMade)(assessed)
    service.handles(BankReported)(reported)
    service.handles(ReissueOrdered)(reissued)
    service.handles(ClaimDecision)(decided)
    return service


def assessed(event: AssessmentMade, state: Claimant, cause: Envelope) -> Consequences:
    """A period was assessed, perhaps again: pay or book the difference."""
    key = (event.claim, event.certification)
    change = converge.converge(state.subject, state.meeting(key, event.period), event)
    return _take(state, change, cause, Booking("assessed", event.filed_on, key))


def reported(event: BankReported, state: Claimant, cause: Envelope) -> Consequences:
    """The bank said what became of a payment."""
    instruction = state.paid_by(event.end_to_end)
    change = bank_results.report(state.subject, _around(state, instruction), instruction, event)
    return _take(state, change, cause, Booking(event.result.value, event.booked_on, instruction.key))


def reissued(event: ReissueOrdered, state: Claimant, cause: Envelope) -> Consequences:
    """A named person orders a new attempt after a payment came back."""
    instruction = state.instructed(event.instruction)
    change = bank_results.reissue(state.subject, _around(state, instruction), instruction, event)
    return _take(state, change, cause, Booking("reissued", event.ordered_on, instruction.key))


def _around(state: Claimant, instruction: Instruction) -> Positions:
    """The position of a payment, and those that meet it."""
    return state.meeting(instruction.key, instruction.period)


def decided(event: ClaimDecision, state: Claimant, cause: Envelope) -> Consequences:
    """A named person decided a question; here only those about overpayments matter."""
    about = event.about
    match about:
        case OverpaymentAbout(first_day=day):
            position = _in_question(state, event.claim, day)
        case ConditionAbout() | WeekAbout() | ReferralAbout():
            return ()
        case _:
            assert_never(about)
    change, decision = bank_results.decide(position, event, cause.id)
    state.decisions.append(decision)
    return _take(state, change, cause, Booking(event.verdict.value, event.decided_on, position.key))


def _in_question(state: Claimant, claim: str, day: date) -> Position:
    """The claim's position for a period from that day, with most proposed; a corrected period keeps its old day too.

    Raises `Refused` if there is none.
    """
    positions = [
        position
        for position in state.of_claim(claim)
        if day in {position.period.start, position.reach.start, *(paid.period.start for paid in position.instructions)}
    ]
    if not positions:
        raise Refused("out-of-order", "no period of this claim begins on the day that the decision names")
    return min(positions, key=lambda position: (-position.proposed_minor, position.certification))


@dataclass(frozen=True, slots=True)
class Booking:
    """What a journal entry is called, the day it counts for, and the position it is about."""

    kind: str
    effective_on: date
    about: PeriodKey


def _take(state: Claimant, change: PositionChange, cause: Envelope, booking: Booking) -> Consequences:
    """Keep the new positions and book the movements, an entry for each currency; what follows is said by the caller."""
    for position in change.positions:
        state.keep(position)
    claim, certification = booking.about
    for number, (currency, legs) in enumerate(sorted(change.legs.items())):
        entry = JournalEntry(
            id=uuid5(cause.id, f"payments/journal/{number}" if number else "payments/journal"),
            cause=cause.id,
            kind=booking.kind,
            effective_on=booking.effective_on,
            recorded_at=cause.time,
            claim=claim,
            certification=certification,
            currency=currency,
            legs=legs,
        )
        if legs:
            state.entries.append(entry)
    return change.events

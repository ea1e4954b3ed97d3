"""What each event causes in payments. Nothing is sent from here: files are sealed at the end of a day."""

from __future__ import annotations

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
from services.payments.model import JournalEntry, Position, PositionChange
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
    position = state.position((event.claim, event.certification)) or Position(
        claim=event.claim,
        certification=event.certification,
        period=event.period,
        currency=event.amount.currency,
        assessment=event.assessment,
    )
    return _take(state, converge.converge(state.subject, position, event), cause, "assessed", event.filed_on)


def reported(event: BankReported, state: Claimant, cause: Envelope) -> Consequences:
    """The bank said what became of a payment."""
    position, instruction = state.paid_by(event.end_to_end)
    change = bank_results.report(position, instruction, event)
    return _take(state, change, cause, event.result.value, event.booked_on)


def reissued(event: ReissueOrdered, state: Claimant, cause: Envelope) -> Consequences:
    """A named person orders a new attempt after a payment came back."""
    position, instruction = state.instructed(event.instruction)
    change = bank_results.reissue(state.subject, position, instruction, event)
    return _take(state, change, cause, "reissued", event.ordered_on)


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
    return _take(state, change, cause, event.verdict.value, event.decided_on)


def _in_question(state: Claimant, claim: str, day: date) -> Position:
    """The claim's position for a period from that day, with most proposed; a corrected period keeps its old day too.

    Raises `Refused` if there is none.
    """
    positions = [
        position
        for position in state.of_claim(claim)
        if day in {position.period.start, *(instruction.period.start for instruction in position.instructions)}
    ]
    if not positions:
        raise Refused("out-of-order", "no period of this claim begins on the day that the decision names")
    return min(positions, key=lambda position: (-position.proposed_minor, position.certification))


def _take(state: Claimant, change: PositionChange, cause: Envelope, kind: str, effective_on: date) -> Consequences:
    """Keep the new position and book its movements; what follows is said by the caller."""
    position = change.position
    state.keep(position)
    if change.legs:
        entry = JournalEntry(
            id=uuid5(cause.id, "payments/journal"),
            cause=cause.id,
            kind=kind,
            effective_on=effective_on,
            recorded_at=cause.time,
            claim=position.claim,
            certification=position.certification,
            currency=position.currency,
            legs=change.legs,
        )
        state.entries.append(entry)
    return change.events

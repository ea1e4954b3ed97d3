"""What the bank's answers and named persons do to a position: settled, rejected, returned, reissued, decided."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from contracts.bank import BankReported, BankResult
from contracts.base import Event
from contracts.casework import ReissueOrdered, Verdict
from contracts.claims import ClaimDecision
from contracts.payments import InstructionKind, PaymentReturned, PaymentSettled
from services.payments.accounts import CASH, CHARGES, PAYABLE, RECEIVABLE, RETURNS, WAIVED, in_flight
from services.payments.converge import net_held, said, with_instruction
from services.payments.model import (
    CAME_BACK,
    Decided,
    Instruction,
    Leg,
    PaymentStage,
    Position,
    PositionChange,
    instruction_id,
)
from services.runtime.handling import Refused

STAGE_OF = {
    BankResult.SETTLED: PaymentStage.SETTLED,
    BankResult.REJECTED: PaymentStage.REJECTED,
    BankResult.RETURNED: PaymentStage.RETURNED,
}
NO_CODE = "NARR"
"""The ISO 20022 code for a reason given in words only."""


def report(position: Position, instruction: Instruction, entry: BankReported) -> PositionChange:
    """Book what the bank says; a repeat, or what a later entry already implied, books nothing.

    Banks send the return before the settlement it follows: both are booked then, and the late one is a repeat.
    Raises `Refused` for another amount or for something that cannot have happened to this payment.
    """
    if entry.amount is not None and entry.amount != instruction.money:
        raise Refused("bank-mismatch", "the bank names another amount than this payment has")
    kept = _charges(instruction, entry)
    stage = STAGE_OF[entry.result]
    if stage is instruction.stage or (stage is PaymentStage.SETTLED and instruction.stage is PaymentStage.RETURNED):
        return PositionChange(position)
    file = instruction.file
    if (
        file is None
        or (instruction.stage is not PaymentStage.BATCHED and stage is not PaymentStage.RETURNED)
        or instruction.stage in CAME_BACK
    ):
        raise Refused("bank-mismatch", f"the bank says {stage.value} of a payment that is {instruction.stage.value}")
    legs: list[Leg] = []
    events: list[Event] = []
    if stage is not PaymentStage.REJECTED and instruction.stage is PaymentStage.BATCHED:
        legs.append(Leg(in_flight(file), CASH, instruction.amount_minor))
        events.append(
            PaymentSettled(
                claim=instruction.claim,
                instruction=instruction.id,
                amount=instruction.money,
                settled_on=entry.booked_on,
            )
        )
    if stage is PaymentStage.SETTLED:
        legs += [Leg(CHARGES, CASH, kept)] if kept else []
        return PositionChange(with_instruction(position, replace(instruction, stage=stage)), tuple(legs), tuple(events))
    return _came_back(position, instruction, entry, PositionChange(position, tuple(legs), tuple(events)))


def _charges(instruction: Instruction, entry: BankReported) -> int:
    """What the bank kept for itself. Raises `Refused` for more than the payment, or in another currency."""
    if entry.charges is None:
        return 0
    if entry.charges.currency != instruction.currency or entry.charges.minor > instruction.amount_minor:
        raise Refused("bank-mismatch", "the bank names charges that this payment cannot have")
    return entry.charges.minor


def _came_back(
    position: Position, instruction: Instruction, entry: BankReported, so_far: PositionChange
) -> PositionChange:
    """The money is ours again and still owed; it waits until a named person has checked the account."""
    if entry.result is BankResult.REJECTED:
        legs = [Leg(in_flight(instruction.file or ""), PAYABLE, instruction.amount_minor)]
    else:
        kept = _charges(instruction, entry)
        came_in = [(CASH, instruction.amount_minor - kept), (CHARGES, kept)]
        legs = [Leg(account, RETURNS, minor) for account, minor in came_in if minor]
        legs.append(Leg(RETURNS, PAYABLE, instruction.amount_minor))
    back = PaymentReturned(
        claim=instruction.claim,
        instruction=instruction.id,
        amount=instruction.money,
        returned_on=entry.booked_on,
        bank_code=entry.bank_code or NO_CODE,
    )
    held = replace(instruction, stage=STAGE_OF[entry.result], held_minor=instruction.amount_minor)
    netted = net_held(with_instruction(position, held))
    return PositionChange(
        netted.position,
        (*so_far.legs, *legs, *netted.legs),
        (*so_far.events, back, *netted.events),
    )


def reissue(person: str, position: Position, instruction: Instruction, order: ReissueOrdered) -> PositionChange:
    """The next attempt at what is still owed of a payment that came back; ordered twice, it is made once.

    If nothing of it is owed any more, nothing follows. Raises `Refused` while the payment has not come back.
    """
    attempt_id = instruction_id(
        person=person,
        claim=instruction.claim,
        start=instruction.period.start,
        kind=InstructionKind.REISSUE,
        sequence=instruction.sequence,
        attempt=instruction.attempt + 1,
    )
    if any(other.id == attempt_id for other in position.instructions):
        return PositionChange(position)
    if instruction.stage not in CAME_BACK:
        raise Refused(
            "out-of-order", f"a payment that is {instruction.stage.value} has not come back and cannot be reissued"
        )
    if not instruction.held_minor:  # a later assessment took it, and whoever gave the order could not know
        return PositionChange(position)
    again = replace(
        instruction,
        id=attempt_id,
        kind=InstructionKind.REISSUE,
        attempt=instruction.attempt + 1,
        amount_minor=instruction.held_minor,
        due_on=order.ordered_on,
        stage=PaymentStage.DUE,
        held_minor=0,
        file=None,
    )
    released = with_instruction(position, replace(instruction, held_minor=0))
    return PositionChange(with_instruction(released, again), (), (said(again),))


def decide(position: Position, decision: ClaimDecision, cause: UUID) -> tuple[PositionChange, Decided]:
    """A named person confirms or waives a proposed overpayment, no more of it than was noticed.

    Only money that has settled can become a debt; what is still on its way stays proposed.
    """
    most = position.proposed_minor
    if decision.amount is not None:
        if decision.amount.currency != position.currency:
            raise Refused("wrong-currency", "the decision is in another currency than the overpayment")
        most = min(most, decision.amount.minor)
    waives = decision.verdict is Verdict.FOR_CLAIMANT
    minor = most if waives else max(0, min(most, position.settled_minor - position.final_minor - position.waived_minor))
    legs = (Leg(WAIVED, RECEIVABLE, minor),) if waives and minor else ()
    changed = replace(
        position,
        proposed_minor=position.proposed_minor - minor,
        final_minor=position.final_minor + (0 if waives else minor),
        waived_minor=position.waived_minor + (minor if waives else 0),
    )
    decided = Decided(
        cause=cause,
        claim=position.claim,
        certification=position.certification,
        verdict=decision.verdict.value,
        officer=decision.officer.staff,
        article=decision.article,
        decided_on=decision.decided_on,
        amount_minor=minor,
    )
    return PositionChange(changed, legs), decided

"""An assessment sets the target; only the difference from what was instructed or paid is booked and sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from contracts.base import Event
from contracts.eligibility import AssessmentMade
from contracts.payments import InstructionKind, OverpaymentProposed, PaymentCancelled, PaymentInstructed
from contracts.values import Money
from services.payments.accounts import BENEFIT, CORRECTION, PAYABLE, RECEIVABLE, WAIVED
from services.payments.model import (
    CAME_BACK,
    Instruction,
    Leg,
    PaymentStage,
    Position,
    PositionChange,
    instruction_id,
)
from services.runtime.handling import Refused

TOO_MUCH = "A later assessment finds less due for this period than was paid. Nothing is owed until a person decides."
COVERED = "The sum in question was covered by a payment that came back from the bank."


def converge(person: str, position: Position, assessed: AssessmentMade) -> PositionChange:
    """Bring the position to the assessment's amount; an older assessment changes nothing.

    Raises `Refused` for another currency than the position's.
    """
    if assessed.number <= position.number:
        return PositionChange(position)
    if assessed.amount.currency != position.currency:
        raise Refused("wrong-currency", "the assessment is in another currency than those before it of this period")
    step = assessed.amount.minor - position.target_minor
    aimed = replace(
        position,
        number=assessed.number,
        target_minor=assessed.amount.minor,
        assessment=assessed.assessment,
        period=assessed.period,
    )
    if step > 0:
        return _more(person, aimed, step, assessed.filed_on)
    return _less(aimed, -step) if step < 0 else PositionChange(aimed)


def _more(person: str, position: Position, more: int, due_on: date) -> PositionChange:
    """First what was overpaid is no longer so; only the rest is sent."""
    smaller, forgiven = forgive(position, more)
    legs = [Leg(CORRECTION, account, minor) for account, minor in forgiven]
    events: list[Event] = [_proposed(smaller, TOO_MUCH)] if smaller.proposed_minor != position.proposed_minor else []
    rest = more - sum(minor for _, minor in forgiven)
    if rest:
        instruction = _instruct(person, smaller, rest, due_on)
        smaller = with_instruction(smaller, instruction)
        legs.append(Leg(BENEFIT, PAYABLE, rest))
        events.append(said(instruction))
    return PositionChange(smaller, tuple(legs), tuple(events))


def forgive(position: Position, most: int) -> tuple[Position, list[tuple[str, int]]]:
    """Take up to `most` off what was overpaid: the proposed first, then the confirmed, then the waived."""
    proposed = min(position.proposed_minor, most)
    final = min(position.final_minor, most - proposed)
    waived = min(position.waived_minor, most - proposed - final)
    smaller = replace(
        position,
        proposed_minor=position.proposed_minor - proposed,
        final_minor=position.final_minor - final,
        waived_minor=position.waived_minor - waived,
    )
    return smaller, [(account, minor) for account, minor in ((RECEIVABLE, proposed + final), (WAIVED, waived)) if minor]


def _instruct(person: str, position: Position, more: int, due_on: date) -> Instruction:
    """One payment where one will do: what is in no sealed file yet is raised or revived, else a new one is made."""
    for instruction in reversed(position.instructions):
        if instruction.stage is PaymentStage.DUE:
            return replace(instruction, amount_minor=instruction.amount_minor + more, assessment=position.assessment)
    for instruction in reversed(position.instructions):
        if instruction.stage is PaymentStage.CANCELLED:
            revived = replace(instruction, amount_minor=more, due_on=due_on, assessment=position.assessment)
            return replace(revived, stage=PaymentStage.DUE)
    sequence = 1 + max((instruction.sequence for instruction in position.instructions), default=-1)
    kind = InstructionKind.SUPPLEMENT if sequence else InstructionKind.ORIGINAL
    return Instruction(
        id=instruction_id(
            person=person,
            claim=position.claim,
            start=position.period.start,
            kind=kind,
            sequence=sequence,
            attempt=1,
        ),
        claim=position.claim,
        certification=position.certification,
        kind=kind,
        sequence=sequence,
        attempt=1,
        period=position.period,
        amount_minor=more,
        currency=position.currency,
        due_on=due_on,
        stage=PaymentStage.DUE,
        assessment=position.assessment,
    )


def _less(position: Position, less: int) -> PositionChange:
    """First what has not left is kept back; only what is sent or paid becomes a proposed overpayment."""
    events: list[Event] = []
    rest = less
    smaller = position
    for instruction in reversed(position.instructions):
        kept = min(rest, instruction.owed_minor)
        if kept and instruction.stage is PaymentStage.DUE:
            left = _reduced(instruction, kept, position)
            events.append(_said_or_cancelled(left))
        elif kept and instruction.stage in CAME_BACK:
            left = replace(instruction, held_minor=instruction.held_minor - kept)
        else:
            continue
        rest -= kept
        smaller = with_instruction(smaller, left)
    legs = [Leg(PAYABLE, CORRECTION, less - rest)] if less - rest else []
    if rest:
        smaller = replace(smaller, proposed_minor=smaller.proposed_minor + rest)
        legs.append(Leg(RECEIVABLE, CORRECTION, rest))
        events.append(_proposed(smaller, TOO_MUCH))
    return PositionChange(smaller, tuple(legs), tuple(events))


def _reduced(instruction: Instruction, kept: int, position: Position) -> Instruction:
    if kept == instruction.amount_minor:  # a cancelled payment keeps its last amount, for people to read
        return replace(instruction, stage=PaymentStage.CANCELLED, assessment=position.assessment)
    return replace(instruction, amount_minor=instruction.amount_minor - kept, assessment=position.assessment)


def net_held(position: Position) -> PositionChange:
    """What was overpaid is covered by what came back: nobody owes what the bank returned to us."""
    held = sum(instruction.owed_minor for instruction in position.instructions if instruction.stage in CAME_BACK)
    smaller, covered = forgive(position, held)
    rest = sum(minor for _, minor in covered)
    if not rest:
        return PositionChange(position)
    for instruction in smaller.instructions:
        if instruction.stage in CAME_BACK and (kept := min(rest, instruction.held_minor)):
            smaller = with_instruction(smaller, replace(instruction, held_minor=instruction.held_minor - kept))
            rest -= kept
    events = (_proposed(smaller, COVERED),) if smaller.proposed_minor != position.proposed_minor else ()
    return PositionChange(smaller, tuple(Leg(PAYABLE, account, minor) for account, minor in covered), events)


def with_instruction(position: Position, instruction: Instruction) -> Position:
    """The position with this instruction in place of its earlier form, or added at the end."""
    if all(earlier.id != instruction.id for earlier in position.instructions):
        return replace(position, instructions=(*position.instructions, instruction))
    changed = tuple(instruction if earlier.id == instruction.id else earlier for earlier in position.instructions)
    return replace(position, instructions=changed)


def said(instruction: Instruction) -> PaymentInstructed:
    """The event that tells of a due payment."""
    return PaymentInstructed(
        claim=instruction.claim,
        instruction=instruction.id,
        kind=instruction.kind,
        attempt=instruction.attempt,
        period=instruction.period,
        amount=instruction.money,
        end_to_end=instruction.end_to_end,
        due_on=instruction.due_on,
        assessment=instruction.assessment,
    )


def _said_or_cancelled(instruction: Instruction) -> Event:
    if instruction.stage is PaymentStage.CANCELLED:
        return PaymentCancelled(claim=instruction.claim, instruction=instruction.id, assessment=instruction.assessment)
    return said(instruction)


def _proposed(position: Position, reason: str) -> OverpaymentProposed:
    return OverpaymentProposed(
        claim=position.claim,
        period=position.period,
        amount=Money(minor=position.proposed_minor, currency=position.currency),
        assessment=position.assessment,
        reason=reason,
    )

"""What is told of a payment: one to a person and one to a creditor are different events, for different readers."""

from __future__ import annotations

from datetime import date

from contracts.base import Event
from contracts.payments import InstructionKind, PaymentInstructed, PaymentReturned, PaymentSettled
from contracts.remittances import RemittanceOrdered, RemittanceReturned, RemittanceSettled
from services.payments.model import Instruction, PaymentKind


def instructed(payment: Instruction) -> Event:
    """It is due."""
    if payment.kind is PaymentKind.REMITTANCE:
        return RemittanceOrdered(
            reference=payment.claim,
            instruction=payment.id,
            attempt=payment.attempt,
            period=payment.period,
            amount=payment.money,
            end_to_end=payment.end_to_end,
            due_on=payment.due_on,
        )
    return PaymentInstructed(
        claim=payment.claim,
        instruction=payment.id,
        kind=InstructionKind(payment.kind),
        attempt=payment.attempt,
        period=payment.period,
        amount=payment.money,
        end_to_end=payment.end_to_end,
        due_on=payment.due_on,
        assessment=payment.assessment,
    )


def settled(payment: Instruction, on: date) -> Event:
    """It left our account."""
    if payment.kind is PaymentKind.REMITTANCE:
        return RemittanceSettled(reference=payment.claim, instruction=payment.id, amount=payment.money, settled_on=on)
    return PaymentSettled(claim=payment.claim, instruction=payment.id, amount=payment.money, settled_on=on)


def came_back(payment: Instruction, on: date, bank_code: str) -> Event:
    """It was returned or refused."""
    if payment.kind is PaymentKind.REMITTANCE:
        return RemittanceReturned(
            reference=payment.claim,
            instruction=payment.id,
            amount=payment.money,
            returned_on=on,
            bank_code=bank_code,
        )
    return PaymentReturned(
        claim=payment.claim, instruction=payment.id, amount=payment.money, returned_on=on, bank_code=bank_code
    )

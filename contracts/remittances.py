"""What was taken from benefits reaches whom it is owed: one payment for each creditor and month, under a reference.

The subject is the creditor, never a person; a reference names a rule of the institution's terms or a court's order.
"""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from pydantic import Field, StrictInt

from contracts.base import Event
from contracts.values import Day, EndToEnd, Key, Money, Period


class RemittanceOrdered(Event):
    """All that was taken for a creditor under one reference up to the end of a month, and was not sent yet, is due.

    Told once for each attempt.
    """

    name: ClassVar[str] = "payments.remittance-ordered"
    reference: Key
    """A rule of the terms of deduction, or the order of a court or agency."""
    instruction: UUID
    attempt: StrictInt = Field(ge=1, le=2**15 - 1)
    period: Period
    """The month at whose end it was owed; what earlier months left is in it."""
    amount: Money
    end_to_end: EndToEnd
    due_on: Day


class RemittanceSettled(Event):
    """The bank's own evidence says that a remittance left our account."""

    name: ClassVar[str] = "payments.remittance-settled"
    reference: Key
    instruction: UUID
    amount: Money
    settled_on: Day


class RemittanceReturned(Event):
    """The bank sent a remittance back, or refused it; it waits for a named person's order to send it again."""

    name: ClassVar[str] = "payments.remittance-returned"
    reference: Key
    instruction: UUID
    amount: Money
    returned_on: Day
    bank_code: str = Field(pattern=r"^[A-Z0-9]{3,4}$")
    """External ISO 20022 return reason."""

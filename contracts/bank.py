"""What the bank says of our payments, entry by entry, matched by the identifier alone."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Self

from pydantic import Field, model_validator

from contracts.base import Body, Event, upcast
from contracts.casework import Officer
from contracts.values import Day, EndToEnd, Key, Money, Sentence


class BankResult(StrEnum):
    """What a bank may say of a payment."""

    SETTLED = "settled"
    REJECTED = "rejected"
    RETURNED = "returned"


class BankReported(Event):
    """One entry of the bank's own messages (pain.002, camt.054, pacs.004), matched by the identifier alone."""

    name: ClassVar[str] = "bank.entry-reported"
    version: ClassVar[int] = 2
    end_to_end: EndToEnd
    result: BankResult
    amount: Money | None = None
    """The payment's own amount; none where the message names none: a status report is about the whole of it."""
    charges: Money | None = None
    """What the bank kept of a payment that came back, or took beside one that left."""
    booked_on: Day
    bank_code: str | None = Field(default=None, pattern=r"^[A-Z0-9]{3,4}$")
    message: Key
    """The bank message's own id; one entry is reported once per message."""
    officer: Officer | None = None
    """Who said what the entry means, where the message alone did not say it."""
    because: Sentence | None = None
    """Why that person says so."""

    @model_validator(mode="after")
    def _a_named_person_says_why(self) -> Self:
        if (self.officer is None) != (self.because is None):
            raise ValueError("an entry that a person settled names the person and says why")
        return self


class CreditReported(Event):
    """The bank's own entry shows money that an officer told of as a repayment of a debt."""

    name: ClassVar[str] = "bank.credit-reported"
    question: Key
    """The question whose decision made it a debt."""
    payment: Key
    """The bank's own reference of the money, as the officer named it."""
    amount: Money
    booked_on: Day
    message: Key


@upcast(BankReported.name, 1)
def without_no_currency(body: Body) -> Body:
    """Version 1 wrote zero of no currency (XXX) where neither the message nor a payment of ours named an amount."""
    amount = body.get("amount")
    if isinstance(amount, dict) and amount.get("currency") == "XXX":
        return {name: value for name, value in body.items() if name != "amount"}
    return body

"""What the bank says of our payments, entry by entry, matched by the identifier alone."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from contracts.base import Body, Event, upcast
from contracts.values import Day, EndToEnd, Key, Money


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
    """None where the message names none: a status report is about the whole of the payment."""
    booked_on: Day
    bank_code: str | None = Field(default=None, pattern=r"^[A-Z0-9]{3,4}$")
    message: Key
    """The bank message's own id; one entry is reported once per message."""


@upcast(BankReported.name, 1)
def without_no_currency(body: Body) -> Body:
    """Version 1 wrote zero of no currency (XXX) where neither the message nor a payment of ours named an amount."""
    amount = body.get("amount")
    if isinstance(amount, dict) and amount.get("currency") == "XXX":
        return {name: value for name, value in body.items() if name != "amount"}
    return body

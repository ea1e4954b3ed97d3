"""What the bank says of our payments, entry by entry, matched by the identifier alone."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from contracts.base import Event
from contracts.values import Day, EndToEnd, Key, Money


class BankResult(StrEnum):
    """What a bank may say of a payment."""

    SETTLED = "settled"
    REJECTED = "rejected"
    RETURNED = "returned"


class BankReported(Event):
    """One entry of the bank's own messages (pain.002, camt.054, pacs.004), matched by the identifier alone."""

    name: ClassVar[str] = "bank.entry-reported"
    end_to_end: EndToEnd
    result: BankResult
    amount: Money
    booked_on: Day
    bank_code: str | None = Field(default=None, pattern=r"^[A-Z0-9]{3,4}$")
    message: Key
    """The bank message's own id; one entry is reported once per message."""

"""What is owed and paid for one certified period. Pure values: no SQL, no clock; every change makes a new value."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from contracts.base import Event, derived_id
from contracts.payments import InstructionKind
from contracts.values import Money, Period


class PaymentStage(StrEnum):
    """Where a payment stands. What a bank does with a sealed file is kept on the file, not here."""

    DUE = "due"
    CANCELLED = "cancelled"
    BATCHED = "batched"
    """In a sealed file: its amount can never change again."""
    SETTLED = "settled"
    REJECTED = "rejected"
    RETURNED = "returned"


MOVES: Mapping[PaymentStage, frozenset[PaymentStage]] = {
    PaymentStage.DUE: frozenset({PaymentStage.CANCELLED, PaymentStage.BATCHED}),
    PaymentStage.CANCELLED: frozenset({PaymentStage.DUE}),
    PaymentStage.BATCHED: frozenset({PaymentStage.SETTLED, PaymentStage.REJECTED, PaymentStage.RETURNED}),
    PaymentStage.SETTLED: frozenset({PaymentStage.RETURNED}),
    PaymentStage.REJECTED: frozenset(),
    PaymentStage.RETURNED: frozenset(),
}
"""The life of a payment; the database refuses every other move (see `guards.py`)."""

CAME_BACK = frozenset({PaymentStage.REJECTED, PaymentStage.RETURNED})
ON_ITS_WAY = frozenset({PaymentStage.DUE, PaymentStage.BATCHED, PaymentStage.SETTLED})


@dataclass(frozen=True, slots=True)
class Instruction:
    """One attempt to pay one sum. After it came back, `held_minor` is what waits for a named person's order."""

    id: UUID
    claim: str
    certification: str
    kind: InstructionKind
    sequence: int
    """0 for the original, counted on for supplements; a reissue keeps the number of what it repeats."""
    attempt: int
    period: Period
    amount_minor: int
    currency: str
    due_on: date
    stage: PaymentStage
    assessment: UUID
    held_minor: int = 0
    file: str | None = None

    @property
    def end_to_end(self) -> str:
        """The identifier that travels through every bank: the id in 26 characters of base32."""
        return end_to_end_of(self.id)

    @property
    def owed_minor(self) -> int:
        """What this attempt covers of the target: paid, on its way, or held after it came back."""
        return self.amount_minor if self.stage in ON_ITS_WAY else self.held_minor

    @property
    def money(self) -> Money:
        """The amount with its currency."""
        return Money(minor=self.amount_minor, currency=self.currency)


def end_to_end_of(instruction: UUID) -> str:
    """The EndToEndId of an instruction."""
    return base64.b32encode(instruction.bytes).decode().rstrip("=")


def instruction_id(  # noqa: PLR0913 - the six facts that make a payment this one and no other
    *, person: str, claim: str, start: date, kind: InstructionKind, sequence: int, attempt: int
) -> UUID:
    """The id that the same payment has in every run; a claim's id is only unique for its person."""
    return derived_id(person, claim, start, kind.value, sequence, attempt)


@dataclass(frozen=True, slots=True)
class Position:
    """One certified period: what is due by the latest assessment, what was paid for it, and what was paid too much.

    Always: the instructions' `owed_minor` less everything overpaid equals the target.
    """

    claim: str
    certification: str
    period: Period
    currency: str
    assessment: UUID
    number: int = 0
    target_minor: int = 0
    proposed_minor: int = 0
    final_minor: int = 0
    waived_minor: int = 0
    instructions: tuple[Instruction, ...] = ()

    @property
    def settled_minor(self) -> int:
        """What the bank says has left our account and did not come back."""
        return sum(payment.amount_minor for payment in self.instructions if payment.stage is PaymentStage.SETTLED)


@dataclass(frozen=True, slots=True)
class Leg:
    """One movement between two accounts, always an amount above zero."""

    debit: str
    credit: str
    minor: int


@dataclass(frozen=True, slots=True)
class PositionChange:
    """What an event does to a position: the new position, the movements to book, and what is said of it."""

    position: Position
    legs: tuple[Leg, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """What a named person decided about an overpayment; without such a row the database accepts no final debt."""

    cause: UUID
    claim: str
    certification: str
    verdict: str
    officer: str
    article: str
    decided_on: date
    amount_minor: int


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """A journal entry: one cause, its movements, and the day they count for."""

    id: UUID
    cause: UUID
    kind: str
    effective_on: date
    recorded_at: datetime
    claim: str
    certification: str
    currency: str
    legs: tuple[Leg, ...]

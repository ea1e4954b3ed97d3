"""What is owed and paid for one certified period. Pure values: no SQL, no clock; every change makes a new value."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from contracts.base import Event, derived_id
from contracts.payments import CreditorKind
from contracts.values import Money, Period
from services.payments.recovery import Debt


class PaymentKind(StrEnum):
    """Why money is sent. The first four are told as `contracts.payments.InstructionKind`."""

    ORIGINAL = "original"
    SUPPLEMENT = "supplement"
    """A later version of the assessment found more to be due."""
    REISSUE = "reissue"
    """An earlier attempt came back from the bank."""
    REFUND = "refund"
    """What was collected from the person for a debt goes back to them."""
    OFFSET = "offset"
    """Withheld for a debt; it is never sent."""
    REMITTANCE = "remittance"
    """What was taken from benefits goes to the creditor: it is no benefit, and covers no days."""


class PaymentStage(StrEnum):
    """Where a payment stands. What a bank does with a sealed file is kept on the file, not here."""

    DUE = "due"
    CANCELLED = "cancelled"
    BATCHED = "batched"
    """In a sealed file: its amount can never change again, unless the file was stopped before the bank had it."""
    SETTLED = "settled"
    REJECTED = "rejected"
    RETURNED = "returned"
    WITHHELD = "withheld"
    """It covers its days and never leaves: it pays off a debt of the person."""


MOVES: Mapping[PaymentStage, frozenset[PaymentStage]] = {
    PaymentStage.DUE: frozenset({PaymentStage.CANCELLED, PaymentStage.BATCHED}),
    PaymentStage.CANCELLED: frozenset({PaymentStage.DUE}),
    PaymentStage.BATCHED: frozenset(
        {PaymentStage.SETTLED, PaymentStage.REJECTED, PaymentStage.RETURNED, PaymentStage.DUE}
    ),
    PaymentStage.SETTLED: frozenset({PaymentStage.RETURNED}),
    PaymentStage.REJECTED: frozenset(),
    PaymentStage.RETURNED: frozenset(),
    PaymentStage.WITHHELD: frozenset({PaymentStage.CANCELLED}),
}
"""The life of a payment; the database refuses every other move (see `guards.py`)."""

CAME_BACK = frozenset({PaymentStage.REJECTED, PaymentStage.RETURNED})
SENT = frozenset({PaymentStage.BATCHED, PaymentStage.SETTLED})
ON_ITS_WAY = SENT | {PaymentStage.DUE, PaymentStage.WITHHELD}
PAID = CAME_BACK | {PaymentStage.SETTLED, PaymentStage.CANCELLED}
"""Where a payment stands of which nothing is on its way any more, so that what was taken for others counts as paid."""
BESIDE = frozenset({PaymentKind.REFUND, PaymentKind.OFFSET, PaymentKind.REMITTANCE})
"""What is no payment of a benefit: what goes back to the person, what was withheld, and what goes to creditors."""

PeriodKey = tuple[str, str]
"""A claim and a certification: the key of a position."""


@dataclass(frozen=True, slots=True)
class DatedSum:
    """Days that follow each other, and a sum for them."""

    period: Period
    minor: int


def hull(periods: Iterable[Period]) -> Period:
    """From the first day of any to the last of any. Raises `ValueError` if there is none."""
    every = list(periods)
    return Period(start=min(period.start for period in every), end=max(period.end for period in every))


@dataclass(frozen=True, slots=True)
class Withheld:
    """From which payment, and for which debt, a sum was withheld."""

    payment: UUID
    claim: str
    certification: str
    question: str
    owed_by: str | None = None
    """Under which pseudonym of the same person the debt stands; None where it is the payment's own."""

    @property
    def debt(self) -> PeriodKey:
        """The position whose debt it pays off."""
        return self.claim, self.certification

    def listed(self) -> tuple[str, ...]:
        """As it is stored."""
        debt = (str(self.payment), self.claim, self.certification, self.question)
        return debt if self.owed_by is None else (*debt, self.owed_by)


@dataclass(frozen=True, slots=True)
class Instruction:
    """One attempt to pay one sum. After it came back, `held_minor` is what waits for a named person's order."""

    id: UUID
    claim: str
    certification: str
    kind: PaymentKind
    sequence: int
    """0 for the original, counted on for supplements; a reissue keeps the number of what it repeats."""
    attempt: int
    days: tuple[DatedSum, ...]
    """What it pays for; they add up to the amount. Fixed with it when it is sealed."""
    currency: str
    due_on: date
    stage: PaymentStage
    assessment: UUID
    held_minor: int = 0
    file: str | None = None
    withheld: Withheld | None = None
    """For an offset: what it was withheld from and for."""
    debit_untold: bool = False
    """Whether the bank told that it came back, and not yet on which day it left our account."""

    @property
    def key(self) -> PeriodKey:
        """The position that it belongs to."""
        return self.claim, self.certification

    @property
    def amount_minor(self) -> int:
        """What is paid."""
        return sum(stretch.minor for stretch in self.days)

    @property
    def period(self) -> Period:
        """From the first day it pays for to the last."""
        return hull(stretch.period for stretch in self.days)

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


@dataclass(frozen=True, slots=True)
class Deduction:
    """What goes to somebody else instead of the person: taken from one payment, for contributions, tax or a creditor.

    It is no part of the payment's amount. Where it was undone it has no days, and so no amount.
    """

    id: UUID
    claim: str
    certification: str
    payment: UUID
    creditor: CreditorKind
    rule: str
    """Its name in the terms."""
    order: str
    """The order of a court or agency; empty for others."""
    share: str
    """The exact share of its rule, such as `47/1000`: of what is due, of a payment, or the most for third parties."""
    is_corrected: bool
    """Whether it shrinks with what is due; else it counts as paid to the person."""
    cites: str
    gross_minor: int
    """The payment before all deductions."""
    days: tuple[DatedSum, ...]
    on: date
    kept_minor: int | None = None
    """For an order: what the floor left to the person of the whole period."""

    @property
    def amount_minor(self) -> int:
        """What is taken."""
        return sum(stretch.minor for stretch in self.days)


def end_to_end_of(instruction: UUID) -> str:
    """The EndToEndId of an instruction."""
    return base64.b32encode(instruction.bytes).decode().rstrip("=")


def instruction_id(*, person: str, claim: str, certification: str, sequence: int, attempt: int) -> UUID:
    """The id that the same payment has in every run, whatever its days; a claim's id is only unique for its person."""
    return derived_id("payment", person, claim, certification, sequence, attempt)


@dataclass(frozen=True, slots=True)
class Position:
    """One certified period: what is due by the latest assessment, what was paid for it, and what was paid too much.

    Always: the instructions' `owed_minor`, `return_waits_minor` and the deductions, less everything recovered or
    overpaid, less `lent_minor`, equal the target.
    """

    claim: str
    certification: str
    period: Period
    currency: str
    assessment: UUID
    number: int = 0
    due: tuple[DatedSum, ...] = ()
    """What is due by the latest assessment, for days that no other position of the person holds."""
    waiting: tuple[DatedSum, ...] = ()
    """What would be due for days that another position still holds."""
    proposed_minor: int = 0
    waived_minor: int = 0
    written_off_minor: int = 0
    """Given up by a named person, or too old to be raised."""
    confirmed_minor: int = 0
    """Of what is proposed: what a named person confirmed before the bank said that the money had left."""
    recovered_minor: int = 0
    """Of what was overpaid: all that was withheld from later payments or repaid."""
    to_return_minor: int = 0
    """Of what was recovered: what goes back to the person by a named person's act, or was more than they owed."""
    return_waits_minor: int = 0
    """Of what goes back: what came in on one officer's word, and is not sent before it is confirmed."""
    recoveries: tuple[Debt, ...] = ()
    """The debts that named persons' decisions made of it, in the order in which they were decided."""
    lent_minor: int = 0
    """Paid here for days that another position holds by now; below zero where others paid for days held here."""
    proposals: int = 0
    """How many times another sum was proposed as overpaid."""
    touched: Period | None = None
    """From the first to the last day that any assessment of it was about."""
    instructions: tuple[Instruction, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    """What was taken from its payments for others, in the order of its days."""
    scheme: str | None = None
    """The scheme of the claim; None where the assessment did not say."""

    @property
    def key(self) -> PeriodKey:
        """The claim and the certification."""
        return self.claim, self.certification

    @property
    def target_minor(self) -> int:
        """What is due."""
        return sum(stretch.minor for stretch in self.due)

    @property
    def final_minor(self) -> int:
        """What a named person confirmed, and the person owes."""
        return sum(recovery.owed_minor for recovery in self.recoveries)

    @property
    def overpaid_minor(self) -> int:
        """All that was paid above what is due and did not come back, whatever was decided of it."""
        return self.proposed_minor + self.final_minor + self.waived_minor + self.written_off_minor

    @property
    def settled_minor(self) -> int:
        """What the bank says has left our account and did not come back, and what counts as paid with it."""
        settled = {payment.id: payment.amount_minor for payment in self.instructions if payment.stage in PAID}
        with_it = sum(
            taken.amount_minor for taken in self.deductions if taken.payment in settled and not taken.is_corrected
        )
        return with_it + sum(
            payment.amount_minor for payment in self.instructions if payment.stage is PaymentStage.SETTLED
        )

    @property
    def refunded_minor(self) -> int:
        """What of that which was collected is on its way back to the person, or arrived."""
        refunds = (payment for payment in self.instructions if payment.kind is PaymentKind.REFUND)
        return sum(payment.amount_minor for payment in refunds if payment.stage in SENT)

    @property
    def unconfirmed_minor(self) -> int:
        """What of that which was recovered rests on one officer's word."""
        return sum(recovery.unconfirmed_minor for recovery in self.recoveries)

    @property
    def reach(self) -> Period:
        """The days within which it can meet another position."""
        return hull([self.period, self.touched]) if self.touched else self.period

    def recovery(self, question: str) -> Debt | None:
        """The debt that the decision on a question made."""
        return next((recovery for recovery in self.recoveries if recovery.question == question), None)

    def with_recovery(self, recovery: Debt) -> Position:
        """The position with this debt in place of its earlier form, or added."""
        others = (known for known in self.recoveries if known.question != recovery.question)
        ordered = sorted((*others, recovery), key=lambda known: (known.decided_on, known.question))
        return replace(self, recoveries=tuple(ordered))

    def with_instruction(self, instruction: Instruction) -> Position:
        """The position with this instruction in place of its earlier form, or added at the end."""
        if all(earlier.id != instruction.id for earlier in self.instructions):
            return replace(self, instructions=(*self.instructions, instruction))
        changed = tuple(instruction if earlier.id == instruction.id else earlier for earlier in self.instructions)
        return replace(self, instructions=changed)

    def with_deduction(self, deduction: Deduction) -> Position:
        """The position with this deduction in place of its earlier form, or added."""
        others = (known for known in self.deductions if known.id != deduction.id)
        return replace(
            self, deductions=tuple(sorted((*others, deduction), key=lambda taken: (taken.on, str(taken.id))))
        )


def next_instruction(position: Position, person: str, days: tuple[DatedSum, ...], due_on: date) -> Instruction:
    """A further payment of a position, due on a day."""
    sequence = 1 + max((payment.sequence for payment in position.instructions), default=-1)
    claim, certification = position.key
    return Instruction(
        id=instruction_id(person=person, claim=claim, certification=certification, sequence=sequence, attempt=1),
        claim=claim,
        certification=certification,
        kind=PaymentKind.SUPPLEMENT if sequence else PaymentKind.ORIGINAL,
        sequence=sequence,
        attempt=1,
        days=days,
        currency=position.currency,
        due_on=due_on,
        stage=PaymentStage.DUE,
        assessment=position.assessment,
    )


Positions = Mapping[PeriodKey, Position]
"""Positions of one person that may hold, or have paid for, the same days."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One movement between two accounts, always an amount above zero."""

    debit: str
    credit: str
    minor: int


@dataclass(frozen=True, slots=True)
class PositionChange:
    """What an event does to positions: those that changed, the movements to book by currency, what is said of them."""

    positions: tuple[Position, ...] = ()
    legs: Mapping[str, tuple[Leg, ...]] = field(default_factory=dict)
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
    contest_until: date
    """The last day to contest it, as the decision itself has it."""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """A journal entry: one cause, its movements, and the day they count for."""

    id: UUID
    cause: UUID
    kind: str
    effective_on: date
    recorded_at: datetime
    claim: str | None
    """None, as the certification, for what is of no claim."""
    certification: str | None
    currency: str
    legs: tuple[Leg, ...]

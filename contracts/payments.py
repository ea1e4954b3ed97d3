"""Money: what was ordered, what the bank said of it, and what was paid too much."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import Field, StrictInt

from contracts.base import Body, Event, upcast
from contracts.casework import Officer
from contracts.merged_persons import Pseudonym
from contracts.values import Day, EndToEnd, Key, Money, Period, Sentence


class InstructionKind(StrEnum):
    """Why money is sent for a period."""

    ORIGINAL = "original"
    SUPPLEMENT = "supplement"
    """A later version of the assessment found more to be due."""
    REISSUE = "reissue"
    """An earlier attempt came back from the bank."""
    REFUND = "refund"
    """What was collected from the person for a debt goes back to them."""
    OFFSET = "offset"
    """Withheld for a debt; it is never sent, and no event says that it was instructed."""


class PaymentInstructed(Event):
    """A payment for days of one certified period was ordered.

    Said again with another amount or other days while it is in no sealed file; the last one holds. What is withheld
    from it for a debt is no part of the amount.
    """

    name: ClassVar[str] = "payments.payment-instructed"
    version: ClassVar[int] = 2
    claim: Key
    instruction: UUID
    kind: InstructionKind
    attempt: StrictInt = Field(ge=1, le=2**15 - 1)
    period: Period
    """From the first day it pays for to the last; days between them may be paid under another certification."""
    amount: Money
    end_to_end: EndToEnd
    due_on: Day
    assessment: UUID


class PaymentCancelled(Event):
    """A payment that was in no sealed file yet is no longer due; instructing it again revives it."""

    name: ClassVar[str] = "payments.payment-cancelled"
    claim: Key
    instruction: UUID
    assessment: UUID
    """The assessment that found nothing left to pay on this instruction."""


class PaymentSettled(Event):
    """The bank's own evidence says that the money left our account."""

    name: ClassVar[str] = "payments.payment-settled"
    claim: Key
    instruction: UUID
    amount: Money
    settled_on: Day


class PaymentReturned(Event):
    """The bank sent the money back, or refused to send it; a person looks at the account before a new attempt."""

    name: ClassVar[str] = "payments.payment-returned"
    claim: Key
    instruction: UUID
    amount: Money
    returned_on: Day
    bank_code: str = Field(pattern=r"^[A-Z0-9]{3,4}$")
    """External ISO 20022 return reason, for example AC04 (closed account)."""


class PaymentHeld(Event):
    """A payment was due and goes into no file, since the person has died: what is due for days before is the estate's.

    It waits until a named person releases it, or the registry denies the death.
    """

    name: ClassVar[str] = "payments.payment-held"
    claim: Key
    instruction: UUID
    period: Period
    amount: Money
    died_on: Day
    since: Day
    """The day at whose end it was left out for the first time."""


class PaymentLetGo(Event):
    """A payment that was held is held no longer: it goes into the next file after all, or is due no more."""

    name: ClassVar[str] = "payments.payment-let-go"
    claim: Key
    instruction: UUID
    let_go_on: Day
    officer: Key | None = None
    """Who ordered it; None where the registry no longer reports the death, or nothing is due any more."""


class OverpaymentProposed(Event):
    """More was paid for a period than a later assessment finds due. Not a debt until a named person confirms it."""

    name: ClassVar[str] = "payments.overpayment-proposed"
    claim: Key
    certification: Key | None = None
    """The certification whose period it is; earlier events did not say."""
    proposal: StrictInt | None = Field(default=None, ge=1, le=2**31 - 1)
    """Counts what was proposed for this certification: the same sum proposed again is another proposal."""
    period: Period
    amount: Money
    """All that is proposed for this period now, not the step since the last event."""
    assessment: UUID
    reason: Sentence


class CollectedBy(StrEnum):
    """How money for a debt came in."""

    OFFSET = "offset"
    """Withheld from a later payment."""
    REPAYMENT = "repayment"
    """Paid in by the person, or for them."""


class RecoveryCollected(Event):
    """A part of a final debt was collected."""

    name: ClassVar[str] = "payments.recovery-collected"
    claim: Key
    certification: Key
    """The certification for which too much had been paid."""
    question: Key
    """The question whose decision made it a debt."""
    amount: Money
    by: CollectedBy
    instruction: UUID | None = None
    """The payment from which it was withheld."""
    owed_by: Pseudonym | None = None
    """Under which pseudonym of the same person the debt stands, where it is another than the payment's."""
    left: Money
    """What is still owed of this debt."""
    collected_on: Day
    waits: Money | None = None
    """Of a repayment: what is told above the debt, and is neither believed nor sent back before it is confirmed."""


class OwedAgain(StrEnum):
    """Why a sum that was withheld pays off nothing."""

    NOT_DUE = "not_due"
    """The payment from which it was withheld was not due, so that nothing was withheld."""
    DISPUTED = "disputed"
    """It was withheld while the debt was contested or a waiver asked for; it goes back."""


class RecoveryOwedAgain(Event):
    """What was withheld for a debt paid nothing off after all: so much is owed again, as before."""

    name: ClassVar[str] = "payments.recovery-owed-again"
    claim: Key
    certification: Key
    question: Key
    """The question whose decision made it a debt."""
    amount: Money
    because: OwedAgain
    left: Money
    """What is owed of this debt now."""
    owed_on: Day


class RecoveryActRefused(Event):
    """What an officer did about a debt did not take effect, and why; nothing changes."""

    name: ClassVar[str] = "payments.recovery-act-refused"
    question: Key
    act: Key
    """The name of the officer's event."""
    officer: Officer
    payment: Key | None = None
    """The bank's reference, where it is about a repayment."""
    reason: Sentence


class RecoveryEnd(StrEnum):
    """Why nothing, or less, is collected of a debt."""

    WAIVED = "waived"
    WRITTEN_OFF = "written_off"
    OVERTURNED = "overturned"
    """The decision was changed on complaint or appeal; what was collected goes back."""


class RecoveryEnded(Event):
    """A debt, or a part of it, is no longer collected."""

    name: ClassVar[str] = "payments.recovery-ended"
    claim: Key
    certification: Key
    question: Key
    end: RecoveryEnd
    amount: Money
    """What is no longer asked for."""
    given_back: Money
    """What had been collected of it and goes back to the person."""
    ended_on: Day
    officer: Officer | None = None
    """Who decided it; earlier events did not say."""
    reasons: Sentence | None = None
    article: Sentence | None = None


class CreditorKind(StrEnum):
    """To whom a part of the benefit goes instead of the person."""

    CONTRIBUTIONS = "contributions"
    """Social contributions that the person bears."""
    TAX = "tax"
    THIRD_PARTY = "third_party"
    """Whom a court or an agency named."""


class DeductionMade(Event):
    """A part of the benefit goes to somebody else: the payment's amount is what is left.

    Said again with another sum where a correction changes it; the last one holds. Debts to the institution itself are
    told by `payments.recovery-collected`.
    """

    name: ClassVar[str] = "payments.deduction-made"
    claim: Key
    certification: Key
    instruction: UUID
    """The payment from which it was taken."""
    deduction: UUID
    rule: Key
    """Its name in the institution's terms of deduction."""
    creditor: CreditorKind
    order: Key | None = None
    """The order of a court or agency."""
    gross: Money
    """The payment before all deductions."""
    amount: Money
    """All of this deduction as it is now; zero where it was undone."""
    cites: Sentence
    deducted_on: Day


class OrderShortfall(StrEnum):
    """Why an order is not paid in full."""

    NOT_IN_THE_TERMS = "not_in_the_terms"
    """No rule lets benefit of this scheme be taken for such a debt on this day."""
    OTHER_CURRENCY = "other_currency"
    SHARE = "share"
    """The greatest share that the law lets third parties have."""
    FLOOR = "floor"
    """What the law leaves to the person."""


class OrderNotMet(Event):
    """Less was taken from a payment than an order of a court or agency asks for."""

    name: ClassVar[str] = "payments.order-not-met"
    claim: Key
    certification: Key
    instruction: UUID
    order: Key
    asked: Money | None = None
    """What it asks for; None where no rule says of what."""
    taken: Money
    because: OrderShortfall
    cites: Sentence | None = None
    """The rule that sets the limit; None where no rule is known."""
    looked_at_on: Day


@upcast(PaymentInstructed.name, 1)
def _no_refunds_yet(body: Body) -> Body:
    """Version 1 knew no refunds."""
    return body

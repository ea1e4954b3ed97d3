"""Withholding from payments at the end of a day: only for final debts, within the share and above the floor. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from contracts.base import Event, derived_id
from contracts.joined_accounts import DebtToCollect
from contracts.payments import CollectedBy, PaymentCancelled, RecoveryCollected
from contracts.values import Money
from services.payments.coverage import split_days
from services.payments.debts import collected
from services.payments.model import (
    Instruction,
    Leg,
    PaymentKind,
    PaymentStage,
    PeriodKey,
    Position,
    Withheld,
    next_instruction,
)
from services.payments.movements import legs_between
from services.payments.payment_news import instructed
from services.payments.recoveries.terms import Terms
from services.payments.recovery import CollectedSum, Debt
from services.payments.recovery_steps import RecoveryAct, RecoveryStep, after


@dataclass(frozen=True, slots=True)
class Allowed:
    """How much may be withheld from a person on a day."""

    person: str
    on: date
    most: int


@dataclass(frozen=True, slots=True)
class Withholding:
    """What was withheld from one payment for one debt: the positions after it, the movements, and what is said."""

    id: UUID
    cause: UUID
    """The decision that made the debt."""
    about: PeriodKey
    """The position under which it is booked."""
    positions: tuple[Position, ...]
    legs: tuple[Leg, ...]
    events: tuple[Event, ...]


def collectable(positions: Iterable[Position], on: date) -> list[tuple[Position, Debt]]:
    """The debts of which something may be withheld on a day, the oldest first."""
    debts = [
        (position, recovery)
        for position in positions
        for recovery in position.recoveries
        if recovery.step_on(on) is RecoveryStep.FINAL
        and (recovery.instalments is None or recovery.instalments.withheld)
    ]
    return sorted(debts, key=lambda debt: (debt[1].contest_until, debt[1].question))


def may_be_withheld_from(payment: Instruction, terms: Terms) -> bool:
    """Whether debts are taken from a payment: what is paid late is paid whole, unless the terms say otherwise."""
    return payment.stage is PaymentStage.DUE and (
        payment.kind is PaymentKind.ORIGINAL
        or (terms.arrears_are_withheld_from and payment.kind is PaymentKind.SUPPLEMENT)
    )


def unsealed(positions: Iterable[Position], terms: Terms) -> list[Instruction]:
    """The payments from which something may be withheld, and nothing was yet, in the order of their days."""
    every = [payment for position in positions for payment in position.instructions]
    done = {
        payment.withheld.payment for payment in every if payment.withheld and payment.stage is PaymentStage.WITHHELD
    }
    due = [payment for payment in every if may_be_withheld_from(payment, terms) and payment.id not in done]
    return sorted(due, key=lambda payment: (payment.due_on, payment.end_to_end))


def withhold(source: tuple[Position, Instruction], debt: tuple[Position, Debt], allowed: Allowed) -> Withholding | None:
    """Withhold from a payment for a debt, each with its position, as much as is allowed; None where that is nothing."""
    (paying, payment), (owing, recovery), on = source, debt, allowed.on
    plan = recovery.instalments
    minor = min(allowed.most, recovery.owed_minor, plan.each_minor if plan else allowed.most)
    if minor <= 0 or paying.key == owing.key:
        return None
    after(recovery.step_on(on), RecoveryAct.WITHHOLD)
    for_debt = Withheld(payment.id, owing.claim, owing.certification, recovery.question)
    paid, left, offset = _taken(paying, payment, minor, for_debt, allowed)
    money = CollectedSum(CollectedBy.OFFSET, str(offset.id), on, minor)
    paid_off = collected(owing, recovery, money)
    return Withholding(
        id=derived_id("withheld", offset.id),
        cause=recovery.cause,
        about=owing.key,
        positions=(paid, paid_off),
        legs=legs_between([paying, owing], [paid, paid_off]),
        events=(_told(left), said_of(paid_off, recovery.question, money, payment.id)),
    )


def withhold_for_another(
    source: tuple[Position, Instruction], debt: DebtToCollect, owed_by: str, allowed: Allowed
) -> Withholding | None:
    """Withhold from a payment for a debt under another pseudonym of the person, whose account is told of it."""
    (paying, payment), on = source, allowed.on
    minor = min(allowed.most, debt.amount.minor, debt.each.minor if debt.each else allowed.most)
    if minor <= 0 or not may_be_collected(debt, on):
        return None
    for_debt = Withheld(payment.id, debt.claim, debt.certification, debt.question, owed_by)
    paid, left, offset = _taken(paying, payment, minor, for_debt, allowed)
    told = RecoveryCollected(
        claim=debt.claim,
        certification=debt.certification,
        question=debt.question,
        amount=offset.money,
        by=CollectedBy.OFFSET,
        instruction=payment.id,
        owed_by=owed_by,
        left=Money(minor=max(0, debt.left.minor - minor), currency=payment.currency),
        collected_on=on,
    )
    return Withholding(
        id=derived_id("withheld", offset.id),
        cause=debt.decision,
        about=paying.key,
        positions=(paid,),
        legs=legs_between([paying], [paid]),
        events=(_told(left), told),
    )


def may_be_collected(debt: DebtToCollect, on: date) -> bool:
    """Whether a debt under another pseudonym is final on a day, and nothing stops its collection."""
    stopped = any(pause.start <= on and (pause.end is None or on < pause.end) for pause in debt.pauses)
    return debt.after < on <= debt.until and not stopped


def _taken(
    paying: Position, payment: Instruction, minor: int, debt: Withheld, allowed: Allowed
) -> tuple[Position, Instruction, Instruction]:
    """The position with so much withheld, what is left of the payment, and what was withheld."""
    kept, taken = split_days(payment.days, payment.amount_minor - minor)
    offset = replace(
        next_instruction(paying, allowed.person, taken, allowed.on),
        kind=PaymentKind.OFFSET,
        stage=PaymentStage.WITHHELD,
        withheld=debt,
    )
    left = replace(payment, days=kept) if kept else replace(payment, stage=PaymentStage.CANCELLED)
    return paying.with_instruction(left).with_instruction(offset), left, offset


def _told(payment: Instruction) -> Event:
    if payment.stage is PaymentStage.CANCELLED:
        return PaymentCancelled(claim=payment.claim, instruction=payment.id, assessment=payment.assessment)
    return instructed(payment)


def said_of(position: Position, question: str, money: CollectedSum, payment: UUID | None) -> RecoveryCollected:
    """The event that tells of money that came in for a debt."""
    recovery = position.recovery(question)
    waits = money.uncounted_minor if money.is_unconfirmed else 0
    return RecoveryCollected(
        claim=position.claim,
        certification=position.certification,
        question=question,
        amount=Money(minor=money.minor, currency=position.currency),
        by=money.by,
        instruction=payment,
        left=Money(minor=recovery.owed_minor if recovery else 0, currency=position.currency),
        collected_on=money.on,
        waits=Money(minor=waits, currency=position.currency) if waits else None,
    )

"""What is taken from one payment for others, in the order of the terms: gross is net and each deduction. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from contracts.attachments import OrderMade
from contracts.base import Event, derived_id
from contracts.payments import OrderNotMet, OrderShortfall, PaymentCancelled
from contracts.values import Money
from law.language.terms.parameters import DatedValue
from services.payments.converge import deduction_told
from services.payments.coverage import merged, split_days
from services.payments.deductions.terms import DAYS_OF_A_WEEK, Because, DeductionRule, DeductionTerms
from services.payments.model import Deduction, Instruction, Leg, PaymentKind, PaymentStage, Position
from services.payments.movements import legs_between
from services.payments.obligations import Obligations
from services.payments.payment_news import instructed


@dataclass(frozen=True, slots=True)
class Deducted:
    """A position after deductions from one of its payments, what is booked, and what is said."""

    position: Position
    legs: tuple[Leg, ...]
    events: tuple[Event, ...]


def deduct(
    position: Position, payment: Instruction, obligations: Obligations, terms: DeductionTerms, on: date
) -> Deducted:
    """Take from a payment that is due whatever law, choice and orders take on a day; nothing is taken twice.

    Sums are over all payments of the period, so that a period paid in parts gives what one payment would give. Only a
    choice is of each payment by itself.
    """
    taking = _Taking(position, payment, on)
    steps = terms.steps_on(on)
    for step in steps:
        rules = terms.of(position.scheme, step)
        if step is Because.ORDER:
            taking.by_orders(rules, obligations)
            continue
        for rule in rules:
            if step is Because.LAW:
                taking.by_law(rule)
            elif obligations.chooses(rule.name, on):
                taking.by_choice(rule)
    if Because.ORDER not in steps:
        taking.by_orders((), obligations)
    return taking.result()


@dataclass
class _Taking:
    """A payment as one deduction after the other is taken from it."""

    position: Position
    payment: Instruction
    on: date
    told: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.before = self.position
        mine = [taken.amount_minor for taken in self.position.deductions if taken.payment == self.payment.id]
        self.gross = self.payment.amount_minor + sum(mine)

    def by_law(self, rule: DeductionRule) -> None:
        """The share that holds on the last day of the period, of all that is due for it."""
        share = rule.share_on(self.position.period.end - timedelta(days=1))
        if share is not None:
            most = floor(Fraction(share.value) * self.position.target_minor)
            self._take(rule, most - self._taken(rule), share)

    def by_choice(self, rule: DeductionRule) -> None:
        """The share that holds today, of this payment; a reissue is what was left of an earlier one."""
        share = rule.share_on(self.on)
        if share is not None and self.payment.kind is not PaymentKind.REISSUE:
            most = floor(Fraction(share.value) * self.gross)
            self._take(rule, most - self._taken(rule, of_this_payment=True), share)

    def by_orders(self, rules: tuple[DeductionRule, ...], obligations: Obligations) -> None:
        """Each order in its turn: by the rank of its kind, its own priority, and its first day."""
        by_kind = {rule.kind: rule for rule in rules}
        ranked = [
            (rule.rank if (rule := by_kind.get(order.kind)) else 0, order.priority, order.since, order.key, rule, order)
            for order in obligations.orders_on(self.on, self.position.claim)
        ]
        for *_, rule, order in sorted(ranked, key=lambda entry: entry[:4]):
            self._by_order(rule, order)

    def _by_order(self, rule: DeductionRule | None, order: OrderMade) -> None:
        if not self._left():
            return
        days = sum(stretch.period.days for stretch in self.position.due)
        share = rule.share_on(self.on) if rule else None
        kept = rule.kept_minor(days, self.on) if rule else None
        if rule is None or share is None or kept is None:
            self._short(order, None, 0, OrderShortfall.NOT_IN_THE_TERMS, None)
            return
        if {rule.currency, order.weekly.currency if order.weekly else rule.currency} != {self.position.currency}:
            self._short(order, None, 0, OrderShortfall.OTHER_CURRENCY, share.cites)
            return
        disposable = self.position.target_minor - self._sum(taken for taken in self._all() if taken.is_corrected)
        asked = self._asked(order, disposable, days) - self._sum(
            taken for taken in self._all() if taken.order == order.key
        )
        within_share = floor(Fraction(share.value) * disposable) - self._sum(
            taken for taken in self._all() if taken.order
        )
        above_floor = self.position.target_minor - self._sum(self._all()) - kept
        minor = max(0, min(asked, within_share, above_floor, self._left()))
        self._take(rule, minor, share, order=order, kept=kept)
        if minor < asked:
            because = OrderShortfall.SHARE if within_share <= above_floor else OrderShortfall.FLOOR
            floor_cites = rule.floor.on(self.on).cites if rule.floor else share.cites
            self._short(order, asked, minor, because, share.cites if because is OrderShortfall.SHARE else floor_cites)

    @staticmethod
    def _asked(order: OrderMade, disposable: int, days: int) -> int:
        if order.share is not None:
            return floor(Fraction(order.share) * disposable)
        return floor(Fraction(order.weekly.minor if order.weekly else 0) * days / DAYS_OF_A_WEEK)

    def _all(self) -> Iterator[Deduction]:
        return iter(self.position.deductions)

    @staticmethod
    def _sum(deductions: Iterator[Deduction]) -> int:
        return sum(taken.amount_minor for taken in deductions)

    def _taken(self, rule: DeductionRule, *, of_this_payment: bool = False) -> int:
        return self._sum(
            taken
            for taken in self._all()
            if taken.rule == rule.name and (not of_this_payment or taken.payment == self.payment.id)
        )

    def _left(self) -> int:
        return self.payment.amount_minor if self.payment.stage is PaymentStage.DUE else 0

    def _take(
        self,
        rule: DeductionRule,
        minor: int,
        share: DatedValue,
        *,
        order: OrderMade | None = None,
        kept: int | None = None,
    ) -> None:
        """So much of what is left of the payment, its last days first; more than is left is not taken."""
        minor = min(minor, self._left())
        if minor <= 0:
            return
        left, days = split_days(self.payment.days, self.payment.amount_minor - minor)
        key = order.key if order else ""
        of_it = derived_id("deduction", self.payment.id, rule.name, key)
        known = next((taken for taken in self._all() if taken.id == of_it), None)
        taken = Deduction(
            id=of_it,
            claim=self.position.claim,
            certification=self.position.certification,
            payment=self.payment.id,
            creditor=rule.creditor,
            rule=rule.name,
            order=key,
            share=str(Fraction(share.value)),
            is_corrected=rule.is_corrected,
            cites=share.cites,
            gross_minor=self.gross,
            days=merged((*known.days, *days)) if known else days,
            on=self.on,
            kept_minor=kept,
        )
        self.payment = replace(self.payment, days=left) if left else replace(self.payment, stage=PaymentStage.CANCELLED)
        self.position = self.position.with_instruction(self.payment).with_deduction(taken)

    def _short(
        self, order: OrderMade, asked: int | None, taken: int, because: OrderShortfall, cites: str | None
    ) -> None:
        currency = self.position.currency
        self.told.append(
            OrderNotMet(
                claim=self.position.claim,
                certification=self.position.certification,
                instruction=self.payment.id,
                order=order.key,
                asked=None if asked is None else Money(minor=asked, currency=currency),
                taken=Money(minor=taken, currency=currency),
                because=because,
                cites=cites,
                looked_at_on=self.on,
            )
        )

    def result(self) -> Deducted:
        """What changed."""
        events: list[Event] = []
        if self.position != self.before:
            events.append(_payment_told(self.payment))
            events += [
                deduction_told(taken, self.position.currency)
                for taken in self.position.deductions
                if taken not in self.before.deductions
            ]
        return Deducted(self.position, legs_between([self.before], [self.position]), (*events, *self.told))


def _payment_told(payment: Instruction) -> Event:
    if payment.stage is PaymentStage.CANCELLED:
        return PaymentCancelled(claim=payment.claim, instruction=payment.id, assessment=payment.assessment)
    return instructed(payment)

"""How a story tells of payments that wait because the person has died."""

from __future__ import annotations

from contracts import casework, payments
from contracts.kept_acts import PaymentActKept
from services.oversight.story_phrases import Sentences, Told, message, prose, say, told, who


def _held(e: payments.PaymentHeld) -> Told:
    return told(say("payment.held", amount=e.amount, days=e.period, day=e.died_on), say("payment.of_the_estate"))


def _let_go(e: payments.PaymentLetGo) -> Told:
    return told(say("payment.let_go.ordered", staff=e.officer) if e.officer else say("payment.let_go"))


def _kept(e: PaymentActKept) -> Told:
    return told(say("payment.act_waits", staff=e.officer.staff, act=message(e.act), reason=prose(e.reason)))


HELD: Sentences = {
    payments.PaymentHeld: _held,
    payments.PaymentLetGo: _let_go,
    casework.HeldPaymentReleased: lambda e: told(say("payment.to_be_paid", who=who(e.officer)), prose(e.reasons)),
    PaymentActKept: _kept,
}

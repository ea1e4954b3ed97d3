"""How a story tells of payments: ordered, paid, come back, and too much of it."""

from __future__ import annotations

from contracts import casework, payments
from services.oversight.story_phrases import Sentences, Told, prose, say, told


def _instructed(e: payments.PaymentInstructed) -> Told:
    return told(say("payment.instructed", kind=e.kind, attempt=e.attempt, amount=e.amount, days=e.period))


def _proposed(e: payments.OverpaymentProposed) -> Told:
    return told(say("payment.too_much", amount=e.amount, days=e.period), prose(e.reason))


PAYMENTS: Sentences = {
    payments.PaymentInstructed: _instructed,
    payments.PaymentSettled: lambda e: told(say("payment.by_bank", amount=e.amount, day=e.settled_on)),
    payments.PaymentReturned: lambda e: told(say("payment.came_back", amount=e.amount, code=e.bank_code)),
    payments.OverpaymentProposed: _proposed,
    casework.ReissueOrdered: lambda e: told(say("payment.new_attempt", staff=e.officer.staff)),
}

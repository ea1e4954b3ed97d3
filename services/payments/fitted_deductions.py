"""Deductions as what is due changes: those of the law shrink with the benefit, those for the person stay paid. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from math import floor

from services.payments.coverage import split_days
from services.payments.model import PaymentStage, Position


def with_deductions_fitted(position: Position) -> Position:
    """The position with its deductions as they must be for what is due now.

    What was taken from a payment that is in no sealed file is undone: it is taken anew at the end of the day. What the
    law takes is at most its share of what is due, over all payments.
    """
    unsealed = {payment.id for payment in position.instructions if payment.stage is PaymentStage.DUE}
    taken: Counter[str] = Counter()
    for deduction in position.deductions:
        kept = 0 if deduction.payment in unsealed else deduction.amount_minor
        if deduction.is_corrected:
            most = floor(Fraction(deduction.share) * position.target_minor)
            kept = min(kept, max(0, most - taken[deduction.rule]))
            taken[deduction.rule] += kept
        if kept != deduction.amount_minor:
            position = position.with_deduction(replace(deduction, days=split_days(deduction.days, kept)[0]))
    return position

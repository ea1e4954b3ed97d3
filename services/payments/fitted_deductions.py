"""Deductions as what is due changes: those of the law follow the benefit, those for the person stay paid. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor

from contracts.base import derived_id
from services.payments.coverage import Coverage, split_days
from services.payments.model import Deduction, PaymentStage, Position


def with_deductions_fitted(position: Position) -> Position:
    """The position with its deductions as they must be for what is due now.

    What was taken from a payment that is in no sealed file is undone: it is taken anew at the end of the day. What the
    law takes is its share of what is due, as far as payments were made for it; a later payment bears the rest.
    """
    unsealed = {payment.id for payment in position.instructions if payment.stage is PaymentStage.DUE}
    for deduction in position.deductions:
        if deduction.payment in unsealed and deduction.days:
            position = position.with_deduction(replace(deduction, days=()))
    for rule in sorted({taken.rule for taken in position.deductions if taken.is_corrected}):
        position = _follows(position, rule, unsealed)
    return position


def _follows(position: Position, rule: str, unsealed: Iterable[object]) -> Position:
    """The position with the deductions of one rule of the law at their share of what is due."""
    sealed = [taken for taken in position.deductions if taken.rule == rule and taken.payment not in unsealed]
    left = floor(max((Fraction(taken.share) for taken in sealed), default=Fraction(0)) * position.target_minor)
    for taken in sealed:
        kept = min(left, ceil(Fraction(taken.share) * taken.gross_minor))
        left -= kept
        if kept != taken.amount_minor:
            days = split_days(position.due, position.target_minor - kept)[1]
            position = position.with_deduction(replace(taken, days=days))
    return position


def with_deductions_moved(positions: Iterable[Position], coverage: Coverage) -> list[Position]:
    """What is paid by money that was sent before bears the law's share too, where no payment follows that can bear it.

    Of what is paid by another period's money, what was taken there moves with the days.
    """
    own = list(positions)
    return [_with_the_rest(_moved(position, own, coverage), coverage) for position in own]


def _moved(position: Position, others: Iterable[Position], coverage: Coverage) -> Position:
    return _with_share_of(position, others) if coverage.lent[position.key] < 0 and position.scheme else position


def _with_the_rest(position: Position, coverage: Coverage) -> Position:
    to_come = _still_to_be_paid(position, coverage)
    last = {taken.rule: taken for taken in position.deductions if taken.is_corrected}
    for rule, taken in last.items():
        others = sum(known.amount_minor for known in position.deductions if known.rule == rule and known != taken)
        most = floor(Fraction(taken.share) * position.target_minor)
        rest = most - others - taken.amount_minor
        if rest > 0 and rest >= to_come:
            minor = min(most - others, taken.gross_minor)
            days = split_days(position.due, position.target_minor - minor)[1]
            position = position.with_deduction(replace(taken, days=days))
    return position


def _still_to_be_paid(position: Position, coverage: Coverage) -> int:
    """What of a position is covered by nothing that was sent."""
    unsealed = (payment.id for payment in position.instructions if payment.stage is PaymentStage.DUE)
    covered = (stretch for payment in unsealed for stretch in coverage.covered.get(payment, ()))
    return sum(stretch.minor for stretch in (*covered, *coverage.unmet.get(position.key, ())))


def _with_share_of(position: Position, others: Iterable[Position]) -> Position:
    for taken in _by_law(others, position.scheme):
        if all(known.rule != taken.rule for known in position.deductions):
            minor = floor(Fraction(taken.share) * position.target_minor)
            moved = replace(
                taken,
                id=derived_id("deduction", taken.id, position.claim, position.certification),
                claim=position.claim,
                certification=position.certification,
                gross_minor=position.target_minor,
                days=split_days(position.due, position.target_minor - minor)[1],
            )
            position = position.with_deduction(moved)
    return position


def _by_law(positions: Iterable[Position], scheme: str | None) -> Iterator[Deduction]:
    """The law's deductions from payments of a scheme, in the order of their periods."""
    for position in sorted(positions, key=lambda position: position.key):
        if position.scheme == scheme:
            yield from (taken for taken in position.deductions if taken.is_corrected)

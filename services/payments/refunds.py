"""Offsets and refunds as what is due changes: what was withheld without need, and what goes back. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from services.payments.coverage import Coverage, merged
from services.payments.debts import overpaid, owed_again
from services.payments.model import (
    CAME_BACK,
    DatedSum,
    Instruction,
    PaymentKind,
    PaymentStage,
    Position,
    next_instruction,
)


def with_offsets_fitted(positions: Iterable[Position], coverage: Coverage) -> list[Position]:
    """What was withheld from a payment that is not due by now reduces no debt (SSA POMS GN 02201.005).

    The debt is among the positions: `Claimant.meeting` brings it.
    """
    own = {position.key: position for position in positions}
    for position in list(own.values()):
        for offset in position.instructions:
            spare = coverage.unused[offset.id]
            if offset.stage is not PaymentStage.WITHHELD or offset.withheld is None or not spare:
                continue
            days = merged(coverage.covered.get(offset.id, []))
            left = replace(offset, days=days) if days else replace(offset, stage=PaymentStage.CANCELLED)
            own[position.key] = own[position.key].with_instruction(left)
            if offset.withheld.owed_by is not None:
                continue  # the account of that pseudonym is told
            debt = own[offset.withheld.debt]
            own[debt.key] = owed_again(debt, offset.withheld.question, str(offset.id), spare)
    return list(own.values())


def with_refunds_fitted(position: Position, unused: int, person: str, due_on: date) -> Position:
    """What was collected and is not owed is instructed to go back; the rest of what was paid too much is overpaid.

    `unused` is what the position's payments cover nothing with. What came in on one officer's word alone waits.
    """
    refunds = [payment for payment in position.instructions if payment.kind is PaymentKind.REFUND]
    sent = min(position.refunded_minor, position.recovered_minor)
    kept = position.recovered_minor - position.to_return_minor
    wanted = position.to_return_minor + max(0, kept - unused)
    goes_back = min(wanted, max(sent, position.recovered_minor - position.unconfirmed_minor))
    position = overpaid(position, max(0, unused - kept) + max(0, sent - wanted))
    position = replace(position, return_waits_minor=wanted - goes_back)
    return _refunded(position, refunds, max(0, goes_back - sent), person, due_on)


def _refunded(position: Position, refunds: list[Instruction], rest: int, person: str, due_on: date) -> Position:
    """The position with so much on its way back: what came back from the bank first, then what is not sealed yet."""
    for refund in refunds:
        if refund.stage in CAME_BACK:
            held = min(refund.held_minor, rest)
            rest -= held
            position = position.with_instruction(replace(refund, held_minor=held))
    unsent = [refund for refund in refunds if refund.stage in {PaymentStage.DUE, PaymentStage.CANCELLED}]
    unsent.sort(key=lambda refund: refund.stage is PaymentStage.DUE)
    chosen = unsent.pop() if unsent and rest else None
    for refund in unsent:
        position = position.with_instruction(replace(refund, stage=PaymentStage.CANCELLED))
    if not rest:
        return position
    refund = chosen or replace(next_instruction(position, person, (), due_on), kind=PaymentKind.REFUND)
    due = refund.due_on if refund.stage is PaymentStage.DUE else due_on
    days = (DatedSum(position.period, rest),)
    return position.with_instruction(replace(refund, days=days, stage=PaymentStage.DUE, due_on=due))

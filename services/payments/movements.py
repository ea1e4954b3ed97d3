"""What moves between the accounts when positions change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from services.payments.accounts import BENEFIT, CASH, CORRECTION, PAYABLE, RECEIVABLE, WAIVED, WRITTEN_OFF
from services.payments.model import SENT, Leg, PaymentStage, Position

OUT = SENT | {PaymentStage.WITHHELD}
"""What is no longer payable to the person."""
PAIRS = (
    (PAYABLE, RECEIVABLE),  # what is no longer owed to the person covers what they owe
    (PAYABLE, WAIVED),
    (WAIVED, RECEIVABLE),
    (WRITTEN_OFF, RECEIVABLE),
    (CASH, RECEIVABLE),
    (WAIVED, PAYABLE),
    (CASH, PAYABLE),
    (CASH, WAIVED),
    (CASH, WRITTEN_OFF),
    (RECEIVABLE, WAIVED),
    (RECEIVABLE, WRITTEN_OFF),
)
"""Which accounts meet directly, debit and credit, in the order in which they do."""


def legs_between(before: Iterable[Position], after: Iterable[Position], came_in: int = 0) -> tuple[Leg, ...]:
    """What moved between the accounts, all positions together; `came_in` is what the person paid in with it."""
    change = _balances(after)
    change.subtract(_balances(before))
    change[CASH] += came_in
    legs: list[Leg] = []
    for debit, credit in PAIRS:
        if both := max(0, min(change[debit], -change[credit])):
            legs.append(Leg(debit, credit, both))
            change[debit] -= both
            change[credit] += both
    legs += [
        Leg(account, CORRECTION, rest) if rest > 0 else Leg(CORRECTION, account, -rest)
        for account in (CASH, RECEIVABLE, WAIVED, WRITTEN_OFF)
        if (rest := change[account])
    ]
    if payable := -change[PAYABLE]:
        legs.append(Leg(BENEFIT, PAYABLE, payable) if payable > 0 else Leg(PAYABLE, CORRECTION, -payable))
    return tuple(legs)


def _balances(positions: Iterable[Position]) -> Counter[str]:
    """What the accounts of a claimant hold, debits above zero: owed to them, owed by them, given up."""
    balances: Counter[str] = Counter()
    for position in positions:
        balances[PAYABLE] -= sum(payment.owed_minor for payment in position.instructions if payment.stage not in OUT)
        balances[PAYABLE] -= position.return_waits_minor
        balances[RECEIVABLE] += position.proposed_minor + position.final_minor
        balances[WAIVED] += position.waived_minor
        balances[WRITTEN_OFF] += position.written_off_minor
    return balances

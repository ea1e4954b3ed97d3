"""What moves between the accounts when positions change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from contracts.payments import CreditorKind
from services.payments.accounts import (
    BENEFIT,
    CASH,
    CLEARING,
    CORRECTION,
    PAYABLE,
    PAYABLE_CONTRIBUTIONS,
    PAYABLE_TAX,
    PAYABLE_THIRD_PARTY,
    RECEIVABLE,
    WAIVED,
    WRITTEN_OFF,
    owed_under,
)
from services.payments.funds.bearing import borne
from services.payments.model import SENT, Deduction, Leg, PaymentStage, Position

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
    (PAYABLE, CLEARING),  # withheld for a debt under another pseudonym of the person
    (CLEARING, RECEIVABLE),
    (CLEARING, PAYABLE),
    (CLEARING, WAIVED),
    (CLEARING, WRITTEN_OFF),
    (RECEIVABLE, CLEARING),  # and not due after all
    (WAIVED, CLEARING),
    (WRITTEN_OFF, CLEARING),
)
"""Which accounts meet directly, debit and credit, in the order in which they do."""
ACCOUNT_OF: Mapping[CreditorKind, str] = {
    CreditorKind.CONTRIBUTIONS: PAYABLE_CONTRIBUTIONS,
    CreditorKind.TAX: PAYABLE_TAX,
    CreditorKind.THIRD_PARTY: PAYABLE_THIRD_PARTY,
}
"""What is owed to others, by whom it is owed to."""


def legs_between(before: Sequence[Position], after: Sequence[Position], came_in: int = 0) -> tuple[Leg, ...]:
    """What moved between the accounts, all positions together; `came_in` is what the person paid in with it."""
    change = _balances(after)
    change.subtract(_balances(before))
    change[CASH] += came_in
    legs: list[Leg] = []
    others = sorted({account_of(taken) for position in (*before, *after) for taken in position.deductions})
    pairs = [*((PAYABLE, other) for other in others), *((other, PAYABLE) for other in others), *PAIRS]
    for debit, credit in pairs:
        if both := max(0, min(change[debit], -change[credit])):
            legs.append(Leg(debit, credit, both))
            change[debit] -= both
            change[credit] += both
    legs += [
        Leg(account, CORRECTION, rest) if rest > 0 else Leg(CORRECTION, account, -rest)
        for account in (CASH, RECEIVABLE, WAIVED, WRITTEN_OFF, CLEARING, *others)
        if (rest := change[account])
    ]
    if payable := -change[PAYABLE]:
        legs.append(Leg(BENEFIT, PAYABLE, payable) if payable > 0 else Leg(PAYABLE, CORRECTION, -payable))
    return borne(legs, before, after)


def account_of(taken: Deduction) -> str:
    """The account of what is owed to others: that of the order, or of the rule."""
    return owed_under(ACCOUNT_OF[taken.creditor], taken.order or taken.rule)


def _balances(positions: Iterable[Position]) -> Counter[str]:
    """What the accounts of a claimant hold, debits above zero: owed to them, owed by them, given up."""
    balances: Counter[str] = Counter()
    for position in positions:
        balances[PAYABLE] -= sum(payment.owed_minor for payment in position.instructions if payment.stage not in OUT)
        balances[PAYABLE] -= position.return_waits_minor
        balances[RECEIVABLE] += position.proposed_minor + position.final_minor
        balances[WAIVED] += position.waived_minor
        balances[WRITTEN_OFF] += position.written_off_minor
        for taken in position.deductions:
            balances[account_of(taken)] -= taken.amount_minor
        balances[CLEARING] += _for_another_pseudonym(position)
    return balances


def _for_another_pseudonym(position: Position) -> int:
    """What counts here and was withheld under another pseudonym, less what was withheld here for a debt under one."""
    came_in = (money for debt in position.recoveries for money in debt.collections if money.withheld_from)
    withheld = (
        payment
        for payment in position.instructions
        if payment.stage is PaymentStage.WITHHELD and payment.withheld and payment.withheld.owed_by
    )
    return sum(money.minor for money in came_in) - sum(payment.amount_minor for payment in withheld)

"""What was withheld for a debt and paid nothing off after all, so that it is owed again: told whenever it happens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from contracts.payments import CollectedBy, OwedAgain, RecoveryOwedAgain
from contracts.values import Money
from services.payments.model import Position
from services.payments.recovery import Debt


def owed_again(before: Position, after: Position, on: date) -> Iterator[RecoveryOwedAgain]:
    """What of each debt is owed again since a position changed; of what was given up, nothing is."""
    for debt in after.recoveries:
        was = before.recovery(debt.question)
        if was is None or debt.given_up:
            continue
        for because, minor in zip(OwedAgain, _paid_nothing_off(was, debt), strict=True):
            if minor:
                yield RecoveryOwedAgain(
                    claim=after.claim,
                    certification=after.certification,
                    question=debt.question,
                    amount=Money(minor=minor, currency=after.currency),
                    because=because,
                    left=Money(minor=debt.owed_minor, currency=after.currency),
                    owed_on=on,
                )


def _paid_nothing_off(was: Debt, debt: Debt) -> tuple[int, int]:
    """What of that which was withheld was not due, and what of it goes back because of a dispute."""
    not_due = goes_back = 0
    for money in debt.collections:
        known = was.collection(money.reference)
        if known is None or money.by is not CollectedBy.OFFSET:
            continue
        not_due += max(0, known.kept_minor - money.kept_minor - max(0, money.returned_minor - known.returned_minor))
        goes_back += max(0, money.returned_minor - known.returned_minor)
    return not_due, goes_back

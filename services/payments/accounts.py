"""The chart of accounts. Those of a claimant carry the person's pseudonym on each posting."""

from __future__ import annotations

CASH = "cash:bank"
PAYABLE = "payable:benefit"
RECEIVABLE = "receivable:overpayment"
BENEFIT = "benefit:unemployment"
CORRECTION = "benefit:correction"
RETURNS = "suspense:returns"
WAIVED = "writeoff:waived"
WRITTEN_OFF = "writeoff:uncollectable"
CHARGES = "expense:bank-charges"

IN_FLIGHT = "in_flight:"

OF_A_CLAIMANT = frozenset({PAYABLE, RECEIVABLE, BENEFIT, CORRECTION, WAIVED, WRITTEN_OFF})


def in_flight(file: str) -> str:
    """What is on its way with one sealed file."""
    return f"{IN_FLIGHT}{file}"

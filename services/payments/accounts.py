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
CLEARING = "clearing:pseudonyms"
"""What was withheld under one pseudonym of a person for a debt under another, and is not counted there yet."""

PAYABLE_CONTRIBUTIONS = "payable:contributions"
PAYABLE_TAX = "payable:tax"
PAYABLE_THIRD_PARTY = "payable:third-party"
DEDUCTED = (PAYABLE_CONTRIBUTIONS, PAYABLE_TAX, PAYABLE_THIRD_PARTY)
"""What was taken from benefits and is owed to others: each rule, and each order, has an account under one of these."""

FUND = "fund"
"""What the treasury put into funds; each fund has an account under this one."""

IN_FLIGHT = "in_flight:"

OF_A_CLAIMANT = frozenset({PAYABLE, RECEIVABLE, BENEFIT, CORRECTION, WAIVED, WRITTEN_OFF, CLEARING})


def owed_under(account: str, reference: str) -> str:
    """What is owed under one rule, or one order; `account` is one of `DEDUCTED`."""
    return f"{account}:{reference}"


def is_of_a_claimant(account: str) -> bool:
    """Whether postings on it carry the person's pseudonym."""
    return collected_under(account) in {*OF_A_CLAIMANT, *DEDUCTED}


def collected_under(account: str) -> str:
    """The account under which those of single rules, orders or funds are counted together; any other is itself."""
    return next((whole for whole in (FUND, BENEFIT, CORRECTION, *DEDUCTED) if account.startswith(f"{whole}:")), account)


def borne_by(account: str, fund_name: str) -> str:
    """What of benefits, or of corrections, one fund bears."""
    return f"{account}:{fund_name}"


def fund(name: str) -> str:
    """What the treasury put into one fund."""
    return f"{FUND}:{name}"


def in_flight(file: str) -> str:
    """What is on its way with one sealed file."""
    return f"{IN_FLIGHT}{file}"

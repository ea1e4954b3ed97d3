"""How the people of a story are known: by a pseudonym and a synthetic account."""

from __future__ import annotations


def person(number: int) -> str:
    """The pseudonym of a story's person."""
    return f"p-{number:032x}"


PAYEES = ("pension-fund", "tax-office", "agency")
"""Whom the terms of simulated lives (terms/deductions.yaml) and the orders of their courts have paid."""


def account(number: int) -> str:
    """The synthetic account of a story's person."""
    return f"123456780:{number:010d}"

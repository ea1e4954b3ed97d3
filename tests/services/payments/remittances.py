"""A world in which creditors are paid: whom the made-up law names, their accounts, and months that end."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Self

from contracts.remittances import RemittanceOrdered
from services.payments.bank.bank_details import register_account
from services.payments.deductions.remitting import creditor_subject
from tests.services.payments.deductions import TERMS, Deducting
from tests.services.payments.world import account_of

PAYEES = ("pension-fund", "tax-office", "agency")
REMITTED = """
remitted:
  contributions: {meaning: After a month, unit: days, values: [{from: 2015-01-01, value: 9, cites: Act 7}]}
  tax: {meaning: After a month, unit: days, values: [{from: 2015-01-01, value: 9, cites: Act 7}]}
  third_party: {meaning: After a month, unit: days, values: [{from: 2015-01-01, value: 4, cites: Act 8}]}
"""
REMITTING = (
    TERMS.replace("creditor: contributions", "creditor: contributions\n    payee: pension-fund").replace(
        "creditor: tax", "creditor: tax\n    payee: tax-office"
    )
    + REMITTED
)
MONTH_END = date(2024, 1, 31)
TENTH = date(2024, 2, 10)
"""The day by whose end all creditors of January are paid."""


class Remitting(Deducting):
    """Payments on terms that say to whom and when; creditors have accounts unless left out."""

    def __init__(
        self, folder: Path, *, payees: Collection[str] = PAYEES, text: str = REMITTING, **options: Any
    ) -> None:
        super().__init__(folder, text, **options)
        self.accounts(payees)

    def accounts(self, payees: Collection[str]) -> Self:
        with self.database.begin() as connection:
            for number, payee in enumerate(payees, start=50):
                register_account(connection, self.cipher, creditor_subject(payee), account_of(number))
        return self

    def remits(self, day: date = TENTH) -> Self:
        """The day is closed after the one before, so that every partition has closed the month."""
        return self.closes(day - timedelta(days=1)).closes(day)

    def remitted(self) -> dict[str, int]:
        """What was ordered by now, by reference and month."""
        return {
            f"{event.reference} {event.period.start:%Y-%m}": event.amount.minor
            for event in self.said(RemittanceOrdered)
            if event.attempt == 1
        }

    def to_creditors(self, stage: str | None = None) -> list[Any]:
        return [row for row in self.payments(stage) if row.kind == "remittance"]

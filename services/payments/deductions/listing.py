"""Deductions as an officer reads them: from which payment, for whom, under which law, how much by now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, select

from contracts.values import Money
from services.payments.deduction_tables import deduction


@dataclass(frozen=True, slots=True)
class ListedDeduction:
    """A deduction from a payment, as it is now."""

    person: str
    payment: UUID
    certification: str
    creditor: str
    rule: str
    order: str
    gross: Money
    amount: Money
    cites: str
    on: date


def deductions(connection: Connection, person: str | None = None) -> Sequence[ListedDeduction]:
    """All deductions that stand, or those of whoever begins with `person`, by person and day."""
    query = select(deduction).where(deduction.c.amount_minor > 0)
    if person is not None:
        query = query.where(deduction.c.person.startswith(person, autoescape=True))
    rows = connection.execute(query.order_by(deduction.c.person, deduction.c.deducted_on, deduction.c.id))
    return [
        ListedDeduction(
            row.person,
            row.payment,
            row.certification,
            row.creditor,
            row.rule,
            row.order_key,
            Money(minor=row.gross_minor, currency=row.currency),
            Money(minor=row.amount_minor, currency=row.currency),
            row.cites,
            row.deducted_on,
        )
        for row in rows
    ]

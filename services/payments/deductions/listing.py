"""Deductions as an officer reads them: from which payment, for whom, under which law; and what creditors were sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, and_, exists, func, literal_column, select

from contracts.values import Money
from services.payments.deduction_tables import deduction, remittance
from services.payments.model import CAME_BACK, PaymentKind, PaymentStage
from services.payments.recovery_tables import closed_day
from services.payments.tables import instruction


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


LEFT_OUT = "was in no file: the creditor's account is not known, or cannot be paid to"
IN_WORDS = {
    PaymentStage.DUE: "goes into the next file",
    PaymentStage.BATCHED: "is in a file, or at the bank",
    PaymentStage.SETTLED: "left our account",
    PaymentStage.REJECTED: "was refused by the bank, and waits for an order to send it again",
    PaymentStage.RETURNED: "came back, and waits for an order to send it again",
}


@dataclass(frozen=True, slots=True)
class ListedRemittance:
    """What was ordered for a creditor at the end of a month, and where its last attempt stands."""

    creditor: str
    reference: str
    month: date
    amount: Money
    ordered_on: date
    payment: UUID
    """The last attempt."""
    stage: PaymentStage
    left_out: bool
    """Whether a day was closed since it was due, and it went into no file."""

    @property
    def stands(self) -> str:
        """In words."""
        return LEFT_OUT if self.left_out else IN_WORDS[self.stage]

    @property
    def needs_somebody(self) -> bool:
        """Whether it goes on only by a named person's act."""
        return self.left_out or self.stage in CAME_BACK


def remittances_ordered(connection: Connection) -> Sequence[ListedRemittance]:
    """All that was ordered for creditors, by creditor, reference and month."""
    first, own = instruction.alias(), instruction.c
    same = and_(*(own[name] == first.c[name] for name in ("person", "claim", "certification")))
    query = (
        select(remittance, own.id, own.stage, own.due_on)
        .join(first, first.c.id == remittance.c.instruction)
        .join(instruction, same)
        .order_by(remittance.c.creditor, remittance.c.reference, remittance.c.until, remittance.c.currency, own.attempt)
    )
    over = connection.scalar(select(func.min(closed_day.c.day))) or date.min
    last_attempts = {row.instruction: row for row in connection.execute(query)}
    return [
        ListedRemittance(
            row.creditor,
            row.reference,
            row.period_start,
            Money(minor=row.amount_minor, currency=row.currency),
            row.ordered_on,
            row.id,
            PaymentStage(row.stage),
            row.stage == PaymentStage.DUE.value and row.due_on < over,
        )
        for row in last_attempts.values()
    ]


def count_needing_somebody(connection: Connection) -> int:
    """How many payments to creditors go on only by a named person's act, without reading those that went."""
    over = connection.scalar(select(func.min(closed_day.c.day))) or date.min
    own, later = instruction.c, instruction.alias()
    left_out = (own.stage == PaymentStage.DUE.value) & (own.due_on < over)
    again = exists().where(
        and_(*(later.c[name] == own[name] for name in ("person", "claim", "certification"))),
        later.c.attempt > own.attempt,
    )
    waits = left_out | own.stage.in_(sorted(CAME_BACK))
    query = select(func.count()).where(own.kind == literal_column(f"'{PaymentKind.REMITTANCE}'"), waits, ~again)
    return connection.scalar(query) or 0

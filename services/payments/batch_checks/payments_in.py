"""The payments of sealed files as those who release them look at them, with what was paid to the same people before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, select

from contracts.values import Money, Period
from services.payments.dated_rows import as_stretches
from services.payments.model import DatedSum, PaymentKind, hull
from services.payments.tables import instruction, payment_file
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import chunks

_OWN = instruction.c
_COLUMNS = (_OWN.end_to_end, _OWN.person, _OWN.claim, _OWN.kind, _OWN.days, _OWN.amount_minor, _OWN.currency, _OWN.file)
_IN_FILES = Prepared(select(*_COLUMNS).where(among(_OWN.file)).order_by(_OWN.end_to_end))
_BEFORE = Prepared(
    select(_OWN.person, _OWN.end_to_end, _OWN.stage, _OWN.file, payment_file.c.day, payment_file.c.copies)
    .join(payment_file, payment_file.c.name == _OWN.file)
    .where(among(_OWN.person), payment_file.c.day < bindparam("day"))
    .order_by(payment_file.c.day, _OWN.end_to_end)
)


@dataclass(frozen=True, slots=True)
class PaymentToRelease:
    """One payment in a sealed file."""

    end_to_end: str
    person: str
    claim: str
    kind: PaymentKind
    days: tuple[DatedSum, ...]
    money: Money
    file: str

    @property
    def period(self) -> Period:
        """From the first day it pays for to the last."""
        return hull(stretch.period for stretch in self.days)


@dataclass(frozen=True, slots=True)
class EarlierPayment:
    """A payment that was sealed for the same person on an earlier day."""

    person: str
    end_to_end: str
    came_back: bool
    file: str
    day: date


def payments_in(connection: Connection, names: Sequence[str]) -> list[PaymentToRelease]:
    """All payments of files, by their identifiers."""
    return [_payment(row) for chunk in chunks(names) for row in _IN_FILES.rows(connection, {"any_of": chunk})]


def _payment(row: Any) -> PaymentToRelease:
    return PaymentToRelease(
        end_to_end=row.end_to_end,
        person=row.person,
        claim=row.claim,
        kind=PaymentKind(row.kind),
        days=as_stretches(row.days),
        money=Money(minor=row.amount_minor, currency=row.currency),
        file=row.file,
    )


def earlier_payments(connection: Connection, people: Iterable[str], day: date) -> dict[str, list[EarlierPayment]]:
    """By person, what was sealed for them before a day and went out, oldest first."""
    before: dict[str, list[EarlierPayment]] = {}
    for chunk in chunks(sorted(set(people))):
        for row in _BEFORE.rows(connection, {"any_of": chunk, "day": day}):
            if row.copies:
                came_back = row.stage in {"rejected", "returned"}
                earlier = EarlierPayment(row.person, row.end_to_end, came_back, row.file, row.day)
                before.setdefault(row.person, []).append(earlier)
    return before

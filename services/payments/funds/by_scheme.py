"""What went out for each scheme, and what waits to: for funds that share a currency, and so a bank account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, and_, case, func, select

from services.payments.deduction_tables import deduction
from services.payments.model import PaymentStage
from services.payments.tables import instruction, payment_file, position

Key = tuple[str | None, str]
"""A scheme, where the assessments said one, and a currency."""


@dataclass(slots=True)
class SchemeSums:
    """Sums of one scheme in minor units."""

    gone: int = 0
    """Settled payments, and what was taken for others, less what people paid back."""
    ordered: int = 0
    """What is due, on its way, or held for an order."""
    gone_lately: int = 0
    """Settled payments of files sealed since a day."""


_SAME = and_(*(instruction.c[name] == position.c[name] for name in ("person", "claim", "certification")))
_ON_ITS_WAY = instruction.c.stage.in_((PaymentStage.DUE.value, PaymentStage.BATCHED.value))


def sums_by_scheme(connection: Connection, since: date) -> Mapping[Key, SchemeSums]:
    """The sums of every scheme, now; `since` is the day after which a file is of late."""
    sums: defaultdict[Key, SchemeSums] = defaultdict(SchemeSums)
    for row in connection.execute(_payments(since)):
        own = sums[row.scheme, row.currency]
        own.gone += int(row.settled) + int(row.withheld)
        own.ordered += int(row.ordered) + int(row.held)
        own.gone_lately += int(row.lately)
    for row in connection.execute(_DEDUCTED):
        sums[row.scheme, row.currency].gone += int(row.amount)
    for row in connection.execute(_RECOVERED):
        sums[row.scheme, row.currency].gone -= int(row.recovered)
    return sums


def _payments(since: date) -> Select[Any]:
    amount, none = instruction.c.amount_minor, 0
    settled = instruction.c.stage == PaymentStage.SETTLED.value
    lately = and_(settled, payment_file.c.day > since)
    return (
        select(
            position.c.scheme,
            position.c.currency,
            func.sum(case((settled, amount), else_=none)).label("settled"),
            func.sum(case((instruction.c.stage == PaymentStage.WITHHELD.value, amount), else_=none)).label("withheld"),
            func.sum(case((_ON_ITS_WAY, amount), else_=none)).label("ordered"),
            func.sum(instruction.c.held_minor).label("held"),
            func.sum(case((lately, amount), else_=none)).label("lately"),
        )
        .join(instruction, _SAME)
        .outerjoin(payment_file, payment_file.c.name == instruction.c.file)
        .where(instruction.c.kind != "remittance")
        .group_by(position.c.scheme, position.c.currency)
    )


_DEDUCTED = (
    select(position.c.scheme, position.c.currency, func.sum(deduction.c.amount_minor).label("amount"))
    .join(deduction, and_(*(deduction.c[name] == position.c[name] for name in ("person", "claim", "certification"))))
    .group_by(position.c.scheme, position.c.currency)
)
_RECOVERED = select(
    position.c.scheme, position.c.currency, func.sum(position.c.recovered_minor).label("recovered")
).group_by(position.c.scheme, position.c.currency)

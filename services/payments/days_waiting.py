"""Days that two certifications are due and one is paid for: the other waits, listed for a named person.

Usually a correction is on its way and ends it. Where none is, a person says that nothing more is paid for these days;
that holds for this assessment and this sum, and a later assessment is looked at anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, literal_column, select

from contracts.casework import Officer
from contracts.in_words import InWords
from contracts.values import Money, Period
from services.payments.dated_rows import as_stretches
from services.payments.tables import paid_days, position, waiting_settled
from services.runtime.database import chain


class NothingWaits(InWords):
    """No certification waits under this name, or several do, or nobody says why it may stay so."""


@dataclass(frozen=True, slots=True)
class WaitingDays:
    """What a certification is due for days that other ones are paid for."""

    person: str
    claim: str
    certification: str
    number: int
    """Of the assessment that finds it due."""
    days: tuple[Period, ...]
    amount: Money
    paid_for: tuple[str, ...]
    """The certifications that are paid for these days."""


_OWN, _SETTLED = position.c, waiting_settled.c
_BY_A_PERSON: ColumnElement[bool] = exists().where(
    and_(*(_SETTLED[name] == _OWN[name] for name in ("person", "claim", "certification", "number", "waiting_minor")))
)
WAITS: ColumnElement[bool] = and_(_OWN.waiting_minor > literal_column("0"), ~_BY_A_PERSON)
"""A position that waits, and of which no named person has spoken."""


def how_many(connection: Connection) -> int:
    """How many certifications wait."""
    return connection.scalar(select(func.count()).select_from(position).where(WAITS)) or 0


def waiting(connection: Connection) -> list[WaitingDays]:
    """All of them, by person and certification."""
    query = select(position).where(WAITS).order_by(_OWN.person, _OWN.claim, _OWN.certification)
    return [_waiting(connection, row) for row in connection.execute(query).all()]


def _waiting(connection: Connection, row: Any) -> WaitingDays:
    days = tuple(stretch.period for stretch in as_stretches(row.waiting))
    held = connection.execute(select(paid_days).where(paid_days.c.person == row.person)).all()
    paid_for = {
        other.certification
        for other in held
        if any(period.start < other.period_end and other.period_start < period.end for period in days)
    }
    amount = Money(minor=row.waiting_minor, currency=row.currency)
    key = (row.person, row.claim, row.certification, row.number)
    return WaitingDays(*key, days=days, amount=amount, paid_for=tuple(sorted(paid_for)))


def settle(connection: Connection, named: Sequence[str], officer: Officer, because: str) -> WaitingDays:
    """Say in a named person's name that nothing more is paid for days that wait; what it was.

    `named` is the person, and where several certifications wait the claim or certification too. Raises `NothingWaits`.
    """
    if not because.strip():
        raise NothingWaits("Say why.")
    person, *keys = named
    found = [
        days for days in waiting(connection) if days.person == person and set(keys) <= {days.claim, days.certification}
    ]
    if len(found) != 1:
        number = "several certifications wait; name the certification" if found else "nothing waits"
        raise NothingWaits(f"Of {person} {number}.")
    [days] = found
    row = {
        "person": days.person,
        "claim": days.claim,
        "certification": days.certification,
        "number": days.number,
        "waiting_minor": days.amount.minor,
        "officer": officer.staff,
        "role": officer.role,
        "because": because.strip(),
    }
    chain.insert(connection, waiting_settled, [row])
    return days

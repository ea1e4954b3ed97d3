"""Debts as an officer reads them: where each stands on a day, what came in, what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from contracts.overpayment_causes import CAUSES
from contracts.values import Money
from services.payments.held_tables import deceased
from services.payments.recovery import Debt
from services.payments.recovery_rows import as_recovery
from services.payments.recovery_steps import RecoveryStep
from services.payments.recovery_tables import recovery
from services.payments.tables import position


@dataclass(frozen=True, slots=True)
class ListedRecovery:
    """A debt of a person on a day."""

    person: str
    debt: Debt
    step: RecoveryStep
    decided: Money
    collected: Money
    left: Money
    in_vain: Money
    """What was withheld and was not due, so that it paid nothing off."""
    waiting: Money
    """What was told as repaid above it, and waits to be confirmed."""
    died_on: date | None
    """The day on which the person is said to have died: nothing is collected, and a named person decides."""

    @property
    def because(self) -> str:
        """What brought it about."""
        return CAUSES[self.debt.overpayment_cause].words


_SAME = and_(*(recovery.c[name] == position.c[name] for name in ("person", "claim", "certification")))
_OPEN = or_(recovery.c.owed_minor > 0, recovery.c.awaits_a_second.is_(True))
_LISTED = (
    select(recovery, position.c.currency, deceased.c.died_on)
    .join(position, _SAME)
    .outerjoin(deceased, deceased.c.person == recovery.c.person)
)


def recoveries(connection: Connection, on: date, person: str | None = None) -> Sequence[ListedRecovery]:
    """All debts, or those of whoever begins with `person`, by person and day of the decision."""
    query = _LISTED
    if person is not None:
        query = query.where(recovery.c.person.startswith(person, autoescape=True))
    rows = connection.execute(query.order_by(recovery.c.person, recovery.c.decided_on, recovery.c.question))
    return [_listed(row, on) for row in rows]


def recovery_of(connection: Connection, on: date, person: str, question: str) -> ListedRecovery | None:
    """One debt on a day, by the question whose decision made it."""
    query = _LISTED.where(recovery.c.person == person, recovery.c.question == question)
    row = connection.execute(query).one_or_none()
    return None if row is None else _listed(row, on)


def count_recoveries(connection: Connection, *, only_open: bool) -> int:
    """How many debts there are; of those that are open something is left, or a repayment waits for another officer."""
    query = select(func.count()).select_from(recovery)
    return connection.scalar(query.where(_OPEN) if only_open else query) or 0


def page_of_recoveries(
    connection: Connection, on: date, *, only_open: bool, start: int, most: int
) -> Sequence[ListedRecovery]:
    """Debts from a place in the list on, first those that may be collected for the shortest time."""
    query = _LISTED.where(_OPEN) if only_open else _LISTED
    ordered = query.order_by(recovery.c.collect_until, recovery.c.person, recovery.c.question)
    return [_listed(row, on) for row in connection.execute(ordered.offset(start).limit(most))]


def _listed(row: Any, on: date) -> ListedRecovery:
    debt = as_recovery(row)
    decided, collected, left, in_vain, waiting = (
        Money(minor=minor, currency=row.currency)
        for minor in (
            debt.decided_minor,
            debt.collected_minor,
            debt.owed_minor,
            debt.in_vain_minor,
            debt.waiting_minor,
        )
    )
    step, died_on = debt.step_on(on), row.died_on
    return ListedRecovery(row.person, debt, step, decided, collected, left, in_vain, waiting, died_on)

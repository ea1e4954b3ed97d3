"""Payments that do not go on by themselves, as officers list them: what came back, what is due to the dead, and whose
account is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, func, select

from contracts.values import Money, Period
from services.payments.account_tables import AccountState, account_wanted
from services.payments.held_tables import held_payment, payment_release
from services.payments.model import CAME_BACK, PaymentStage
from services.payments.tables import instruction


class StopReason(StrEnum):
    """Why a payment does not go on."""

    RETURNED = "returned"
    """The bank sent the money back, or refused to send it."""
    DEATH = "death"
    """The person is said to have died."""


@dataclass(frozen=True, slots=True)
class StoppedPayment:
    """One payment that waits for a named person."""

    person: str
    payment: UUID
    claim: str
    period: Period
    amount: Money
    """What waits of it."""
    due_on: date
    why: StopReason
    since: date | None
    """For what is due to the dead: the day at whose end it was left out first."""
    died_on: date | None
    released_by: str | None
    """Who has ordered already that it is paid; it goes with the next file."""


@dataclass(frozen=True, slots=True)
class WantedAccount:
    """A claim whose person cannot be paid, since it is not known to which account."""

    person: str
    claim: str


_OWN = instruction.c
_COLUMNS = (
    *(_OWN.person, _OWN.id, _OWN.claim, _OWN.period_start, _OWN.period_end, _OWN.amount_minor, _OWN.held_minor),
    *(_OWN.currency, _OWN.due_on, held_payment.c.held_on, held_payment.c.died_on, payment_release.c.officer),
)
_STOPPED = (
    select(*_COLUMNS)
    .select_from(instruction)
    .outerjoin(held_payment, (held_payment.c.instruction == _OWN.id) & held_payment.c.let_go_on.is_(None))
    .outerjoin(payment_release, payment_release.c.instruction == _OWN.id)
)


def _came_back(partitions: int) -> ColumnElement[bool]:
    """By partition and stage, as they are indexed."""
    return _OWN.partition.in_(range(partitions)) & _OWN.stage.in_(sorted(CAME_BACK)) & (_OWN.held_minor > 0)


_HELD = held_payment.c.let_go_on.is_(None) & (_OWN.stage == PaymentStage.DUE.value)


def count_stopped(connection: Connection, partitions: int) -> dict[str, int]:
    """How many payments wait for each reason, and how many claims for an account (`account`)."""
    returned = select(func.count()).select_from(instruction).where(_came_back(partitions))
    held = select(func.count()).select_from(held_payment).join(instruction, _OWN.id == held_payment.c.instruction)
    wanted = select(func.count()).select_from(account_wanted).where(_is_missing(partitions))
    return {
        StopReason.RETURNED.value: connection.scalar(returned) or 0,
        StopReason.DEATH.value: connection.scalar(held.where(_HELD)) or 0,
        "account": connection.scalar(wanted) or 0,
    }


def stopped_payments(
    connection: Connection, why: StopReason, partitions: int, *, start: int, most: int
) -> Sequence[StoppedPayment]:
    """The payments that wait for a reason, from a place in the list on, those that were due first on top."""
    which = _came_back(partitions) if why is StopReason.RETURNED else _HELD
    query = _STOPPED.where(which).order_by(_OWN.due_on, _OWN.id).offset(start).limit(most)
    return [_stopped(row, why) for row in connection.execute(query)]


def stopped_payment(connection: Connection, person: str, payment: UUID) -> StoppedPayment | None:
    """One payment of a person, if it waits for somebody."""
    row = connection.execute(_STOPPED.where(_OWN.id == payment, _OWN.person == person)).one_or_none()
    if row is None or not (row.held_minor or row.held_on):
        return None
    return _stopped(row, StopReason.RETURNED if row.held_minor else StopReason.DEATH)


def wanted_accounts(connection: Connection, partitions: int, *, start: int, most: int) -> Sequence[WantedAccount]:
    """The claims whose people's account is missing, from a place in the list on."""
    own = account_wanted.c
    query = select(own.person, own.claim).where(_is_missing(partitions)).order_by(own.person, own.claim)
    return [WantedAccount(*row) for row in connection.execute(query.offset(start).limit(most))]


def _is_missing(partitions: int) -> ColumnElement[bool]:
    own = account_wanted.c
    return own.partition.in_(range(partitions)) & (own.state == AccountState.MISSING.value)


def _stopped(row: Any, why: StopReason) -> StoppedPayment:
    minor = row.held_minor if why is StopReason.RETURNED else row.amount_minor
    return StoppedPayment(
        person=row.person,
        payment=row.id,
        claim=row.claim,
        period=Period(start=row.period_start, end=row.period_end),
        amount=Money(minor=minor, currency=row.currency),
        due_on=row.due_on,
        why=why,
        since=row.held_on,
        died_on=row.died_on,
        released_by=row.officer,
    )

"""Movements of funds as rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from contracts.base import Envelope
from contracts.treasury import FundDirection, FundMoved
from contracts.values import Money
from services.payments.tables import fund_movement
from services.runtime.database import chain
from services.runtime.database.prepared import Prepared

_OWN = fund_movement.c
_TOLD = Prepared(select(fund_movement).where(_OWN.fund == bindparam("fund"), _OWN.movement == bindparam("movement")))


class FundMovement(NamedTuple):
    """What a movement says: two of one reference must say the same."""

    into: bool
    minor: int
    currency: str
    on: date

    @classmethod
    def of(cls, event: FundMoved) -> FundMovement:
        """What an event says."""
        return cls(event.direction is FundDirection.INTO, event.amount.minor, event.amount.currency, event.moved_on)

    @property
    def money(self) -> Money:
        """How much moved."""
        return Money(minor=self.minor, currency=self.currency)


def movement_told(connection: Connection, fund: str, movement: str) -> FundMovement | None:
    """What was told of a fund under this reference."""
    row = _TOLD.row(connection, {"fund": fund, "movement": movement})
    return None if row is None else FundMovement(bool(row.into), row.amount_minor, row.currency, row.moved_on)


def save(connection: Connection, told: Iterable[tuple[FundMoved, Envelope]]) -> None:
    """Store movements."""
    rows = [
        {
            "fund": event.fund,
            "movement": event.movement,
            "cause": cause.id,
            "into": event.direction is FundDirection.INTO,
            "amount_minor": event.amount.minor,
            "currency": event.amount.currency,
            "moved_on": event.moved_on,
            "officer": event.officer.staff,
        }
        for event, cause in told
    ]
    chain.insert(connection, fund_movement, rows)

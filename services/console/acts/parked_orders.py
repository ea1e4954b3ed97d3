"""What an administrator orders of a parked event: written down with reasons, and carried out by the service itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from services.console.officers.officer import SignedIn
from services.console.officers.roles import Role
from services.console.tables import parked_order
from services.console.world import ConsoleWorld
from services.runtime.database import chain
from services.runtime.delivery.locks import lock
from services.runtime.delivery.parked_orders import ORDERS_AT_ONCE, ParkedAct, ParkedOrder

ALL_ORDERS = "parked orders"
"""Whoever orders holds this, so that orders are numbered in the order in which they are committed."""


@dataclass(frozen=True, slots=True)
class WantedOrder:
    """What somebody wants to be done with a parked event of a service."""

    service: str
    parked: int
    subject: str | None
    act: ParkedAct
    reasons: str


@dataclass(frozen=True, slots=True)
class GivenOrder:
    """An order that stands in the console's database."""

    order: ParkedOrder
    ordered_ms: int


def give(world: ConsoleWorld, officer: SignedIn, form_key: str, wanted: WantedOrder) -> None:
    """Order it, once for the form."""
    named = officer.acting(Role.ADMINISTRATOR)
    row = {
        "form": form_key,
        "service": wanted.service,
        "parked": wanted.parked,
        "act": wanted.act.value,
        "subject": wanted.subject,
        "staff": named.staff,
        "role": named.role,
        "office": named.office,
        "ordered_ms": world.now_ms(),
        "reasons": wanted.reasons,
    }
    with world.own.begin() as connection:
        lock(connection, world.own, [ALL_ORDERS])
        if not _was_given(connection, form_key):
            chain.insert(connection, parked_order, [row])
    world.carry()


def was_given(world: ConsoleWorld, form_key: str) -> bool:
    """Whether a form was sent before."""
    with world.own.reading() as connection:
        return _was_given(connection, form_key)


def _was_given(connection: Connection, form_key: str) -> bool:
    query = select(parked_order.c.number).where(parked_order.c.form == form_key)
    return connection.scalar(query) is not None


def orders_of(connection: Connection, service: str, start: int) -> Sequence[ParkedOrder]:
    """The orders for a service from a number on, in order."""
    own = parked_order.c
    query = select(parked_order).where(own.service == service, own.number >= start).order_by(own.number)
    return [_given(row).order for row in connection.execute(query.limit(ORDERS_AT_ONCE))]


def last_order(connection: Connection) -> int:
    """The number of the last order for any service; 0 where there is none."""
    query = select(parked_order.c.number).order_by(parked_order.c.number.desc()).limit(1)
    return connection.scalar(query) or 0


def orders_about(connection: Connection, service: str, parked: int, subject: str | None) -> Sequence[GivenOrder]:
    """What was ordered of a parked event, or of its subject's events together, the newest first."""
    own = parked_order.c
    whose = own.subject == subject if subject is not None else own.subject.is_(None)
    is_about = (own.parked == parked) | (whose & (own.act == ParkedAct.REPLAY.value))
    query = select(parked_order).where(own.service == service, is_about).order_by(own.number.desc())
    return [_given(row) for row in connection.execute(query.limit(ORDERS_AT_ONCE))]


def _given(row: Any) -> GivenOrder:
    order = ParkedOrder(row.number, ParkedAct(row.act), row.parked, row.subject, row.staff, row.reasons)
    return GivenOrder(order, row.ordered_ms)

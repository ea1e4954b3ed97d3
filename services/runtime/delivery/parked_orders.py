"""What an officer orders of parked events: the service that parked them carries it out itself, in order, once.

Orders lie with whoever takes them from officers; a service reads those that are for it and keeps the number of the last
one. An order that is carried out twice does no more than once: nothing waits then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select, text

from services.runtime.database.refusals import is_about_content
from services.runtime.database.store import Database, relayed, upsert
from services.runtime.delivery import parking
from services.runtime.delivery.delivery import replay
from services.runtime.service import Service

READER = "parked-orders"
"""Under this name a service keeps the number of the last order that it carried out."""
ORDERS_AT_ONCE = 100


class ParkedAct(StrEnum):
    """What an officer orders."""

    REPLAY = "replay"
    """All that is parked of a subject is tried again, in order."""
    DISCARD = "discard"
    """One event is set aside for good; it stays in the log."""


@dataclass(frozen=True, slots=True)
class ParkedOrder:
    """One order. `subject` is that of the event when it was ordered; None where it cannot be read."""

    number: int
    act: ParkedAct
    parked: int
    """The number of the event in the service's own table."""
    subject: str | None
    staff: str
    reasons: str


OrdersFrom = Callable[[int], Sequence[ParkedOrder]]
"""The orders for one service from a number on, in order, at most `ORDERS_AT_ONCE`."""


def carry_out(service: Service[Any], database: Database, orders_from: OrdersFrom) -> int:
    """Carry out what was ordered since the last time; how many orders.

    What the database refuses for its content stays parked. Raises what a database raises that does not answer, and
    `SchemaMisfit`.
    """
    with database.reading() as connection:
        done = carried_out(connection)
    orders = orders_from(done + 1)
    for order in orders:
        _carry_out(service, database, order)
        with database.begin() as connection:
            upsert(connection, relayed, [{"reader": READER, "transaction": 0, "position": order.number}])
    return len(orders)


def _carry_out(service: Service[Any], database: Database, order: ParkedOrder) -> None:
    if order.act is ParkedAct.DISCARD:
        with suppress(LookupError):  # it took effect or was set aside meanwhile
            parking.discard(database, order.parked, officer=order.staff, because=order.reasons)
        return
    try:
        replay(service, database, order.subject)
    except Exception as fault:
        if not is_about_content(fault):
            raise


def carried_out(connection: Connection) -> int:
    """The number of the last order that a service carried out; 0 where it did none."""
    number: int | None = connection.scalar(select(relayed.c.position).where(relayed.c.reader == READER))
    return number or 0


def orders_in_console(connection: Connection, service: str, start: int) -> list[ParkedOrder]:
    """The orders for a service that stand in the console's schema, of a service's own connection to PostgreSQL."""
    rows = connection.execute(_IN_CONSOLE, {"service": service, "start": start, "most": ORDERS_AT_ONCE})
    return [ParkedOrder(row.number, ParkedAct(row.act), *row[2:]) for row in rows]


_IN_CONSOLE = text(
    "SELECT number, act, parked, subject, staff, reasons FROM console.parked_order"
    " WHERE service = :service AND number >= :start ORDER BY number LIMIT :most"
)

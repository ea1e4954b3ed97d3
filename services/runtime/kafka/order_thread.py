"""A worker looks for what officers ordered of parked events, and carries it out under its own role."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from threading import Event, Thread

from sqlalchemy.exc import DBAPIError

from services.runtime.database.misfits import SchemaMisfit
from services.runtime.database.store import Database
from services.runtime.database.waking import wake
from services.runtime.delivery.parked_orders import ParkedOrder, carry_out, orders_in_console
from services.runtime.delivery.retry import Carrier
from services.runtime.process.logs import log

LOOK_SECONDS = 2


def carry_out_orders(carriers: Sequence[Carrier], stop: Event) -> Thread:
    """Look until `stop` is set, from a thread of its own: an order takes effect within seconds."""
    thread = Thread(target=_run, args=(carriers, stop), name="orders", daemon=True)
    thread.start()
    return thread


def _run(carriers: Sequence[Carrier], stop: Event) -> None:
    while not stop.wait(LOOK_SECONDS):
        for carrier in carriers:
            look(carrier, _beside_the_console(carriers))


def _beside_the_console(carriers: Sequence[Carrier]) -> Database | None:
    """A database on the console's server, where a service that is split finds its orders too."""
    return next((carrier.database for carrier in carriers if len(carrier.database.parts) == 1), None)


def look(carrier: Carrier, beside: Database | None = None) -> int:
    """Carry out what was ordered of what a service parked; how many orders. What fails is tried at the next look.

    Orders are read `beside` the console where the service is split; each of its servers carries out what it can.
    """
    ordered_in = carrier.database if len(carrier.database.parts) == 1 else beside
    if ordered_in is None:
        return 0
    orders = partial(_orders, ordered_in, carrier.service.name)
    try:
        done = sum(carry_out(carrier.service, part, orders) for part in carrier.database.parts)
    except (DBAPIError, SchemaMisfit) as fault:
        log.warning("orders_wait", service=carrier.service.name, error=type(fault).__name__)
        return 0
    if done:
        log.info("orders_carried_out", service=carrier.service.name, orders=done)
        wake(carrier.database)  # what followed stands in the outbox
    return done


def _orders(beside: Database, service: str, start: int) -> Sequence[ParkedOrder]:
    with beside.reading() as connection:
        return orders_in_console(connection, service, start)

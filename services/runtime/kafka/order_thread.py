"""A worker looks for what officers ordered of parked events, and carries it out under its own role."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from threading import Event, Thread

from sqlalchemy.exc import DBAPIError

from services.runtime.database.misfits import SchemaMisfit
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
            look(carrier)


def look(carrier: Carrier) -> int:
    """Carry out what was ordered of what a service parked; how many orders. What fails is tried at the next look."""
    try:
        done = carry_out(carrier.service, carrier.database, partial(_orders, carrier))
    except (DBAPIError, SchemaMisfit) as fault:
        log.warning("orders_wait", service=carrier.service.name, error=type(fault).__name__)
        return 0
    if done:
        log.info("orders_carried_out", service=carrier.service.name, orders=done)
        wake(carrier.database)  # what followed stands in the outbox
    return done


def _orders(carrier: Carrier, start: int) -> Sequence[ParkedOrder]:
    with carrier.database.reading() as connection:
        return orders_in_console(connection, carrier.service.name, start)

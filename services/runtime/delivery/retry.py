"""Delivers batches until they are committed, or ends the process before anything is acknowledged.

A transport calls `carry` and acknowledges when it returns; it never raises. While the database is away it tries again
after growing pauses. What waiting cannot help (too many parked events, a fault of our own) ends the process with a
sentence in its log; the supervisor starts it again, and Kafka still has the batch.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from threading import Event, Lock
from typing import Any, TypeVar

from sqlalchemy.exc import DBAPIError

from services.runtime.database.misfits import SchemaMisfit, fitting
from services.runtime.database.refusals import is_about_content
from services.runtime.database.store import Database
from services.runtime.delivery.batch_result import BatchResult
from services.runtime.delivery.delivery import PARKED_MAX, Committed, TooManyParked, deliver
from services.runtime.delivery.messages import Message
from services.runtime.delivery.other_place import shares
from services.runtime.process.health import Health
from services.runtime.process.logs import log
from services.runtime.service import Service

PAUSES_MS = (50, 100, 200, 500, 1_000, 2_000, *(5_000 for _ in range(24)))
"""About two minutes in all; after a longer outage the supervisor starts the process again."""
DELIVERY = "delivery"
"""The part of a process's readiness that a carrier answers for."""
UNAVAILABLE = 75
"""The exit status EX_TEMPFAIL of sysexits.h: start me again later."""

T = TypeVar("T")


def end_process(status: int) -> None:
    """End at once: nothing may be acknowledged or flushed on the way out."""
    os._exit(status)


@dataclass
class Carrier:
    """The way from a transport to one service."""

    service: Service[Any]
    database: Database
    health: Health
    parked_max: int = PARKED_MAX
    stopping: Event = field(default_factory=Event)
    """Set when the process is told to stop: pauses end early."""
    said: Committed = lambda _said: None
    """Is told after each commit what the service has published in partitions that lie where it was written."""
    said_elsewhere: Callable[[], None] = lambda: None
    """Is told after a commit that something is to be handed over to another server."""
    end: Callable[[int], None] = end_process
    _alone: Lock = field(default_factory=Lock)
    """Gaps are read again by another thread; batches are delivered one at a time."""

    def carry(self, batch: Sequence[Message]) -> BatchResult:
        """Let the batch take effect; returns when it is committed, or not at all."""
        with self._alone:
            return self.attempt(lambda: self._deliver(batch)) or BatchResult()

    def attempt(self, work: Callable[[], T]) -> T | None:
        """Do the work, again after growing pauses while the database is away; returns what it does, or not at all."""
        for pause in PAUSES_MS:
            self.health.beat()
            try:
                with fitting(self.database):
                    done = work()
            except (TooManyParked, SchemaMisfit) as fault:
                self.give_up(str(fault).removesuffix("."))
            except DBAPIError as fault:
                if is_about_content(fault):  # another worker committed the same events first; the next look sees them
                    log.warning("batch_met_another", service=self.service.name)
                else:
                    self._wait_out(fault, pause)
            except Exception as fault:  # noqa: BLE001 - nothing may leave a carrier: Faust would acknowledge the batch
                self.give_up(f"{type(fault).__name__} in delivery")
            else:
                self.health.ready(True, "Events take effect.", part=DELIVERY)
                return done
        self.give_up(f"the database of {self.service.name} has been away for too long")
        return None

    def _deliver(self, batch: Sequence[Message]) -> BatchResult:
        self.health.works()
        try:
            if len(self.database.parts) == 1:
                return self._deliver_to(self.database, batch)
            total = BatchResult()
            for part, own in shares(batch, self.service, self.database):
                total.add(self._deliver_to(part, own))
            return total
        finally:
            self.health.rests()

    def _deliver_to(self, part: Database, batch: Sequence[Message]) -> BatchResult:
        told = partial(self._committed, part)
        return deliver(batch, self.service, part, parked_max=self.parked_max, committed=told)

    def _committed(self, part: Database, said: Sequence[Message]) -> None:
        self.health.works()
        here = said if part.held is None else [message for message in said if part.holds(message.partition)]
        self.said(here)
        if len(here) < len(said):
            self.said_elsewhere()

    def _wait_out(self, fault: DBAPIError, pause: int) -> None:
        name = type(fault.orig or fault).__name__
        says = f"The database of {self.service.name} does not answer ({name}); the batch waits."
        self.health.ready(False, says, part=DELIVERY)
        log.warning("batch_waits", service=self.service.name, error=name, pause_ms=pause)
        if self.stopping.wait(pause / 1000):
            self.give_up("told to stop while the database was away")

    def give_up(self, why: str) -> None:
        """End the process, with a sentence of ours in its log: what waiting cannot help."""
        self.health.ready(False, f"Ending: {why}.", part=DELIVERY)
        log.error("process_ends", service=self.service.name, why=why)
        self.end(UNAVAILABLE)

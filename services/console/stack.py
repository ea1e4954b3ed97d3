"""The console on the stack: it reads the services' schemas under a role of its own, and publishes what it says itself.

What officers do goes from its outbox to Kafka under a principal of its own, by the relay's code, in a thread of this
process. Of several consoles one publishes at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from threading import Event, Thread

from sqlalchemy import MetaData, select

from contracts.base import Envelope
from services.claims.views import closed_days
from services.console.desk_vault import opened_vault
from services.console.tables import TABLES
from services.console.world import AT_ONCE, ConsoleWorld, Identify
from services.eligibility.views import facts_as_they_came
from services.names import CONSOLE, SERVICES
from services.runtime.database.store import Database, outbox
from services.runtime.database.waking import wake
from services.runtime.delivery.arrived import Arrived, moment_of
from services.runtime.kafka.clients import connection
from services.runtime.kafka.metrics import begin_relay
from services.runtime.kafka.process import Process, database_of
from services.runtime.kafka.relay import Relay
from services.runtime.process.settings import Settings
from services.runtime.process.stopwatch import unix_milliseconds


@dataclass(frozen=True)
class StackConsole:
    """The services' databases and the console's own."""

    databases: dict[str, Database]
    own: Database
    settings: Settings
    clock: Callable[[], date]
    """The day of the machine."""
    identify: Identify | None = None

    def world(self) -> ConsoleWorld:
        """What the console works on."""
        return ConsoleWorld(
            databases=self.databases,
            own=self.own,
            heard=self.heard,
            today=self.today,
            now_ms=unix_milliseconds,
            carry=partial(wake, self.own),
            arrived=self.arrived,
            identify=self.identify,
        )

    def heard(self, person: str) -> Iterable[Envelope]:
        """The facts of a person that eligibility keeps, and what services and the console said of them.

        What a bank or another desk told of them is not kept by person outside the log: it shows in what followed.
        """
        return (arrived.envelope for arrived in self.arrived(person))

    def arrived(self, person: str) -> Iterator[Arrived]:
        """The same with when each came: a fact when the log took it in, what a service said when it said so."""
        with self.databases["eligibility"].of_subject(person).reading() as reading:
            yield from facts_as_they_came(reading, person)
        own = outbox.c
        said = select(own.body, own.said_ms).where(own.subject == person).order_by(own.position)
        for database in (self.own, *self.databases.values()):
            with database.of_subject(person).reading() as reading:
                rows = reading.execute(said).all()
            for body, said_ms in rows:
                envelope = Envelope.written_here(body)
                yield Arrived(envelope, moment_of(envelope.time) if said_ms is None else said_ms)

    def today(self) -> date:
        """The day of the machine; where time is simulated, the one after the last that was closed."""
        if self.settings.simulation:
            with self.databases["claims"].reading() as reading:
                closed = closed_days(reading)
            if closed:
                return min(closed.values()) + timedelta(days=1)
        return self.clock()


@contextmanager
def console_on_stack(settings: Settings, process: Process, clock: Callable[[], date]) -> Iterator[StackConsole]:
    """The console on the stack of the settings, publishing what it says. Raises `WrongSetting` in one sentence."""
    databases: dict[str, Database] = {}
    try:
        for name in SERVICES:
            databases[name] = database_of(settings, name, MetaData(), kept=AT_ONCE)
        databases[CONSOLE] = own = database_of(settings, CONSOLE, TABLES, kept=AT_ONCE)
        with _publishing(settings, process, own), opened_vault(settings) as identify:
            yield StackConsole({name: databases[name] for name in SERVICES}, own, settings, clock, identify)
    finally:
        for database in databases.values():
            database.close()


@contextmanager
def _publishing(settings: Settings, process: Process, own: Database) -> Iterator[None]:
    begin_relay((CONSOLE,))
    stop = Event()
    relay = Relay({CONSOLE: own}, connection(settings), process.health)
    thread = Thread(target=relay.run, args=(stop,), name="publishes what officers do")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()

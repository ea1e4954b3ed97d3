"""The console on a laptop's folder: it reads the files as they are, and carries what it says to the services itself.

Acts take turns in this process; each opens the folder's world, lets everything follow, and closes it, so that other
commands may work on the folder as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from threading import Lock

from sqlalchemy import select

from contracts.base import Envelope
from services.claims.edge import Vault
from services.claims.views import closed_days
from services.console.acts.parked_orders import last_order, orders_of
from services.console.desk_vault import VAULT_OF
from services.console.tables import TABLES
from services.console.world import ConsoleWorld, SoughtPerson
from services.runtime.database.store import Database, outbox, outbox_partition
from services.runtime.delivery.outbox import note_published
from services.runtime.delivery.parked_orders import ParkedOrder, carry_out
from services.runtime.laptop.laptop import Laptop
from services.runtime.process.settings import Settings
from services.runtime.process.stopwatch import unix_milliseconds
from services.worlds import cipher_in, laptop_in

OWN_FILE = "console.db"


@dataclass
class LaptopConsole:
    """A folder with the console's own file in it."""

    folder: Path
    settings: Settings
    laptop: Laptop
    own: Database
    clock: Callable[[], date]
    """The day of the machine."""
    _one_at_a_time: Lock = field(default_factory=Lock)
    _ordered: int = 0
    """The number of the last order about parked events that was carried out by this process."""

    def world(self, now_ms: Callable[[], int] = unix_milliseconds) -> ConsoleWorld:
        """What the console works on."""
        return ConsoleWorld(
            databases=self.laptop.databases,
            own=self.own,
            heard=self.heard,
            today=self.today,
            now_ms=now_ms,
            carry=self.carry,
            arrived=self.laptop.heard,
            identify=self.identify,
        )

    def heard(self, person: str) -> Iterable[Envelope]:
        """Every event of a person."""
        return self.laptop.about(person)

    def identify(self, sought: SoughtPerson, most: int) -> Sequence[str]:
        """The pseudonyms of people by number and name; of nobody where the folder has no vault's key yet."""
        if not (self.folder / "keys" / f"{VAULT_OF}.key").exists():
            return ()
        with self.laptop.databases[VAULT_OF].reading() as connection:
            return Vault(cipher_in(self.folder, VAULT_OF)).whose(connection, sought.number, sought.name, most)

    def today(self) -> date:
        """The day after the last that was closed; the machine's where none was."""
        with self.laptop.databases["claims"].reading() as connection:
            closed = closed_days(connection)
        if not closed:
            return self.clock()
        return min(closed.values()) + timedelta(days=1)

    def carry(self) -> None:
        """Bring what the console said into the log, carry out what was ordered, and let all follow from it."""
        with self._one_at_a_time:
            waiting, end = self._waiting()
            with self.own.reading() as connection:
                ordered = last_order(connection)
            if not waiting and ordered == self._ordered:
                return
            laptop = laptop_in(self.folder, self.settings)
            try:
                self._carry_out_orders(laptop)  # first: from then on services are told in memory what follows
                laptop.publish(waiting)
                laptop.run_until_quiet()
            finally:
                laptop.close()
            if waiting:
                with self.own.begin() as connection:
                    note_published(connection, {0: end})
            self._ordered = ordered

    def _carry_out_orders(self, laptop: Laptop) -> None:
        """Each service carries out what was ordered of what it parked."""
        for name, service in laptop.services.items():
            while carry_out(service, laptop.databases[name], partial(self._orders, name)):
                pass

    def _orders(self, service: str, start: int) -> Sequence[ParkedOrder]:
        with self.own.reading() as connection:
            return orders_of(connection, service, start)

    def _waiting(self) -> tuple[list[Envelope], int]:
        """What the log has not got yet, and the number behind it."""
        with self.own.reading() as connection:
            partition = connection.execute(select(outbox_partition)).one_or_none()
            if partition is None or partition.published == partition.next_number:
                return [], 0
            behind = select(outbox.c.body).where(outbox.c.number >= partition.published).order_by(outbox.c.number)
            bodies = connection.scalars(behind).all()
        return [Envelope.from_bytes(body) for body in bodies], partition.next_number


@contextmanager
def console_in(folder: Path, settings: Settings, clock: Callable[[], date]) -> Iterator[LaptopConsole]:
    """The console on a folder that holds a laptop's world, in which everything has happened that follows from it."""
    laptop = laptop_in(folder, settings)
    laptop.run_until_quiet()
    own = Database.on_sqlite(folder / OWN_FILE, TABLES)
    console = LaptopConsole(folder, settings, laptop, own, clock)
    try:
        console.carry()  # what a console that was ended in the middle left behind
        yield console
    finally:
        own.close()
        laptop.close()

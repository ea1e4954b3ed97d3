"""The world in which tasks are walked: where its console is, and how people, the bank and the calendar go on in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

from contracts.base import Envelope
from contracts.clock import DayClosed
from deploy.ports import free_ports
from services.almp_referral.views import synthetic_programmes
from services.claims.edge import Vault
from services.payments.bank.bank_details import register_account
from services.runtime.laptop.laptop import Laptop
from services.runtime.process.settings import Settings
from services.worlds import cipher_in, laptop_in
from tests.services.console.browsing import served
from tests.services.console.house import House, house
from tests.services.console.walking.people import ACCOUNTS, NAMED, TODAY, claim_of, claims_filed, halted, known_before
from tests.stories.town import bank_pays, said


class WalkedWorld(Protocol):
    """A laptop, or the stack."""

    @property
    def address(self) -> str:
        """Where the console is served."""

    def tells(self, envelopes: Sequence[Envelope]) -> None:
        """Something comes from outside."""

    def parks(self, envelopes: Sequence[Envelope]) -> None:
        """Registries tell what cannot take effect."""

    def closes(self, day: date) -> None:
        """A day is over."""

    def bank_pays(self, day: date) -> None:
        """The bank books, until a day, all that it was sent."""


def begin(world: WalkedWorld) -> None:
    """Everybody is known, has claimed, and one more day is closed."""
    world.tells([*synthetic_programmes().messages(), *known_before()])
    world.tells(claims_filed())
    world.parks(halted())
    world.closes(TODAY)


@dataclass
class LaptopWorld:
    """A folder on SQLite whose console is served; what comes from outside and officers' acts take turns."""

    address: str
    office: House

    def tells(self, envelopes: Sequence[Envelope]) -> None:
        with self._laptop() as laptop:
            laptop.publish(envelopes)
            laptop.run_until_quiet()

    parks = tells

    def closes(self, day: date) -> None:
        at = datetime(day.year, day.month, day.day, 23, tzinfo=UTC)
        with self._laptop() as laptop:
            closed = [DayClosed(day=day, partition=number) for number in range(laptop.partitions)]
            laptop.publish(said(one, person=f"partition-{one.partition}", at=at) for one in closed)
            laptop.run_until_quiet()

    def bank_pays(self, day: date) -> None:
        with self._laptop() as laptop:
            for person in ACCOUNTS:
                bank_pays(laptop, day, person=person, claim=claim_of(person))

    @contextmanager
    def _laptop(self) -> Iterator[Laptop]:
        with self.office.console._one_at_a_time:
            laptop = laptop_in(self.office.console.folder, Settings())
            try:
                yield laptop
            finally:
                laptop.close()


@contextmanager
def laptop_world(folder: Path) -> Iterator[LaptopWorld]:
    """The world on SQLite, with everybody in it."""
    laptop = laptop_in(folder, Settings())
    with laptop.databases["payments"].begin() as connection:
        for person, account in ACCOUNTS.items():
            register_account(connection, cipher_in(folder, "payments"), person, account)
    with laptop.databases["claims"].begin() as connection:
        Vault(cipher_in(folder, "claims")).put(connection, NAMED.items())
    laptop.close()
    (port,) = free_ports(1)
    address = f"http://127.0.0.1:{port}"
    with house(folder, address) as office, served(office.app, port):
        world = LaptopWorld(address, office)
        begin(world)
        yield world

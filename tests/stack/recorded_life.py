"""Some people's lives on a laptop, written down step by step, so that they can be lived again on other databases."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from contracts.base import Envelope
from services.claims.vault import Identity, Vault
from services.demo.bank.server import BankOnLoopback, bank_on_loopback
from services.demo.calendar import FIRST_DAY
from services.demo.identity import Invented
from services.demo.officers import Officers
from services.demo.people import People
from services.demo.world import CommitteeHere
from services.payments.bank.bank_details import register_accounts
from services.payments.bank.gateway import BankGateway
from services.runtime.database.store import Database
from services.runtime.delivery.batch_result import BatchResult
from services.runtime.delivery.delivery import deliver
from services.runtime.delivery.messages import Message
from services.runtime.laptop import laptop as runtime
from services.runtime.laptop.laptop import Laptop
from services.runtime.privacy.cipher import Cipher
from services.runtime.privacy.key_store import KeyStore
from services.runtime.service import Service
from services.worlds import all_services, cipher_in, keys_in, served_schemes
from tests.stack.brief_life import Brief, PatientWorld
from tests.stack.real_world import PARTITIONS

COME_BACK = 3
"""So many claimants' first payments come back: some of them are refused and paid nothing."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a life can be lived again: the databases of all services, and a bank."""

    services: Mapping[str, Service[Any]]
    databases: Mapping[str, Database]
    bank: BankOnLoopback
    gateway: BankGateway
    withheld: bytes | None = None
    """A message that nobody is given here."""
    otherwise: list[str] = field(default_factory=list)
    """What the bank was told or said otherwise than the first time."""

    def compare(self, errand: str, found: object, expected: object) -> None:
        """Note an errand to the bank that did not end as it did the first time."""
        if found != expected:
            self.otherwise.append(f"{errand}: {found} and not {expected}")


Step = Callable[[Place], None]
"""One thing that happened, to happen again elsewhere."""


@dataclass
class Life:
    """What happened, in order, and the laptop where it did."""

    folder: Path
    people: People
    steps: list[Step] = field(default_factory=list)

    def delivered(self, batch: Sequence[Message], service: Service[Any], database: Database, **how: Any) -> BatchResult:
        """Deliver a batch, and write down that it was."""
        copies = [replace(one, opened=None, read_by=None, item=None) for one in batch]
        name = service.name

        def again(place: Place) -> None:
            batch = [replace(one) for one in copies if one.raw != place.withheld]
            deliver(batch, place.services[name], place.databases[name])

        self.steps.append(again)
        return deliver(batch, service, database, **how)

    def services(self) -> list[Service[Any]]:
        """The services as they are there: with the keys that lie in the folder."""
        cipher = cipher_in(self.folder, "payments")
        return all_services(served_schemes(), partitions=PARTITIONS, bank_cipher=cipher)

    def laptop(self) -> Laptop:
        """The laptop."""
        return Laptop(self.folder, self.services(), partitions=PARTITIONS)

    def lived_again(self, databases: Mapping[str, Database], *, withheld: bytes | None = None) -> list[str]:
        """Take every step again on empty databases, with the same keys and a bank of their own.

        Returns what the bank was told or said otherwise.
        """
        with bank_on_loopback(FIRST_DAY) as bank:
            gateway = BankGateway(bank.url, cipher_in(self.folder, "payments"))
            services = {one.name: one for one in self.services()}
            place = Place(services, databases, bank, gateway, withheld)
            introduce(self.people, databases, self.folder)
            for step in self.steps:
                step(place)
        return place.otherwise


@dataclass(frozen=True, slots=True)
class WrittenDownBank(BankOnLoopback):
    """A bank whose strings are pulled on the record."""

    steps: list[Step]

    def advance_to(self, day: date) -> None:
        self.steps.append(lambda place: place.bank.advance_to(day))
        BankOnLoopback.advance_to(self, day)

    def reopen_account(self, account: str) -> None:
        self.steps.append(lambda place: place.bank.reopen_account(account))
        BankOnLoopback.reopen_account(self, account)

    def return_later(self, account: str, **how: Any) -> None:
        self.steps.append(lambda place: place.bank.return_later(account, **how))
        BankOnLoopback.return_later(self, account, **how)


class WrittenDownGateway(BankGateway):
    """A gateway whose errands are on the record, with what came of them."""

    def __init__(self, url: str, cipher: Cipher, steps: list[Step]) -> None:
        super().__init__(url, cipher)
        self._steps = steps

    def send_sealed(self, database: Database, goes_on: Callable[[], bool] = lambda: True) -> int:
        sent = super().send_sealed(database, goes_on)
        self._steps.append(
            lambda place: place.compare("sent", place.gateway.send_sealed(place.databases["payments"]), sent)
        )
        return sent

    def collect(self, database: Database) -> list[Envelope]:
        said = super().collect(database)
        self._steps.append(
            lambda place: place.compare("said", place.gateway.collect(place.databases["payments"]), said)
        )
        return said


def lived(folder: Path, people: People, patch: pytest.MonkeyPatch) -> Life:
    """Let the people live on a laptop in the folder, on the record."""
    life = Life(folder, people)
    laptop = life.laptop()
    patch.setattr(runtime, "deliver", life.delivered)
    with bank_on_loopback(FIRST_DAY) as real:
        bank = WrittenDownBank(real.url, real.bank, life.steps)
        gateway = WrittenDownGateway(bank.url, cipher_in(folder, "payments"), life.steps)
        officers = Officers(people.seed)
        for account in _some_claimants_accounts(people):
            bank.return_later(account)
        world = PatientWorld(laptop, CommitteeHere(laptop), people.seed)
        ours = laptop.databases
        Brief(world, people, bank, gateway, lambda _doing, _carried: None, officers, ours["payments"], ours).run()
    laptop.close()
    return life


def _some_claimants_accounts(people: People) -> list[str]:
    """The accounts of a few claimants: what is paid to them comes back once."""
    claimants = {worker.person for worker in people.everybody() if worker.claimed_on is not None}
    return [one.account for one in people.identities() if one.person in claimants][:COME_BACK]


def introduce(people: People, databases: Mapping[str, Database], keys: Path, store: KeyStore | None = None) -> None:
    """Names go to the vault and accounts to payments, as the demonstration does it; `store` holds the data keys."""
    store = store or keys_in(keys)
    known: list[Invented] = list(people.identities())
    with databases["claims"].begin() as connection:
        named = ((one.person, Identity(one.name, one.national_id, one.born_on)) for one in known)
        Vault(Cipher.from_file(keys / "keys" / "claims.key", store)).put(connection, named)
    with databases["payments"].begin() as connection:
        cipher = Cipher.from_file(keys / "keys" / "payments.key", store)
        register_accounts(connection, cipher, ((person.person, person.account) for person in known))

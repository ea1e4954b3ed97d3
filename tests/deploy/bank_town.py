"""Payments on a real server with the roles of an installation, and a bank that goes on whatever becomes of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Self

from lxml import etree
from sqlalchemy import text

from contracts.clock import DayClosed
from services.demo.bank.server import BankOnLoopback
from services.operations.audit import audit_ledger
from services.operations.findings import Audit
from services.payments.bank.bank_details import register_accounts
from services.payments.bank.gateway import BankGateway
from services.runtime.database.store import Database
from services.runtime.laptop.laptop import Laptop
from services.worlds import cipher_in
from tests.deploy.installation import Installation
from tests.services.payments.released import released
from tests.services.payments.world import FILED, account_of, assessment, enveloped

PEOPLE = ("ann", "bob", "cleo")
SUMS = "SELECT person, SUM(amount_minor) FROM instruction GROUP BY person ORDER BY person"


def payments_in(installation: Installation, folder: Path, name: str) -> Laptop:
    """Payments alone on a database of the server, under its own role; what it hears lies in the folder, as in a log."""
    laptop = Laptop(folder, [installation.services["payments"]], partitions=1)
    laptop.databases["payments"].close()
    laptop.databases["payments"] = installation.database("payments", name)
    return laptop


@dataclass
class Town:
    """Payments on one database of the server, its log, and the gateway as its own role with its own journal."""

    installation: Installation
    folder: Path
    bank: BankOnLoopback
    name: str

    def __post_init__(self) -> None:
        self.laptop = payments_in(self.installation, self.folder, self.name)
        self.seen_by_gateway: Database = self.installation.database_as("tideover_gateway", "payments", self.name)
        self.cipher = cipher_in(self.installation.secrets / "laptop", "payments")
        self.gateway = BankGateway(self.bank.url, self.cipher, journal=self.folder / "sent-files")

    def assesses(self, person: str, minor: int, number: int, start: date = FILED) -> None:
        self.laptop.publish([enveloped(person, assessment(minor, number, start=start))])

    def closes(self, day: date) -> None:
        closed = [DayClosed(day=day, partition=one) for one in range(self.laptop.partitions)]
        self.laptop.publish(enveloped(f"partition-{one.partition}", one) for one in closed)
        self.laptop.run_until_quiet()

    def sends(self) -> int:
        released(self.laptop.databases["payments"])
        return self.gateway.send_sealed(self.seen_by_gateway)

    def hears_the_bank(self, day: date) -> None:
        self.bank.advance_to(day)
        self.laptop.publish(self.gateway.collect(self.seen_by_gateway))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with self.laptop.databases["payments"].reading() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def breaches(self) -> list[str]:
        audit = Audit()
        audit_ledger(self.laptop.databases["payments"], audit)
        return [str(breach) for breach in audit.findings]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.seen_by_gateway.close()
        self.laptop.close()


def paid_by(bank: BankOnLoopback) -> Counter[str]:
    """How often the bank booked each payment, by its own messages."""
    booked: Counter[str] = Counter()
    for message in bank.bank.archive:
        if message["type"].startswith("camt.054"):
            root = etree.fromstring(message["body"].encode())
            booked.update(str(element.text) for element in root.iter("{*}EndToEndId"))
    return booked


DAY = FILED + timedelta(days=20)


def lived_until_the_copy(town: Town) -> None:
    """Three people are due a payment; the copy is made before it is sealed."""
    desk = town.installation.database_as("tideover_desk", "payments")
    with desk.begin() as connection:
        accounts = [(person, account_of(number)) for number, person in enumerate(PEOPLE)]
        register_accounts(connection, town.cipher, accounts)
    desk.close()
    for person in PEOPLE:
        town.assesses(person, 40000, 1)
    town.laptop.run_until_quiet()


def lived_after_the_copy(town: Town) -> None:
    """Everybody is paid, ann a supplement beside, and of bob's money too much has left; not all is answered for."""
    town.closes(DAY)
    assert town.sends() == 1
    town.assesses("ann", 45000, 2)  # a copy that hears both at once would make one payment of it
    town.assesses("bob", 30000, 2)
    town.closes(DAY + timedelta(days=1))
    assert town.sends() == 1
    town.hears_the_bank(DAY + timedelta(days=1))
    town.laptop.run_until_quiet()


def lives_on(town: Town) -> None:
    """All is heard again; a new payment waits until the bank has answered for what went out before."""
    town.laptop.run_until_quiet()
    assert town.rows("SELECT name FROM payment_file WHERE state <> 'accepted'") == []
    town.assesses("cleo", 5000, 1, start=FILED + timedelta(days=14))
    town.closes(DAY + timedelta(days=2))
    assert town.sends() == 0
    assert town.breaches()
    town.hears_the_bank(DAY + timedelta(days=9))
    town.closes(DAY + timedelta(days=3))
    assert town.sends() == 0
    assert town.gateway.held == ()
    town.closes(DAY + timedelta(days=4))
    assert town.sends() == 1
    town.hears_the_bank(DAY + timedelta(days=20))
    town.laptop.run_until_quiet()

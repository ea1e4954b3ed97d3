"""Every service may die at any statement or commit of a short life: told again from the start, it ends the same.

The calm run of the whole town gives each service its messages. Each service is then given them alone, crashes at
one boundary, is opened again and given all of them once more, for every boundary there is. The way to the bank is
tried in the same manner.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import LargeBinary, event, select

from contracts.base import Envelope, read
from contracts.casework import AnswerGiven, Officer, Verdict
from contracts.claims import QuestionOpened
from services.demo.bank.server import BankOnLoopback, bank_on_loopback
from services.names import SERVICES
from services.payments.bank.gateway import BankGateway
from services.payments.bank.sealed_files import FileState, names_in
from services.runtime.database.store import Database, outbox
from services.runtime.delivery.delivery import deliver
from services.runtime.delivery.messages import Message
from services.runtime.laptop.laptop import Laptop
from services.runtime.process.settings import Settings
from services.runtime.service import Service
from services.simulation.crashes import Crash, crashing
from services.worlds import all_services, cipher_in, served_schemes
from tests.services.payments.released import released
from tests.stories.town import (
    FIRST,
    bank_pays,
    born,
    certifies,
    closes,
    files_claim,
    fill,
    final,
    lost_work,
    said,
    town,
    wages,
)

PAYDAY = FIRST + timedelta(days=14)
PARTITIONS = Settings().partitions


def lives(laptop: Laptop) -> None:
    """A claim, a certification, a payment; earnings are corrected afterwards, and an officer answers what is asked."""
    fill(laptop, [said(wages(month)) for month in (13, 16, 19)])
    fill(laptop, [said(born()), said(lost_work()), said(files_claim()), said(certifies(0))])
    closes(laptop, PAYDAY)
    bank_pays(laptop, PAYDAY + timedelta(days=1))
    fill(laptop, [said(certifies(0, earned=(0, 6_000), version=2))])
    answers(laptop)
    closes(laptop, PAYDAY + timedelta(days=2))


def answers(laptop: Laptop) -> None:
    """An officer waives the overpayment, for the claimant, at once."""
    for message in list(laptop.log("claims")):
        event = read(Envelope.from_bytes(message.raw))
        if isinstance(event, QuestionOpened):
            given = AnswerGiven(
                question=event.question,
                answered_on=PAYDAY + timedelta(days=2),
                officer=Officer(staff="officer-1", role="examiner"),
                verdict=Verdict.FOR_CLAIMANT,
                reasons="The claimant could not know.",
                article=event.cites,
                facts_considered=(event.claim,),
            )
            fill(laptop, [said(given)])


def story_ids(laptop: Laptop) -> list[str]:
    """The ids of everything that every service says of the short life, in order."""
    lives(laptop)
    return [str(Envelope.from_bytes(message.raw).id) for name in laptop.services for message in laptop.log(name)]


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    """The town after a calm run."""
    laptop = town(tmp_path_factory.mktemp("calm"))
    lives(laptop)
    yield laptop
    laptop.close()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town's folder before anything happened."""
    folder = tmp_path_factory.mktemp("empty")
    town(folder).close()
    return folder


def messages_for(laptop: Laptop, name: str) -> list[list[Message]]:
    """What a service was given, a topic at a time, each topic in two halves so that state is loaded again."""
    batches = []
    for topic in laptop.services[name].topics():
        told = list(laptop.log(topic))
        half = (len(told) + 1) // 2
        batches += [part for part in (told[:half], told[half:]) if part]
    return batches


class Alone:
    """A service of a town with its own file; the others are not opened.

    Its engine serves one start after the other, since what SQLAlchemy has compiled is no state of a process.
    """

    def __init__(self, name: str, empty: Path, folder: Path) -> None:
        shutil.copytree(empty / "keys", folder / "keys")
        self.name = name
        self.folder = folder
        self.file = folder / f"{name}.db"
        self.empty = empty / self.file.name
        self.cipher = cipher_in(folder, "payments")
        self.service = self._service()
        self.database = Database.on_sqlite(self.file, self.service.tables, partitions=PARTITIONS)
        event.listen(self.database.engine, "connect", _without_waiting_for_the_disk)
        self.from_nothing()

    def _service(self) -> Service[Any]:
        services = all_services(served_schemes(), partitions=PARTITIONS, bank_cipher=self.cipher)
        return next(one for one in services if one.name == self.name)

    def from_nothing(self) -> None:
        """A process starts in a town where nothing has happened."""
        self.database.close()
        for beside in ("-wal", "-shm"):
            self.file.with_name(self.file.name + beside).unlink(missing_ok=True)
        shutil.copy(self.empty, self.file)
        self.starts()

    def starts(self) -> None:
        """A process starts with what is on disk, new connections, and nothing in memory."""
        self.database.close()
        self.service = self._service()
        self.database = Database(self.database.engine, self.service.tables, partitions=PARTITIONS)

    def is_given(self, batches: list[list[Message]]) -> None:
        for batch in batches:
            deliver(batch, self.service, self.database)

    def dies(self, batches: list[list[Message]], crash_at: int) -> None:
        """It is given the batches and dies at a boundary; the file is as it was left."""
        with pytest.raises(Crash), crashing([self.database.engine], crash_at):
            self.is_given(batches)

    def stored(self) -> dict[str, Any]:
        """Everything that is stored and said, sealed bytes aside: sealing the same twice looks different."""
        found: dict[str, Any] = {}
        with self.database.begin() as connection:
            for table in self.database.tables.sorted_tables:
                sealed = {c.name for c in table.columns if isinstance(c.type, LargeBinary)}
                left_out = sealed if self.service.name == "payments" else set()
                columns = [column for column in table.columns if column.name not in left_out]
                found[table.name] = sorted(map(str, connection.execute(select(*columns))))
            found["said"] = sorted(connection.scalars(select(outbox.c.body)))
        return found


def _without_waiting_for_the_disk(connection: sqlite3.Connection, _record: object) -> None:
    """What a process has committed outlives it; that it outlives a power cut is not tried here."""
    connection.execute("PRAGMA synchronous=OFF")


MakeAlone = Callable[[str], Alone]


@pytest.fixture
def alone(empty: Path, tmp_path: Path) -> Iterator[MakeAlone]:
    """Makes a service that is alone, in a town where nothing has happened."""
    made: list[Alone] = []

    def make(name: str) -> Alone:
        made.append(Alone(name, empty, tmp_path / str(len(made))))
        return made[-1]

    yield make
    for one in made:
        one.database.close()


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_that_dies_anywhere_and_is_told_again_ends_the_same(
    name: str, calm: Laptop, alone: MakeAlone
) -> None:
    batches, service = messages_for(calm, name), alone(name)
    with crashing([service.database.engine]) as counter:
        service.is_given(batches)
    wanted = service.stored()
    assert counter.passed > 40, "there are boundaries to crash at"
    for crash_at in range(1, counter.passed + 1):
        service.from_nothing()
        service.dies(batches, crash_at)
        service.starts()
        service.is_given(batches)
        assert service.stored() == wanted, crash_at


def test_the_check_bites_when_consequences_have_random_ids(
    calm: Laptop, alone: MakeAlone, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches, eligibility = messages_for(calm, "eligibility"), alone("eligibility")
    monkeypatch.setattr("contracts.base.uuid5", lambda *_: uuid4())
    eligibility.is_given(batches)
    wanted = eligibility.stored()
    eligibility.from_nothing()
    eligibility.dies(batches, 20)
    eligibility.starts()
    eligibility.is_given(batches)
    assert eligibility.stored() != wanted


def test_the_check_bites_when_the_inbox_is_forgotten(
    calm: Laptop, alone: MakeAlone, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches, claims = messages_for(calm, "claims"), alone("claims")
    monkeypatch.setattr("services.runtime.delivery.delivery.take_note", lambda *_: None)
    claims.is_given(batches)
    before = claims.stored()
    receipt = deliver(batches[0], claims.service, claims.database)
    after = claims.stored()
    assert receipt.duplicates == 0
    assert (receipt.parked, after) != (0, before) or receipt.done > 0, "the repeat is not recognised"


Heard = set[tuple[str, str]]


def entries(envelopes: list[Envelope]) -> Heard:
    """What the bank says of which payment; how it numbers its messages depends on how often it was asked."""
    return {(one.data["end_to_end"], one.data["result"]) for one in envelopes}


def sends(database: Database, gateway: BankGateway, bank: BankOnLoopback) -> Heard:
    """Send what is sealed and collect what the bank says of it."""
    gateway.send_sealed(database)
    bank.advance_to(PAYDAY + timedelta(days=3))
    return entries(gateway.collect(database))


def test_the_way_to_the_bank_pays_once_wherever_it_breaks_off(empty: Path, tmp_path: Path) -> None:
    sealed = tmp_path / "sealed"
    shutil.copytree(empty, sealed)
    laptop = town(sealed)
    fill(laptop, [said(wages(month)) for month in (13, 16, 19)])
    fill(laptop, [said(born()), said(lost_work()), said(files_claim()), said(certifies(0))])
    closes(laptop, PAYDAY)
    released(laptop.databases["payments"])
    laptop.close()
    payments = Alone("payments", sealed, tmp_path / "alone")
    boundaries, wanted, paid = _sent(payments, None)
    assert boundaries > 10
    assert sum(paid.values()) == 1
    for crash_at in range(1, boundaries + 1):
        _, heard, booked = _sent(payments, crash_at)
        assert booked == paid, f"paid twice or not at all after a crash at {crash_at}"
        assert heard == wanted, crash_at
    payments.database.close()


def _sent(payments: Alone, crash_at: int | None) -> tuple[int, Heard, dict[str, int]]:
    """Boundaries passed, the bank's entries, and how often the bank booked each payment."""
    payments.from_nothing()
    with bank_on_loopback(PAYDAY) as bank:
        gateway = BankGateway(bank.url, cipher_in(payments.folder, "payments"))
        if crash_at is None:
            with crashing([payments.database.engine]) as crasher:
                heard = sends(payments.database, gateway, bank)
            passed = crasher.passed
        else:
            with pytest.raises(Crash), crashing([payments.database.engine], crash_at):
                sends(payments.database, gateway, bank)
            payments.starts()
            heard, passed = _mended(payments, bank), crash_at
        booked = "".join(one["body"] for one in bank.bank.archive if one["type"].startswith("camt.054"))
    ids = {part.split("<")[0] for part in booked.split("<EndToEndId>")[1:]}
    return passed, heard, {one: booked.count(f"<EndToEndId>{one}<") for one in ids}


def _mended(payments: Alone, bank: BankOnLoopback) -> Heard:
    """An operator starts the gateway again, sends doubtful files again, and reads all of the bank's messages again."""
    gateway = BankGateway(bank.url, cipher_in(payments.folder, "payments"))
    database = payments.database
    gateway.send_sealed(database)
    with database.begin() as connection:
        doubtful = names_in(connection, FileState.UNKNOWN)
    for name in doubtful:
        gateway.send_again(database, name)
    bank.advance_to(PAYDAY + timedelta(days=3))
    return entries(gateway.collect_again(database))


def test_the_calm_run_is_worth_crashing(calm: Laptop) -> None:
    """The short life reaches every service: money was paid, then too much of it, and a person decided."""
    assert all(messages_for(calm, name) for name in SERVICES)
    assert final(calm)["net"] == {"claim-1/0": 2_600}

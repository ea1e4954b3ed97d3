"""Every service may die at any statement or commit of a short life: told again from the start, it ends the same.

The calm run of the whole town gives each service its messages. Each service is then given them alone, crashes at
one boundary, is opened again and given all of them once more, for every boundary there is. The way to the bank is
tried in the same manner.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import LargeBinary, select

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


@dataclass
class Alone:
    """A service of a town with its database; the others are not opened."""

    service: Service[Any]
    database: Database

    @classmethod
    @contextmanager
    def of(cls, name: str, folder: Path) -> Iterator[Alone]:
        """The service as a process opens it that has just started."""
        services = all_services(served_schemes(), partitions=PARTITIONS, bank_cipher=cipher_in(folder, "payments"))
        service = next(one for one in services if one.name == name)
        database = Database.on_sqlite(folder / f"{name}.db", service.tables, partitions=PARTITIONS)
        try:
            yield cls(service, database)
        finally:
            database.close()

    def is_given(self, batches: list[list[Message]]) -> None:
        for batch in batches:
            deliver(batch, self.service, self.database)

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


def copied(name: str, empty: Path, folder: Path) -> Path:
    """The service's own files of a town, and the keys."""
    shutil.copytree(empty / "keys", folder / "keys")
    shutil.copy(empty / f"{name}.db", folder)
    return folder


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_that_dies_anywhere_and_is_told_again_ends_the_same(
    name: str, calm: Laptop, empty: Path, tmp_path: Path
) -> None:
    batches = messages_for(calm, name)
    with Alone.of(name, copied(name, empty, tmp_path / "undisturbed")) as undisturbed:
        with crashing([undisturbed.database.engine]) as counter:
            undisturbed.is_given(batches)
        wanted = undisturbed.stored()
    assert counter.passed > 40, "there are boundaries to crash at"
    for crash_at in range(1, counter.passed + 1):
        folder = copied(name, empty, tmp_path / str(crash_at))
        assert dies_and_is_told_again(name, batches, folder, crash_at) == wanted, crash_at


def dies_and_is_told_again(name: str, batches: list[list[Message]], folder: Path, crash_at: int) -> dict[str, Any]:
    with (
        Alone.of(name, folder) as dying,
        pytest.raises(Crash),
        crashing([dying.database.engine], crash_at),
    ):
        dying.is_given(batches)
    with Alone.of(name, folder) as again:
        again.is_given(batches)
        return again.stored()


def test_the_check_bites_when_consequences_have_random_ids(
    calm: Laptop, empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches = messages_for(calm, "eligibility")
    monkeypatch.setattr("contracts.base.uuid5", lambda *_: uuid4())
    with Alone.of("eligibility", copied("eligibility", empty, tmp_path / "undisturbed")) as undisturbed:
        undisturbed.is_given(batches)
        wanted = undisturbed.stored()
    folder = copied("eligibility", empty, tmp_path / "again")
    assert dies_and_is_told_again("eligibility", batches, folder, 20) != wanted


def test_the_check_bites_when_the_inbox_is_forgotten(
    calm: Laptop, empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches = messages_for(calm, "claims")
    monkeypatch.setattr("services.runtime.delivery.delivery.take_note", lambda *_: None)
    with Alone.of("claims", copied("claims", empty, tmp_path / "forgetful")) as claims:
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
    laptop.close()
    boundaries, wanted, paid = _sent(sealed, tmp_path / "calm", None)
    assert boundaries > 10
    assert sum(paid.values()) == 1
    for crash_at in range(1, boundaries + 1):
        _, heard, booked = _sent(sealed, tmp_path / f"crash-{crash_at}", crash_at)
        assert booked == paid, f"paid twice or not at all after a crash at {crash_at}"
        assert heard == wanted, crash_at


def _sent(sealed: Path, folder: Path, crash_at: int | None) -> tuple[int, Heard, dict[str, int]]:
    """Boundaries passed, the bank's entries, and how often the bank booked each payment."""
    shutil.copytree(sealed, folder)
    with bank_on_loopback(PAYDAY) as bank:
        laptop = town(folder)
        gateway = BankGateway(bank.url, cipher_in(folder, "payments"))
        if crash_at is None:
            with crashing([laptop.databases["payments"].engine]) as crasher:
                heard = sends(laptop.databases["payments"], gateway, bank)
            passed = crasher.passed
        else:
            with pytest.raises(Crash), crashing([laptop.databases["payments"].engine], crash_at):
                sends(laptop.databases["payments"], gateway, bank)
            heard, passed = _mended(folder, bank), crash_at
        laptop.close()
        booked = "".join(one["body"] for one in bank.bank.archive if one["type"].startswith("camt.054"))
    ids = {part.split("<")[0] for part in booked.split("<EndToEndId>")[1:]}
    return passed, heard, {one: booked.count(f"<EndToEndId>{one}<") for one in ids}


def _mended(folder: Path, bank: BankOnLoopback) -> Heard:
    """An operator starts the gateway again, sends doubtful files again, and reads all of the bank's messages again."""
    laptop = town(folder)
    gateway = BankGateway(bank.url, cipher_in(folder, "payments"))
    database = laptop.databases["payments"]
    gateway.send_sealed(database)
    with database.begin() as connection:
        doubtful = names_in(connection, FileState.UNKNOWN)
    for name in doubtful:
        gateway.send_again(database, name)
    bank.advance_to(PAYDAY + timedelta(days=3))
    heard = entries(gateway.collect_again(database))
    laptop.close()
    return heard


def test_the_calm_run_is_worth_crashing(calm: Laptop) -> None:
    """The short life reaches every service: money was paid, then too much of it, and a person decided."""
    assert all(messages_for(calm, name) for name in SERVICES)
    assert final(calm)["net"] == {"claim-1/0": 2_600}

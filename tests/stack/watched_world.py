"""A world under watch: the demonstration's people in this process, `tideover exporter` in its own, then faults."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine, select
from sqlalchemy.exc import OperationalError

from contracts.bank import BankReported, BankResult
from contracts.base import derived_id, seal
from contracts.values import Money
from services.demo.calendar import morning_of
from services.demo.people import People
from services.demo.run import demonstrate
from services.payments.model import PaymentStage, end_to_end_of
from services.payments.tables import instruction
from services.runtime.database.store import Database
from services.runtime.delivery import metrics
from services.runtime.delivery.delivery import deliver
from services.runtime.delivery.messages import Message
from services.runtime.kafka.metrics import begin_relay
from services.runtime.laptop.laptop import Laptop
from services.runtime.process.health import Health
from services.runtime.process.http import serving
from services.runtime.process.stopwatch import unix_milliseconds
from services.worlds import laptop_in

PEOPLE = 40
POISON = 60
RESENT = 40


@dataclass
class World:
    """What is watched: the addresses to scrape, and the laptop behind them."""

    laptop: Laptop
    targets: list[str]

    def live(self) -> None:
        """The demonstration's people, from the registries' initial load to the last payment."""
        demonstrate(self.laptop, People(count=PEOPLE), lambda _doing, _carried: None)

    def suffer(self) -> None:
        """What goes wrong in a bad hour; each is seen by at least one panel."""
        self._send_again()
        self._return_a_payment()
        self._poison()
        self._lose_a_server()
        self.laptop.publish_raw([("registry", b"nobody reads this")])  # and the readers fall behind

    def _send_again(self) -> None:
        """A log is read again from some way back, so everything in it comes twice, stamped with its arrival."""
        for name, service in self.laptop.services.items():
            for topic in service.topics():
                end = sum(1 for _ in self.laptop.log(topic))
                again = [
                    Message(one.raw, one.topic, one.partition, one.offset, unix_milliseconds())
                    for one in list(self.laptop.log(topic))[max(0, end - RESENT) :]
                ]
                deliver(again, service, self.laptop.databases[name])

    def _return_a_payment(self) -> None:
        with self.laptop.databases["payments"].begin() as connection:
            settled = instruction.c.stage == PaymentStage.SETTLED
            row = connection.execute(select(instruction).where(settled).order_by(instruction.c.id).limit(1)).one()
        returned = BankReported(
            end_to_end=end_to_end_of(row.id),
            result=BankResult.RETURNED,
            amount=Money(minor=row.amount_minor, currency=row.currency),
            booked_on=row.due_on,
            bank_code="AC04",
            message="returned-1",
        )
        at = morning_of(row.due_on)
        event_id = derived_id("returned", row.id)
        self.laptop.publish([seal(returned, subject=row.person, source="/bank", time=at, event_id=event_id)])
        self.laptop.run_until_quiet()

    def _poison(self) -> None:
        self.laptop.publish_raw(("intake", b'{"specversion": %d' % number) for number in range(POISON))
        self.laptop.run_until_quiet()

    def _lose_a_server(self) -> None:
        """Each service once finds its database gone."""
        gone = Database(create_engine(f"sqlite:///{self.laptop.folder / 'gone' / 'gone.db'}"), MetaData())
        for service in self.laptop.services.values():
            with pytest.raises(OperationalError):
                deliver([Message(b"{}", service.topics()[0], 0, 1)], service, gone)


@contextmanager
def watched_world(folder: Path) -> Iterator[World]:
    """A world whose processes can be scraped."""
    laptop = laptop_in(folder)
    for service in laptop.services.values():
        metrics.begin(service)
        metrics.show_limit(service.name, 10_000)
    begin_relay()
    health = Health(beat_max_seconds=3600)
    health.beat()
    health.ready(True, "The laptop carries events.")
    with serving(health) as workers, exporter(folder) as watching:
        yield World(laptop, [workers, watching])
    laptop.close()


@contextmanager
def exporter(folder: Path) -> Iterator[str]:
    """`tideover exporter` as an operator starts it; its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "services", "exporter", "--folder", str(folder), "--seconds", "1"],
        env=os.environ | {"TIDEOVER_HTTP_PORT": "0"},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        said = process.stderr.readline()
        assert "metrics_served" in said, said + process.stderr.read()
        yield json.loads(said)["address"]
    finally:
        process.terminate()
        assert process.wait(timeout=30) == 0, "the exporter ends cleanly when it is told to"
        if process.stderr is not None:
            process.stderr.close()

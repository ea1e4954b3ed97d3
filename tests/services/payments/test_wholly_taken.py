"""A payment of which nothing is left frees a place in a file, and no payment that was not looked at takes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from services.payments.closed_days import KeepsDays
from services.payments.handlers import make_service
from services.payments.recoveries.terms import FILE, Terms
from services.payments.schedule import PaymentRun
from services.runtime.service import Service
from tests.services.payments.debts import FINAL, InDebt, decision
from tests.services.payments.deductions import TERMS, Deducting, due, orders
from tests.services.payments.world import assessment

PEOPLE = tuple(f"p-{number}" for number in range(5))
ALL_OF_IT = TERMS.replace("value: 0.50", "value: 1").replace("value: 30", "value: 0")
"""An order may take everything that the law leaves."""


def with_short_files(service: Service[Any]) -> Service[Any]:
    """The service with two payments in a file at most."""
    keeps = service.close_day
    assert isinstance(keeps, KeepsDays)
    assert isinstance(keeps.run, PaymentRun)
    service.close_day = replace(keeps, run=replace(keeps.run, at_once=2))
    return service


class Ordered(Deducting):
    """Payments on the made-up terms, in short files."""

    def service(self, partitions: int) -> Any:
        return with_short_files(super().service(partitions))


class Withholding(InDebt):
    """Debts are withheld from the whole of a payment, in short files."""

    def __init__(self, folder: Path, **options: Any) -> None:
        self.terms = folder / "terms.yaml"
        whole = FILE.read_text("utf-8").replace("value: 0.10", "value: 1").replace("value: 30\n", "value: 0\n")
        self.terms.write_text(whole, "utf-8")
        super().__init__(folder, **options)

    def service(self, partitions: int) -> Any:
        service = make_service(cipher=self.cipher, partitions=partitions, terms=Terms.from_file(self.terms))
        return with_short_files(service)


def test_by_orders_leaves_nobody_behind_it_without_their_own_deductions(tmp_path: Path) -> None:
    world = Ordered(tmp_path, ALL_OF_IT, people=PEOPLE, partitions=1)
    for person in PEOPLE:
        world.hears(person, orders(f"o-{person}", 100_000), due(40_000))
    world.closes()
    assert world.net() == 0
    assert world.taken() == {"contribution": 5 * 1880, **{f"o-{person}": 40_000 - 1880 for person in PEOPLE}}
    assert world.is_sound()


def test_by_debts_leaves_nobody_behind_it_with_a_debt_that_was_not_looked_at(tmp_path: Path) -> None:
    world = Withholding(tmp_path, people=PEOPLE, partitions=1)
    for person in PEOPLE:
        world.assesses(40_000, 1, person=person)
    world.closes().settles()
    for person in PEOPLE:
        world.assesses(30_000, 2, person=person).hears(person, decision(10_000))
        world.hears(person, assessment(8_000, 1, start=FINAL - timedelta(days=14), on=FINAL))
    world.closes(FINAL)
    assert world.withheld() == [8_000] * len(PEOPLE)
    assert world.payments("batched") == []
    assert world.is_sound()

"""Sealed files go to the bank once two named officers have released them, and not a moment before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from contracts.base import derived_id, seal
from contracts.batches import BatchAct, BatchProposed, BatchReleased, BatchStopped, SealedFile, batch_subject
from contracts.casework import Officer
from contracts.payments import OverpaymentProposed, PaymentCancelled
from services.demo.bank.server import BankOnLoopback, bank_on_loopback
from services.payments.bank.gateway import BankGateway
from services.payments.release.acting import SignedAct, stop
from services.payments.release.batches import Batch, batch_of
from services.payments.release.standing import sent_unreleased
from tests.services.payments.debts import FINAL, InDebt
from tests.services.payments.deductions import Deducting, chooses, orders
from tests.services.payments.world import FILED, World, usd

EVENING = datetime(2024, 1, 22, 23, tzinfo=UTC)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path, ["ann", "eve"]).assesses(40000, 1).assesses(30000, 1, person="eve").closes()


@pytest.fixture
def bank() -> Iterator[BankOnLoopback]:
    with bank_on_loopback(FILED) as bank:
        yield bank


def sealed(world: World) -> tuple[SealedFile, ...]:
    rows = world.rows("SELECT name, sha256 FROM payment_file WHERE state = 'sealed' ORDER BY name")
    return tuple(SealedFile(name=row.name, sha256=row.sha256) for row in rows)


def act(  # noqa: PLR0913 - what an officer sees
    world: World,
    kind: type[BatchAct],
    staff: str,
    *,
    minor: int = 70000,
    payments: int = 2,
    at: datetime = EVENING,
    files: tuple[SealedFile, ...] | None = None,
    dated: date | None = None,
) -> World:
    event = kind(
        day=FILED,
        files=sealed(world) if files is None else files,
        payments=payments,
        total=usd(minor),
        officer=Officer(staff=staff, role="payments"),
        acted_on=dated or at.date(),
        reasons="looked at the table",
    )
    event_id = derived_id(kind.name, staff, minor, payments, at.isoformat())
    world.laptop.publish([seal(event, subject=batch_subject(FILED, "USD"), source="/test", time=at, event_id=event_id)])
    world.laptop.run_until_quiet()
    return world


def stop_all(world: World, day: date) -> None:
    """An officer stops every file of a day."""
    with world.database.reading() as connection:
        stopped = stop(
            batch_of(connection, day, "USD"), SignedAct(Officer(staff="o-9", role="head"), day, "Look again.")
        )
    at = datetime.combine(day, EVENING.timetz())
    event_id = derived_id("stop", day)
    world.laptop.publish([seal(stopped, subject=batch_subject(day, "USD"), source="/test", time=at, event_id=event_id)])
    world.laptop.run_until_quiet()


def sends(world: World, bank: BankOnLoopback) -> int:
    return BankGateway(bank.url, world.cipher).send_sealed(world.database)


def batch(world: World) -> Batch:
    with world.database.reading() as connection:
        return batch_of(connection, FILED, "USD")


def why_not(world: World) -> list[str]:
    return [judged.why_not for judged in batch(world).acts]


class TestAFileIsSent:
    def test_after_two_officers_released_it(self, world: World, bank: BankOnLoopback) -> None:
        act(act(world, BatchReleased, "officer-1"), BatchReleased, "officer-2")
        assert sends(world, bank) == 2
        assert batch(world).standing == "gone"

    def test_not_after_nobody_or_one_did(self, world: World, bank: BankOnLoopback) -> None:
        assert sends(world, bank) == 0
        act(world, BatchReleased, "officer-1")
        assert sends(world, bank) == 0
        assert batch(world).standing == "waits"

    def test_not_after_the_same_officer_did_so_twice(self, world: World, bank: BankOnLoopback) -> None:
        act(world, BatchReleased, "officer-1")
        act(world, BatchReleased, "OFFICER-1", at=EVENING + timedelta(minutes=1))
        assert sends(world, bank) == 0
        assert why_not(world) == ["", "OFFICER-1 has released it before, and it takes another person."]

    def test_not_after_who_proposed_it_released_it(self, world: World, bank: BankOnLoopback) -> None:
        act(world, BatchProposed, "officer-1")
        act(world, BatchReleased, "officer-1", at=EVENING + timedelta(minutes=1))
        act(world, BatchReleased, "officer-2", at=EVENING + timedelta(minutes=2))
        assert sends(world, bank) == 0
        act(world, BatchReleased, "officer-3", at=EVENING + timedelta(minutes=3))
        assert sends(world, bank) == 2

    def test_not_after_an_officer_who_saw_another_sum_or_number(self, world: World, bank: BankOnLoopback) -> None:
        act(world, BatchReleased, "officer-1")
        act(world, BatchReleased, "officer-2", minor=70001)
        act(world, BatchReleased, "officer-3", payments=3)
        assert sends(world, bank) == 0
        assert "The officer saw 700.01 USD, and the files hold 700.00 USD." in why_not(world)
        assert "The officer saw 3 payments, and the files hold 2." in why_not(world)

    def test_not_with_other_bytes_than_were_looked_at(self, world: World, bank: BankOnLoopback) -> None:
        other = tuple(SealedFile(name=file.name, sha256="0" * 64) for file in sealed(world))
        act(act(world, BatchReleased, "officer-1", files=other), BatchReleased, "officer-2", files=other)
        assert sends(world, bank) == 0

    def test_not_after_it_was_stopped_whoever_released_it(self, world: World, bank: BankOnLoopback) -> None:
        act(act(world, BatchReleased, "officer-1"), BatchStopped, "officer-3")
        act(world, BatchReleased, "officer-2")
        assert sends(world, bank) == 0
        assert batch(world).standing == "stopped"

    def test_in_whatever_order_acts_and_the_closing_are_heard(self, tmp_path: Path, bank: BankOnLoopback) -> None:
        early = World(tmp_path / "early").assesses(40000, 1).closes()
        files = sealed(early)
        late = World(tmp_path / "late").assesses(40000, 1)
        for staff in ("officer-2", "officer-1"):
            act(late, BatchReleased, staff, minor=40000, payments=1, files=files)
        assert sends(late, bank) == 0
        assert sends(late.closes(), bank) == 1

    def test_again_in_doubt_by_order_only_if_it_was_released(self, world: World) -> None:
        with world.database.begin() as connection:
            connection.execute(text("UPDATE payment_file SET state = 'unknown'"))
        [name, *_] = [row.name for row in world.rows("SELECT name FROM payment_file")]
        with pytest.raises(LookupError, match="was not released"):
            BankGateway("http://127.0.0.1:1", world.cipher).send_again(world.database, name)


class TestTheDatabaseItself:
    def refuses(self, world: World, words: str = "two named persons") -> None:
        with pytest.raises(IntegrityError, match=words), world.database.begin() as connection:
            connection.execute(text("UPDATE payment_file SET state = 'sending'"))

    def test_refuses_to_send_what_fewer_than_two_released(self, world: World) -> None:
        self.refuses(world)
        act(world, BatchReleased, "officer-1")
        self.refuses(world)
        act(world, BatchReleased, "Officer-1", at=EVENING + timedelta(minutes=1))
        self.refuses(world)

    def test_refuses_releases_of_another_sum_by_the_proposer_or_after_a_stop(self, world: World) -> None:
        act(world, BatchProposed, "officer-2")
        act(act(world, BatchReleased, "officer-1"), BatchReleased, "officer-2")
        act(world, BatchReleased, "officer-3", minor=1)
        self.refuses(world)
        act(act(world, BatchReleased, "officer-4"), BatchStopped, "officer-5")
        self.refuses(world)

    def test_lets_a_released_file_go(self, world: World) -> None:
        act(act(world, BatchReleased, "officer-1"), BatchReleased, "officer-2")
        with world.database.begin() as connection:
            connection.execute(text("UPDATE payment_file SET state = 'sending', copies = 1"))

    @pytest.mark.parametrize("table", ["batch_act", "batch_file"])
    def test_never_changes_an_act(self, world: World, table: str) -> None:
        act(world, BatchReleased, "officer-1")
        column = {"batch_act": "officer", "batch_file": "file"}[table]
        with pytest.raises(IntegrityError, match="append only"), world.database.begin() as connection:
            connection.execute(text(f"UPDATE {table} SET {column} = 'x'"))

    def test_keeps_a_sealed_payment_in_its_file_unless_that_was_stopped(self, world: World) -> None:
        with (
            pytest.raises(IntegrityError, match="a sealed payment never changes"),
            world.database.begin() as connection,
        ):
            connection.execute(text("UPDATE instruction SET stage = 'due', file = NULL"))


class TestAStoppedFile:
    def test_gives_its_payments_back_and_the_next_run_has_them(self, world: World) -> None:
        before = [row.end_to_end for row in world.payments()]
        act(world, BatchStopped, "officer-1")
        world.closes(FILED + timedelta(days=1))
        assert world.is_sound()
        states = [row.state for row in world.rows("SELECT state FROM payment_file ORDER BY name")]
        assert states == ["stopped", "stopped", "sealed", "sealed"]
        assert [row.end_to_end for row in world.payments("batched")] == before

    @pytest.mark.parametrize("first", ["the stop", "the correction"])
    def test_pays_what_a_correction_makes_due_and_asks_nothing_back(self, world: World, first: str) -> None:
        steps = [partial(act, world, BatchStopped, "officer-1"), partial(world.assesses, 25000, 2)]
        for step in steps if first == "the stop" else reversed(steps):
            step()
        world.closes(FILED + timedelta(days=1))
        assert world.is_sound()
        assert sorted(row.amount_minor for row in world.payments("batched")) == [25000, 30000]
        assert [proposed.amount.minor for proposed in world.said(OverpaymentProposed)] == [15000, 0]

    def test_pays_nothing_of_what_is_not_due_any_more(self, world: World) -> None:
        act(world, BatchStopped, "officer-1")
        world.assesses(0, 2).closes(FILED + timedelta(days=1))
        assert [(row.person, row.stage) for row in world.payments()] == [("ann", "cancelled"), ("eve", "batched")]
        assert [cancelled.claim for cancelled in world.said(PaymentCancelled)] == ["c-1"]
        assert world.is_sound()

    def test_withholds_for_a_debt_from_what_is_due_by_then(self, tmp_path: Path) -> None:
        world = InDebt(tmp_path).decided().certifies().closes(FINAL)
        assert (world.withheld(), world.debt().owed_minor) == ([4000], 6000)
        stop_all(world, FINAL)
        world.certifies(30000, number=2).closes(FINAL + timedelta(days=1))
        assert (world.withheld(), world.debt().owed_minor) == ([3000], 7000)
        stop_all(world, FINAL + timedelta(days=1))
        world.certifies(0, number=3).closes(FINAL + timedelta(days=2))
        assert (world.withheld(), world.debt().owed_minor) == ([], 10000)
        assert not world.payments("batched")
        assert world.is_sound()

    def test_deducts_for_others_from_what_is_due_by_then(self, tmp_path: Path) -> None:
        world = Deducting(tmp_path).hears("ann", chooses(), orders()).is_due(40000).closes()
        taken = world.taken()
        stop_all(world, FILED)
        world.closes(FILED + timedelta(days=1))
        assert world.taken() == taken, "nothing is taken twice"
        stop_all(world, FILED + timedelta(days=1))
        world.is_due(20000, 2).closes(FILED + timedelta(days=2))
        assert world.taken() == {"contribution": 940, "income_tax": 2000, "o-1": (20000 - 940) // 2}
        assert [row.amount_minor for row in world.payments("batched")] == [20000 - 940 - 2000 - 9530]
        assert world.is_sound()

    def test_goes_on_to_wait_where_the_stop_is_dated_ahead(self, world: World) -> None:
        act(world, BatchStopped, "officer-1", at=EVENING + timedelta(days=9))
        world.closes(FILED + timedelta(days=1))
        assert world.is_sound()
        assert [row.state for row in world.rows("SELECT state FROM payment_file")] == ["sealed", "sealed"]

    def test_whose_stop_bears_a_day_that_is_to_come_gives_its_payments_back_all_the_same(self, world: World) -> None:
        act(world, BatchStopped, "officer-1", dated=date(2099, 1, 1))
        world.closes(FILED + timedelta(days=1))
        assert world.is_sound()
        states = [row.state for row in world.rows("SELECT state FROM payment_file ORDER BY name")]
        assert states == ["stopped", "stopped", "sealed", "sealed"]


class TestAnAuditor:
    def test_is_told_of_a_file_that_went_without_its_releases(self, world: World) -> None:
        act(world, BatchReleased, "officer-1")
        with world.database.begin() as connection:
            for (name,) in connection.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'payment_file'")
            ).all():
                connection.execute(text(f"DROP TRIGGER {name}"))
            connection.execute(text("UPDATE payment_file SET state = 'sent', copies = 1"))
            count, faults = sent_unreleased(connection)
        assert count == 2
        assert "was released by officer-1 alone; it takes 2 people" in faults[0]

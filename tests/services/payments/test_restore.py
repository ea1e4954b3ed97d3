"""After a restore: what the bank did meanwhile is booked once, and nothing goes out before the bank has answered."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from contracts.bank import BankResult
from contracts.payments import OverpaymentProposed, PaymentSettled
from services.demo.bank.server import BankOnLoopback, bank_on_loopback
from services.payments.bank import interlock
from services.payments.bank.gateway import BankGateway
from tests.services.payments.released import released
from tests.services.payments.world import FILED, World

SETTLED = BankResult.SETTLED
PEOPLE = ("ann", "bob", "cleo")


@pytest.fixture
def bank() -> Iterator[BankOnLoopback]:
    with bank_on_loopback(FILED) as running:
        yield running


class Restored:
    """A world with a copy of its database, and a gateway whose journal lies beside, as on a machine of its own."""

    def __init__(self, folder: Path, bank: BankOnLoopback, people: tuple[str, ...] = PEOPLE) -> None:
        self.folder, self.bank = folder / "world", bank
        self.journal = folder / "sent-files"
        self.world = World(self.folder, people)
        self.gateway = self.starts_gateway()

    def starts_gateway(self) -> BankGateway:
        return BankGateway(self.bank.url, self.world.cipher, journal=self.journal)

    def copy(self) -> None:
        """A copy as of now."""
        self.world.laptop.close()
        shutil.copyfile(self.folder / "payments.db", self.folder / "copy.db")
        self.world = World(self.folder, ())

    def sends(self) -> int:
        released(self.world.database)
        return self.gateway.send_sealed(self.world.database)

    def hears_the_bank(self, days: int) -> None:
        self.bank.advance_to(FILED + timedelta(days=days))
        self.world.laptop.publish(self.gateway.collect(self.world.database))

    def restore(self) -> World:
        """Put the copy back; what was said before is heard again when the world runs."""
        self.world.laptop.close()
        for beside in ("-wal", "-shm"):
            (self.folder / f"payments.db{beside}").unlink(missing_ok=True)
        shutil.copyfile(self.folder / "copy.db", self.folder / "payments.db")
        self.world = World(self.folder, ())
        self.gateway = self.starts_gateway()
        return self.world

    def runs(self) -> World:
        self.world.laptop.run_until_quiet()
        return self.world


def files(world: World) -> list[str]:
    return [row.state for row in world.rows("SELECT state FROM payment_file ORDER BY name")]


def held(world: World) -> list[str]:
    with world.database.begin() as connection:
        return interlock.held(connection)


class TestWhatTheBankSaysOfAPaymentThatIsNotSealedHere:
    def test_is_kept_until_it_is_sealed_and_then_booked_and_never_sent(self, tmp_path: Path) -> None:
        world = World(tmp_path).assesses(40000, 1)
        world.bank_says(SETTLED, world.payments()[0])
        assert world.parked() == []
        assert world.report().differences == ("1 entries of the bank name payments that are not sealed here",)
        world.closes()
        assert [row.stage for row in world.payments()] == ["settled"]
        assert files(world) == ["accepted"]
        assert len(world.said(PaymentSettled)) == 1
        assert not world.report().waiting
        assert world.is_sound()

    def test_is_kept_though_the_payment_is_not_even_instructed(self, tmp_path: Path) -> None:
        other = World(tmp_path / "other").assesses(40000, 1)
        world = World(tmp_path / "world").bank_says(SETTLED, other.payments()[0]).assesses(40000, 1).closes()
        assert [row.stage for row in world.payments()] == ["settled"]
        assert world.is_sound()

    @pytest.mark.parametrize(("paid", "due", "proposed"), [(40000, [5000], []), (50000, [], [5000])])
    def test_of_another_amount_is_what_was_paid_and_the_rest_is_put_right(
        self, tmp_path: Path, paid: int, due: list[int], proposed: list[int]
    ) -> None:
        world = World(tmp_path).assesses(45000, 1)
        world.bank_says(SETTLED, world.payments()[0], minor=paid).closes(FILED - timedelta(days=1))
        assert [row.amount_minor for row in world.payments("settled")] == [paid]
        assert [row.amount_minor for row in world.payments("due")] == due
        assert [one.amount.minor for one in world.said(OverpaymentProposed)] == proposed
        assert world.is_sound()

    def test_of_a_payment_that_is_cancelled_here_is_proposed_as_overpaid(self, tmp_path: Path) -> None:
        world = World(tmp_path).assesses(40000, 1).assesses(0, 2)
        world.bank_says(SETTLED, world.payments()[0]).closes()
        assert [row.stage for row in world.payments()] == ["settled"]
        assert world.position().proposed_minor == 40000
        assert world.is_sound()

    @pytest.mark.parametrize("order", [(SETTLED, BankResult.RETURNED), (BankResult.RETURNED, SETTLED)])
    def test_both_times_ends_as_it_would_have(self, tmp_path: Path, order: tuple[BankResult, ...]) -> None:
        world = World(tmp_path).assesses(40000, 1)
        for number, result in enumerate(order):
            world.bank_says(result, world.payments()[0], message=f"m-{number}", minor=40000)
        world.closes()
        assert [(row.stage, row.held_minor) for row in world.payments()] == [("returned", 40000)]
        assert world.is_sound()


class TestARestoredCopy:
    """Made before the file was sealed; the bank went on."""

    @pytest.fixture
    def restored(self, tmp_path: Path, bank: BankOnLoopback) -> Restored:
        restored = Restored(tmp_path, bank)
        for person in PEOPLE:
            restored.world.assesses(40000, 1, person=person)
        restored.copy()
        restored.world.closes()
        assert restored.sends() == len(files(restored.world))
        return restored

    def test_sends_nothing_until_the_bank_has_answered_and_then_pays_everybody_once(self, restored: Restored) -> None:
        restored.restore()
        assert restored.sends() == 0
        assert held(restored.world)
        restored.runs()
        restored.world.assesses(7000, 1, person="ann", start=FILED)
        restored.world.closes(FILED + timedelta(days=1))
        assert files(restored.world) == []
        restored.hears_the_bank(10)
        restored.runs().closes(FILED + timedelta(days=2))
        assert restored.sends() == 0
        assert not held(restored.world)
        restored.world.closes(FILED + timedelta(days=3))
        assert restored.sends() == 1
        restored.hears_the_bank(20)
        world = restored.runs()
        assert [row.stage for row in world.payments()] == ["settled"] * 4
        assert world.is_sound()
        assert world.report().waiting == ()

    def test_that_seals_the_same_file_again_is_in_doubt_and_does_not_send_it(self, restored: Restored) -> None:
        restored.restore()
        restored.runs()
        assert set(files(restored.world)) == {"sealed"}
        assert restored.sends() == 0
        assert set(files(restored.world)) == {"unknown"}
        restored.hears_the_bank(10)
        restored.runs()
        assert restored.sends() == 0
        assert not held(restored.world)
        assert [row.stage for row in restored.world.payments()] == ["settled"] * 3
        assert set(files(restored.world)) == {"accepted"}
        assert restored.world.is_sound()

    def test_is_noticed_by_a_gateway_that_went_on_meanwhile(self, restored: Restored) -> None:
        gateway = restored.gateway
        restored.restore()
        assert gateway.send_sealed(restored.world.database) == 0
        assert gateway.held

    def test_sends_when_a_named_person_answers_for_it(self, restored: Restored) -> None:
        restored.restore()
        restored.sends()
        with restored.world.database.begin() as connection:
            for name in interlock.held(connection):
                interlock.match(connection, name, by="officer-7", because="the bank says by letter that it has nothing")
            with pytest.raises(LookupError):
                interlock.match(connection, "TIDEOVER-20240122-P0001-0001", by="officer-7", because="again")
        restored.gateway.collect(restored.world.database)
        restored.runs().closes(FILED + timedelta(days=1))
        assert restored.sends() == len(files(restored.world)) > 0

    def test_of_a_payment_that_went_out_never_sends_it_in_another_file(self, restored: Restored) -> None:
        restored.restore()
        restored.world.closes(FILED + timedelta(days=1))
        sealed = set(files(restored.world))
        assert sealed == {"sealed"}
        assert restored.sends() == 0
        assert "sent" not in files(restored.world)


def test_a_gateway_without_its_journal_hears_all_the_bank_has_to_say_before_it_sends(
    tmp_path: Path, bank: BankOnLoopback
) -> None:
    restored = Restored(tmp_path, bank, ("ann",))
    restored.world.assesses(40000, 1).closes()
    assert restored.sends() == 1
    restored.world.assesses(50000, 2).closes(FILED + timedelta(days=1))
    restored.journal.unlink()
    restored.gateway = restored.starts_gateway()
    assert restored.sends() == 0
    restored.hears_the_bank(5)
    assert restored.sends() == 1


def test_a_file_that_the_bank_names_and_nobody_knows_holds_everything(tmp_path: Path, bank: BankOnLoopback) -> None:
    restored = Restored(tmp_path, bank, ("ann",))
    restored.world.assesses(40000, 1)
    restored.copy()
    restored.world.closes()
    restored.sends()
    restored.journal.unlink()
    restored.restore()
    restored.hears_the_bank(5)
    assert len(held(restored.world)) == 1
    assert restored.sends() == 0

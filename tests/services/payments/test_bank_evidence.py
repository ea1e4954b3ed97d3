"""What the bank says: matched by the identifier alone, booked once, and held until a person orders a new attempt."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest

from contracts.bank import BankResult
from contracts.payments import PaymentInstructed, PaymentReturned, PaymentSettled
from services.payments.ledger import balances
from tests.services.payments.world import RETURNED_ON, World

SETTLED, REJECTED, RETURNED = BankResult.SETTLED, BankResult.REJECTED, BankResult.RETURNED


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path).assesses(40000, 1).closes()


def booked(world: World) -> dict[str, int]:
    with world.database.begin() as connection:
        return {account: minor for (account, _), minor in balances(connection).items() if minor}


class TestASettledPayment:
    def test_moves_from_in_flight_to_the_bank(self, world: World) -> None:
        world.bank_says(SETTLED, world.payments()[0])
        assert booked(world) == {"benefit:unemployment": 40000, "cash:bank": -40000}
        assert world.is_sound()

    def test_is_booked_once_though_two_messages_say_so(self, world: World) -> None:
        for message in ("m-1", "m-2", "m-2"):
            world.bank_says(SETTLED, world.payments()[0], message=message)
        assert len(world.said(PaymentSettled)) == 1
        assert booked(world)["cash:bank"] == -40000
        assert world.is_sound()

    def test_is_a_mismatch_with_another_amount(self, world: World) -> None:
        world.bank_says(SETTLED, world.payments()[0], minor=40001)
        assert world.parked() == [("ann", "bank-mismatch")]
        assert "cash:bank" not in booked(world)

    @pytest.mark.parametrize("result", [SETTLED, REJECTED])
    def test_that_nobody_instructed_is_kept_and_shown(self, world: World, result: BankResult) -> None:
        stranger = SimpleNamespace(end_to_end="A" * 26, person="A" * 26, amount_minor=40000)
        world.bank_says(result, stranger).closes()
        assert world.parked() == []
        assert world.report().differences == ("1 entries of the bank name payments that are not sealed here",)

    def test_of_another_person_is_not_booked_on_this_one(self, world: World) -> None:
        row = world.payments()[0]
        world.bank_says(SETTLED, SimpleNamespace(end_to_end=row.end_to_end, person="bob", amount_minor=40000))
        assert world.parked() == [("bob", "bank-mismatch")]

    def test_cannot_be_rejected_afterwards(self, world: World) -> None:
        row = world.payments()[0]
        world.bank_says(SETTLED, row).bank_says(REJECTED, row)
        assert world.parked() == [("ann", "bank-mismatch")]

    def test_is_a_mismatch_when_it_is_rejected_with_another_amount(self, world: World) -> None:
        world.bank_says(REJECTED, world.payments()[0], minor=40001)
        assert world.parked() == [("ann", "bank-mismatch")]


class TestAPaymentThatComesBack:
    def test_is_owed_again_and_waits_for_a_person(self, world: World) -> None:
        row = world.payments()[0]
        world.bank_says(SETTLED, row).bank_says(RETURNED, row).closes()
        assert booked(world) == {"benefit:unemployment": 40000, "payable:benefit": -40000}
        assert [(one.stage, one.held_minor) for one in world.payments()] == [("returned", 40000)]
        [returned] = world.said(PaymentReturned)
        assert returned.bank_code == "AC04"
        assert world.is_sound()

    def test_is_booked_once_though_two_messages_tell_of_it(self, world: World) -> None:
        row = world.payments()[0]
        for message in ("pacs-1", "camt-1"):
            world.bank_says(RETURNED, row, message=message)
        assert len(world.said(PaymentReturned)) == 1
        assert world.is_sound()

    def test_ends_the_same_whether_the_settlement_or_the_return_is_told_first(self, tmp_path: Path) -> None:
        ends = []
        for order in ((SETTLED, RETURNED), (RETURNED, SETTLED)):
            world = World(tmp_path / order[0].value).assesses(40000, 1).closes()
            for number, result in enumerate(order):
                world.bank_says(result, world.payments()[0], message=f"m-{number}")
            assert world.is_sound()
            ends.append((booked(world), world.payments()[0].stage, len(world.said(PaymentSettled))))
        assert ends[0] == ends[1]

    def test_is_paid_again_as_attempt_two_when_a_person_orders_it(self, world: World) -> None:
        row = world.payments()[0]
        world.bank_says(REJECTED, row).officer_reissues(row)
        second = world.payments("due")[0]
        assert (second.kind, second.attempt, second.amount_minor) == ("reissue", 2, 40000)
        assert second.end_to_end != row.end_to_end
        assert world.is_sound()

    def test_is_paid_again_once_though_two_orders_come(self, world: World) -> None:
        row = world.payments()[0]
        world.bank_says(REJECTED, row).officer_reissues(row, key=1).officer_reissues(row, key=2)
        assert [one.attempt for one in world.payments()] == [1, 2]
        assert len(world.said(PaymentInstructed)) == 2
        assert world.is_sound()

    def test_is_reissued_only_for_what_is_still_due(self, world: World) -> None:
        row = world.payments()[0]
        world.bank_says(REJECTED, row).assesses(15000, 2).officer_reissues(row)
        assert [one.amount_minor for one in world.payments("due")] == [15000]
        assert world.position().proposed_minor == 0
        assert world.is_sound()

    def test_is_not_reissued_when_nothing_of_it_is_due_any_more_and_nobody_is_parked(self, world: World) -> None:
        row = world.payments()[0]
        world.bank_says(REJECTED, row).assesses(0, 2).officer_reissues(row)
        assert world.payments("due") == []
        assert world.is_sound()

    def test_covers_what_was_proposed_as_overpaid_meanwhile(self, world: World) -> None:
        row = world.payments()[0]
        world.assesses(25000, 2)
        assert world.position().proposed_minor == 15000
        world.bank_says(RETURNED, row)
        assert world.position().proposed_minor == 0
        assert world.payments()[0].held_minor == 25000
        assert world.is_sound()

    @pytest.mark.parametrize("stage", ["due", "batched", "settled"])
    def test_is_paid_again_though_the_order_comes_before_the_return_that_it_answers(
        self, tmp_path: Path, stage: str
    ) -> None:
        world = World(tmp_path / stage).assesses(40000, 1)
        if stage != "due":
            world.closes()
        if stage == "settled":
            world.bank_says(SETTLED, world.payments()[0])
        assert world.payments()[0].stage == stage
        world.officer_reissues(world.payments()[0], key=1).officer_reissues(world.payments()[0], key=2)
        assert [row.attempt for row in world.payments()] == [1]
        assert any("orders to pay again wait" in line for line in world.report().waiting)
        world.closes().bank_says(RETURNED, world.payments()[0])
        assert [(row.attempt, row.stage, row.amount_minor) for row in world.payments()] == [
            (1, "returned", 40000),
            (2, "due", 40000),
        ]
        assert not any("orders to pay again" in line for line in world.report().waiting)
        assert world.is_sound()

    @pytest.mark.parametrize("slip", ["a payment that nobody has", "the payment of somebody else", "a cancelled one"])
    def test_ordered_again_under_the_name_of_another_payment_keeps_nobodys_money_back_and_is_counted(
        self, tmp_path: Path, slip: str
    ) -> None:
        world = World(tmp_path, ("ann", "bob")).assesses(30000, 1, person="bob").assesses(40000, 1)
        wrong = SimpleNamespace(id=str(UUID(int=1)), person="ann")
        if slip == "the payment of somebody else":
            wrong.id = next(row.id for row in world.payments() if row.person == "bob")
        if slip == "a cancelled one":
            wrong.id = next(row.id for row in world.payments() if row.person == "ann")
            world.assesses(0, 2)
            assert [row.stage for row in world.payments() if row.person == "ann"] == ["cancelled"]
        world.officer_reissues(wrong).assesses(40000, 3).closes()
        assert world.parked() == []
        assert sum(row.amount_minor for row in world.payments("batched")) == 70000
        told = "1 orders to pay again name no payment of the person's"
        assert (told in world.report().waiting) is (slip != "a cancelled one")
        assert world.is_sound()

    def test_comes_to_the_same_in_whichever_order_the_bank_and_the_officer_are_heard(self, tmp_path: Path) -> None:
        worlds = [World(tmp_path / name).assesses(40000, 1).closes() for name in ("officer-late", "officer-early")]
        for world, early in zip(worlds, (False, True), strict=True):
            row = world.payments()[0]
            if early:
                world.officer_reissues(row).bank_says(RETURNED, row)
            else:
                world.bank_says(RETURNED, row).officer_reissues(row)
        assert worlds[0].payments() == worlds[1].payments()
        journals = "SELECT * FROM journal ORDER BY id"
        assert worlds[0].rows(journals) == worlds[1].rows(journals)

    def test_waits_for_another_order_if_the_return_was_booked_after_it(self, world: World) -> None:
        row = world.payments()[0]
        world.officer_reissues(row, on=RETURNED_ON - timedelta(days=1)).bank_says(RETURNED, row)
        assert [row.stage for row in world.payments()] == ["returned"]
        assert [line for line in world.report().waiting if line.startswith("1 orders to pay again")]
        world.officer_reissues(row, on=RETURNED_ON)
        assert [row.attempt for row in world.payments()] == [1, 2]
        assert world.is_sound()

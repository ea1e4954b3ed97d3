"""Corrected assessments: only the difference moves, and what was paid too much is no debt until a person says so."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from contracts.bank import BankResult
from contracts.casework import Verdict
from contracts.payments import InstructionKind, OverpaymentProposed, PaymentCancelled, PaymentInstructed
from tests.services.payments.world import FILED, FIRST, World, assessment

LATER = FILED + timedelta(days=7)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


class TestBeforeThePaymentIsInASealedFile:
    def test_a_first_assessment_is_instructed_once(self, world: World) -> None:
        world.assesses(40000, 1)
        [instructed] = world.said(PaymentInstructed)
        assert (instructed.kind, instructed.attempt, instructed.amount.minor) == (InstructionKind.ORIGINAL, 1, 40000)
        assert world.is_sound()

    def test_an_assessment_of_nothing_instructs_nothing(self, world: World) -> None:
        world.assesses(0, 1)
        assert world.payments() == []
        assert world.is_sound()

    def test_more_raises_the_one_payment_instead_of_adding_a_second(self, world: World) -> None:
        world.assesses(40000, 1).assesses(45000, 2)
        [payment] = world.payments()
        assert (payment.amount_minor, payment.kind) == (45000, "original")
        assert [one.amount.minor for one in world.said(PaymentInstructed)] == [40000, 45000]
        assert world.is_sound()

    def test_less_reduces_it_and_nobody_was_overpaid(self, world: World) -> None:
        world.assesses(40000, 1).assesses(30000, 2)
        assert [row.amount_minor for row in world.payments("due")] == [30000]
        assert world.said(OverpaymentProposed) == []
        assert world.is_sound()

    def test_nothing_left_cancels_it_and_a_later_sum_revives_the_same_payment(self, world: World) -> None:
        world.assesses(40000, 1).assesses(0, 2)
        [cancelled] = world.said(PaymentCancelled)
        assert world.payments("due") == []
        world.assesses(20000, 3)
        [payment] = world.payments("due")
        assert payment.amount_minor == 20000
        assert payment.kind == "original"
        assert str(cancelled.instruction).replace("-", "") == payment.id
        assert world.is_sound()


class TestAfterTheFileIsSealed:
    def test_more_is_a_supplement_of_the_difference(self, world: World) -> None:
        world.assesses(40000, 1).closes().assesses(45000, 2)
        assert [(row.kind, row.amount_minor, row.stage) for row in world.payments()] == [
            ("original", 40000, "batched"),
            ("supplement", 5000, "due"),
        ]
        assert world.is_sound()

    def test_less_is_proposed_as_overpaid_and_the_sealed_payment_stays_as_it_is(self, world: World) -> None:
        world.assesses(40000, 1).closes().assesses(30000, 2)
        [proposed] = world.said(OverpaymentProposed)
        assert (proposed.amount.minor, proposed.period.start) == (10000, FIRST)
        assert [row.amount_minor for row in world.payments()] == [40000]
        assert world.is_sound()

    def test_less_takes_from_a_supplement_that_waits_before_it_proposes_anything(self, world: World) -> None:
        world.assesses(40000, 1).closes().assesses(45000, 2).assesses(38000, 3)
        assert [row.stage for row in world.payments()] == ["batched", "cancelled"]
        assert [one.amount.minor for one in world.said(OverpaymentProposed)] == [2000]
        assert world.is_sound()

    def test_up_again_shrinks_the_proposal_first_and_pays_only_the_rest(self, world: World) -> None:
        world.assesses(40000, 1).closes().assesses(30000, 2).assesses(43000, 3)
        assert [one.amount.minor for one in world.said(OverpaymentProposed)] == [10000, 0]
        assert [row.amount_minor for row in world.payments("due")] == [3000]
        assert world.is_sound()

    def test_an_older_assessment_that_comes_late_changes_nothing(self, world: World) -> None:
        world.assesses(40000, 2).closes().assesses(10000, 1).assesses(40000, 2)
        assert world.position().target_minor == 40000
        assert len(world.payments()) == 1
        assert world.is_sound()


class TestAfterTheMoneyLeft:
    def settled(self, world: World) -> World:
        world.assesses(40000, 1).closes()
        return world.bank_says(BankResult.SETTLED, world.payments()[0])

    def test_less_is_proposed_and_collects_nothing(self, world: World) -> None:
        self.settled(world).assesses(25000, 2).closes(LATER)
        assert world.position().proposed_minor == 15000
        assert world.position().final_minor == 0
        assert [row.stage for row in world.payments()] == ["settled"]
        assert world.is_sound()

    def test_a_named_person_makes_it_final_and_only_what_was_noticed(self, world: World) -> None:
        self.settled(world).assesses(25000, 2).officer_decides(Verdict.AGAINST_CLAIMANT, minor=12000)
        assert (world.position().proposed_minor, world.position().final_minor) == (3000, 12000)
        [decision] = world.rows("SELECT officer, verdict, amount_minor FROM overpayment_decision")
        assert tuple(decision) == ("officer-7", "against_claimant", 12000)
        assert world.is_sound()

    def test_a_named_person_waives_it_and_it_is_written_off(self, world: World) -> None:
        self.settled(world).assesses(25000, 2).officer_decides(Verdict.FOR_CLAIMANT)
        assert (world.position().proposed_minor, world.position().waived_minor) == (0, 15000)
        assert world.is_sound()

    def test_a_final_debt_shrinks_again_when_the_law_finds_more_due(self, world: World) -> None:
        self.settled(world).assesses(25000, 2).officer_decides(Verdict.AGAINST_CLAIMANT).assesses(38000, 3)
        assert (world.position().proposed_minor, world.position().final_minor) == (0, 2000)
        assert world.is_sound()

    def test_money_still_on_its_way_cannot_become_a_debt(self, world: World) -> None:
        world.assesses(40000, 1).closes().assesses(25000, 2).officer_decides(Verdict.AGAINST_CLAIMANT)
        assert (world.position().proposed_minor, world.position().final_minor) == (15000, 0)
        assert world.is_sound()

    @pytest.mark.parametrize("noticed", [15000, 12000])
    def test_what_was_confirmed_while_it_was_on_its_way_is_a_debt_once_it_has_settled(
        self, world: World, noticed: int
    ) -> None:
        world.assesses(40000, 1).closes().assesses(25000, 2).officer_decides(Verdict.AGAINST_CLAIMANT, minor=noticed)
        world.bank_says(BankResult.SETTLED, world.payments()[0])
        assert (world.position().proposed_minor, world.position().final_minor) == (15000 - noticed, noticed)
        assert world.is_sound()

    def test_what_was_confirmed_while_it_was_on_its_way_is_no_debt_when_it_comes_back(self, world: World) -> None:
        world.assesses(40000, 1).closes().assesses(25000, 2).officer_decides(Verdict.AGAINST_CLAIMANT)
        row = world.payments()[0]
        world.bank_says(BankResult.RETURNED, row).officer_reissues(row).closes(FILED + timedelta(days=9))
        world.bank_says(BankResult.SETTLED, world.payments("batched")[0])
        assert (world.position().proposed_minor, world.position().final_minor) == (0, 0)
        assert world.is_sound()

    def test_a_sum_that_was_waived_and_comes_up_again_is_another_proposal(self, world: World) -> None:
        self.settled(world).assesses(35000, 2).officer_decides(Verdict.FOR_CLAIMANT)
        world.assesses(40000, 3).assesses(35000, 4)
        proposals = [(one.amount.minor, one.proposal, one.certification) for one in world.said(OverpaymentProposed)]
        assert proposals == [(5000, 1, f"k-{FIRST}"), (5000, 2, f"k-{FIRST}")]
        assert world.is_sound()

    def test_the_decision_counts_once_however_often_it_comes(self, world: World) -> None:
        self.settled(world).assesses(25000, 2)
        for _ in range(3):
            world.officer_decides(Verdict.AGAINST_CLAIMANT, minor=5000)
        assert (world.position().proposed_minor, world.position().final_minor) == (10000, 5000)
        assert world.is_sound()

    def test_a_decision_about_no_known_period_waits_for_a_person(self, world: World) -> None:
        self.settled(world).officer_decides(Verdict.AGAINST_CLAIMANT, start=FIRST + timedelta(days=1))
        assert world.parked() == [("ann", "out-of-order")]


def test_an_assessment_in_another_currency_is_parked_and_changes_nothing(world: World) -> None:
    world.assesses(40000, 1).hears("ann", assessment(50000, 2, currency="EUR"))
    assert world.parked() == [("ann", "wrong-currency")]
    assert world.position().target_minor == 40000

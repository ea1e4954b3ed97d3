"""A debt is collected only when it is final, within the share and above the floor; what was not due goes back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from contracts.about import OverpaymentAbout
from contracts.payments import InstructionKind, PaymentInstructed, RecoveryActRefused, RecoveryCollected
from tests.services.payments.debts import (
    DECIDED,
    FINAL,
    InDebt,
    agrees,
    decision,
    repays,
    writes_off,
)
from tests.services.payments.world import FILED, FIRST

WEEK = timedelta(days=7)


@pytest.fixture
def world(tmp_path: Path) -> InDebt:
    return InDebt(tmp_path)


class TestWhatIsADebt:
    def test_nothing_is_a_debt_before_the_payment_has_settled(self, world: InDebt) -> None:
        world.overpaid(settled=False).hears("ann", decision(10000))
        assert (world.debt().owed_minor, world.position().proposed_minor) == (0, 10000)
        world.certifies().closes(FINAL)
        assert world.withheld() == []
        assert world.is_sound()

    def test_a_returned_payment_leaves_no_debt(self, world: InDebt) -> None:
        world.decided().returned(world.payments("settled")[0])
        assert (world.debt().owed_minor, world.position().final_minor) == (0, 0)
        assert world.is_sound()

    def test_it_names_its_cause_and_unknown_is_one(self, world: InDebt) -> None:
        world.overpaid().hears("ann", decision(10000, overpayment_cause=None))
        assert world.debt().overpayment_cause == "unknown"

    def test_a_decision_that_shows_no_notice_makes_none(self, world: InDebt) -> None:
        world.overpaid().hears("ann", decision(10000, noticed_on=None))
        assert world.parked() == [("ann", "bad-data")]
        assert world.rows("SELECT * FROM recovery") == []

    def test_what_is_too_old_is_not_raised(self, world: InDebt) -> None:
        world.overpaid().hears("ann", decision(10000, on=DECIDED.replace(year=DECIDED.year + 3)))
        assert (world.position().final_minor, world.position().written_off_minor) == (0, 10000)
        assert world.is_sound()

    def test_years_are_longer_where_the_claimant_knew_better(self, world: InDebt) -> None:
        late = DECIDED.replace(year=DECIDED.year + 3)
        world.overpaid().hears("ann", decision(10000, on=late, overpayment_cause="claimant-untrue"))
        assert world.debt().owed_minor == 10000


class TestWhatIsWithheld:
    def test_nothing_while_the_decision_may_be_contested(self, world: InDebt) -> None:
        world.decided().certifies(on=FINAL - timedelta(days=1)).closes(FINAL - timedelta(days=1))
        assert world.withheld() == []
        assert world.sent() == 80000
        assert world.is_sound()

    def test_a_share_of_the_payment_once_it_is_final(self, world: InDebt) -> None:
        world.decided().certifies().closes(FINAL)
        assert world.withheld() == [4000]
        assert world.sent() == 40000 + 36000
        assert (world.debt().owed_minor, world.debt().collected_minor) == (6000, 4000)
        [collected] = world.said(RecoveryCollected)
        assert (collected.amount.minor, collected.left.minor, collected.by) == (4000, 6000, "offset")
        assert world.said(PaymentInstructed)[-1].amount.minor == 36000
        assert world.is_sound()

    def test_no_more_than_is_owed_over_several_payments(self, world: InDebt) -> None:
        world.decided()
        for number in range(4):
            day = FINAL + number * 2 * WEEK
            world.certifies(on=day).closes(day)
            world.settles()
        assert world.withheld() == [4000, 4000, 2000]
        assert (world.debt().owed_minor, world.debt().collected_minor) == (0, 10000)
        assert world.is_sound()

    def test_a_floor_is_left_and_no_payment_is_below_zero(self, world: InDebt) -> None:
        world.decided().certifies(6100).closes(FINAL)
        assert world.withheld() == [100]
        world.certifies(5000, on=FINAL + 2 * WEEK).closes(FINAL + 2 * WEEK)
        assert world.withheld() == [100]
        assert world.is_sound()

    def test_once_from_a_payment_however_often_the_day_is_closed(self, world: InDebt) -> None:
        world.decided().certifies().closes(FINAL).closes(FINAL).closes(FINAL + WEEK)
        assert world.withheld() == [4000]
        assert world.is_sound()

    def test_nothing_from_arrears(self, world: InDebt) -> None:
        world.decided().certifies().closes(FINAL).settles()
        world.certifies(50000, number=2).closes(FINAL + WEEK)
        assert world.withheld() == [4000]
        assert [row.amount_minor for row in world.payments("batched")] == [10000]
        assert world.is_sound()

    def test_no_more_than_an_officer_agreed(self, world: InDebt) -> None:
        world.decided().hears("ann", agrees(1500)).certifies().closes(FINAL)
        assert world.withheld() == [1500]
        assert world.is_sound()

    def test_nothing_while_the_person_pays_in(self, world: InDebt) -> None:
        world.decided().hears("ann", agrees(1500, by="repayment")).certifies().closes(FINAL)
        assert world.withheld() == []
        assert world.is_sound()

    def test_nothing_when_the_years_to_collect_are_over(self, world: InDebt) -> None:
        late = FINAL.replace(year=FINAL.year + 6)
        world.decided().certifies(on=late).closes(late)
        assert world.withheld() == []


class TestWhatGoesBack:
    def test_money_withheld_that_is_not_due_reduces_no_debt(self, world: InDebt) -> None:
        world.decided().certifies().closes(FINAL).settles()
        world.certifies(10000, number=2)
        assert world.withheld() == []
        assert world.debt().owed_minor == 10000
        later = world.rows("SELECT proposed_minor FROM position WHERE proposed_minor > 0")
        assert [row.proposed_minor for row in later] == [26000]  # what was really sent, less what is due
        assert world.is_sound()

    def test_money_withheld_for_a_debt_that_is_none_returns_to_the_person(self, world: InDebt) -> None:
        world.decided().certifies().closes(FINAL).settles()
        world.assesses(40000, 3)
        [refund] = world.payments("due")
        assert (refund.kind, refund.amount_minor) == ("refund", 4000)
        assert world.said(PaymentInstructed)[-1].kind is InstructionKind.REFUND
        world.closes(FINAL + WEEK).settles()
        assert world.sent() == 80000
        assert world.is_sound()

    def test_a_refund_that_comes_back_is_still_owed_and_paid_again_as_one(self, world: InDebt) -> None:
        world.decided().certifies().closes(FINAL).settles()
        world.assesses(40000, 3).closes(FINAL + WEEK).settles()
        [refund] = [row for row in world.payments("settled") if row.kind == "refund"]
        world.returned(refund).officer_reissues(refund, on=FINAL + WEEK).closes(FINAL + 2 * WEEK)
        [again] = world.payments("batched")
        assert (again.kind, again.attempt, again.amount_minor) == ("refund", 2, 4000)
        assert world.is_sound()

    def test_a_payment_of_which_something_was_withheld_is_paid_again_without_it(self, world: InDebt) -> None:
        world.decided().certifies().closes(FINAL)
        [sent] = world.payments("batched")
        world.returned(sent).officer_reissues(sent, on=FINAL + WEEK).closes(FINAL + WEEK)
        assert [row.amount_minor for row in world.payments("batched")] == [36000]
        assert world.withheld() == [4000]
        assert world.is_sound()


class TestRepayments:
    def test_money_that_paid_off_one_debt_pays_off_no_other(self, world: InDebt) -> None:
        second = FIRST + 2 * WEEK
        filed = FILED + 2 * WEEK
        world.decided().certifies(on=filed, start=second).closes(filed).settles()
        world.certifies(30000, on=filed, start=second, number=2)
        another: dict[str, Any] = {"about": OverpaymentAbout(first_day=second), "certification": f"k-{second}"}
        world.hears("ann", decision(10000, question="q-2", **another), repays(4000))
        world.hears("ann", repays(4000).model_copy(update={"question": "q-2"}))
        [refused] = world.said(RecoveryActRefused)
        assert refused.reason == "the same money came before as a repayment of another debt"
        assert world.is_sound()
        assert [row.collected_minor for row in world.rows("SELECT * FROM recovery ORDER BY question")] == [4000, 0]

    def test_pay_a_debt_off(self, world: InDebt) -> None:
        world.decided().hears("ann", repays(2500)).hears("ann", repays(7500, "bank-2"))
        assert (world.debt().owed_minor, world.debt().collected_minor) == (0, 10000)
        assert world.is_sound()

    def test_count_once_by_the_banks_reference(self, world: InDebt) -> None:
        world.decided().hears("ann", repays(2500)).hears("ann", repays(2500), key="again")
        assert world.debt().collected_minor == 2500
        assert world.is_sound()


class TestWritingOff:
    def test_ends_a_debt_by_a_named_person(self, world: InDebt) -> None:
        world.decided().hears("ann", repays(2500), writes_off())
        assert (world.debt().owed_minor, world.position().written_off_minor) == (0, 7500)
        assert "officer-8" in str(world.debt().given_up)
        assert world.is_sound()


def test_what_was_withheld_in_vain_for_a_debt_written_off_is_written_off_too(world: InDebt) -> None:
    world.decided().certifies().closes(FINAL).settles().hears("ann", writes_off(FINAL + WEEK))
    world.certifies(10000, number=2)
    assert (world.position().written_off_minor, world.position().waived_minor) == (10000, 0)
    assert world.is_sound()


def test_a_debt_is_relieved_when_the_law_finds_more_due(world: InDebt) -> None:
    world.decided().assesses(37000, 3)
    assert (world.debt().owed_minor, world.position(FIRST).final_minor) == (3000, 3000)
    assert world.is_sound()

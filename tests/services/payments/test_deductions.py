"""What is taken from a benefit for others: gross is net and each deduction, in whatever order facts come."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from contracts.bank import BankResult
from contracts.payments import OverpaymentProposed, PaymentInstructed
from law.language.terms.errors import RuleSheetError
from services.payments.deductions.terms import deductions_in
from tests.services.payments.deductions import TERMS, TO_OTHERS, Deducting, chooses, due, lifts, orders, terms_of
from tests.services.payments.world import FILED, FIRST

GROSS = 40_000


@pytest.fixture
def world(tmp_path: Path) -> Deducting:
    return Deducting(tmp_path)


def test_gross_is_net_and_each_deduction_to_the_cent(world: Deducting) -> None:
    world.hears("ann", chooses(), orders()).is_due(GROSS).closes()
    assert world.taken() == {"contribution": 1880, "income_tax": 4000, "o-1": 10000}
    assert world.net() == GROSS - 1880 - 4000 - 10000
    assert world.told() == world.taken()
    assert world.is_sound()


def test_each_deduction_stands_on_an_account_of_its_own(world: Deducting) -> None:
    world.hears("ann", chooses(), orders()).is_due(GROSS).closes()
    accounts = (*TO_OTHERS, "payable:benefit")
    assert [world.account(name) for name in accounts] == [-1880, -4000, -10000, 0]


def test_whoever_chose_nothing_and_owes_nobody_bears_only_what_the_law_takes(world: Deducting) -> None:
    world.is_due(GROSS).closes()
    assert world.taken() == {"contribution": 1880}


def test_of_a_scheme_without_rules_nothing_is_taken(world: Deducting) -> None:
    world.hears("ann", chooses(), orders()).is_due(GROSS, scheme="xx/other").closes()
    assert world.taken() == {}
    assert world.unmet() == [("o-1", "not_in_the_terms", 0)]
    assert world.is_sound()


def test_of_an_assessment_that_does_not_say_its_scheme_nothing_is_taken(world: Deducting) -> None:
    world.hears("ann", chooses(), orders()).is_due(GROSS, scheme=None).closes()
    assert world.taken() == {}
    assert world.net() == GROSS


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_the_order_in_which_facts_come_changes_nothing(order: tuple[int, ...], tmp_path: Path) -> None:
    world = Deducting(tmp_path)
    tells = [
        lambda: world.hears("ann", chooses()),
        lambda: world.hears("ann", orders()),
        lambda: world.is_due(GROSS - 2000, 1),
        lambda: world.is_due(GROSS, 2),
    ]
    for place in order:
        tells[place]()
    world.closes()
    assert world.taken() == {"contribution": 1880, "income_tax": 4000, "o-1": 10000}
    assert world.is_sound()


def test_a_choice_holds_from_its_day_on_until_it_is_revoked(world: Deducting) -> None:
    world.hears("ann", chooses(on=FILED + timedelta(days=1)), chooses(withhold=False, on=FILED + timedelta(days=30)))
    for number, day in enumerate((FILED, FILED + timedelta(days=14), FILED + timedelta(days=30))):
        world.is_due(10_000, start=FIRST + timedelta(days=14 * number), on=day).closes(day)
    assert world.taken() == {"contribution": 3 * 470, "income_tax": 1000}


def test_a_choice_and_its_revocation_of_one_day_withhold_nothing(world: Deducting) -> None:
    world.hears("ann", chooses(), chooses(withhold=False)).is_due(GROSS).closes()
    assert world.taken() == {"contribution": 1880}


def test_a_choice_filed_twice_withholds_once(world: Deducting) -> None:
    world.hears("ann", chooses()).hears("ann", chooses(), key="again").is_due(GROSS).closes()
    assert world.taken()["income_tax"] == 4000


def test_an_order_holds_from_its_first_day_to_the_day_on_which_it_is_lifted(world: Deducting) -> None:
    world.hears("ann", orders(since=FILED + timedelta(days=1)), lifts(on=FILED + timedelta(days=28)))
    for number in range(3):
        on = FILED + timedelta(days=14 * number)
        world.is_due(GROSS, start=FIRST + timedelta(days=14 * number), on=on).closes(on)
    assert world.taken()["o-1"] == 10_000


def test_an_order_that_is_lifted_before_it_is_known_takes_nothing(world: Deducting) -> None:
    world.hears("ann", lifts(on=FIRST)).hears("ann", orders()).is_due(GROSS).closes()
    assert "o-1" not in world.taken()


def test_a_corrected_order_holds_in_its_latest_version_whichever_came_last(world: Deducting) -> None:
    world.hears("ann", orders(weekly=2000, source_version=2)).hears("ann", orders()).is_due(GROSS).closes()
    assert world.taken()["o-1"] == 4000


def test_one_version_of_an_order_that_says_two_things_is_refused(world: Deducting) -> None:
    world.hears("ann", orders()).hears("ann", orders(weekly=1))
    assert world.parked() == [("ann", "conflicting-fact")]


def test_an_order_for_one_claim_takes_nothing_from_another(world: Deducting) -> None:
    world.hears("ann", orders(claim="c-2")).is_due(GROSS).closes()
    assert world.taken() == {"contribution": 1880}


def test_third_parties_get_no_more_than_their_share_and_it_is_said(world: Deducting) -> None:
    world.hears("ann", orders(weekly=15_000)).is_due(GROSS).closes()
    assert world.taken()["o-1"] == (GROSS - 1880) // 2
    assert world.unmet() == [("o-1", "share", (GROSS - 1880) // 2)]


def test_the_floor_of_a_week_is_left_to_the_person_and_it_is_said(world: Deducting) -> None:
    world.hears("ann", orders(weekly=15_000)).is_due(10_000).closes()
    assert world.net() == 6000
    assert world.unmet() == [("o-1", "floor", 10_000 - 470 - 6000)]


def test_two_orders_share_what_the_law_lets_them_have_by_rank_and_priority(world: Deducting) -> None:
    first, second = orders("o-a", 8_000, priority=2), orders("o-b", 8_000, priority=1)
    world.hears("ann", first, second, orders("o-c", 1_000, kind="tax", priority=1)).is_due(GROSS).closes()
    assert world.taken()["o-b"] == 16_000
    assert world.taken()["o-a"] == (GROSS - 1880) // 2 - 16_000
    assert "o-c" not in world.taken()
    assert world.is_sound()


def test_an_order_for_a_debt_of_no_rule_is_kept_and_told_of(world: Deducting) -> None:
    world.hears("ann", orders(kind="other")).is_due(GROSS).closes()
    assert world.taken() == {"contribution": 1880}
    assert world.unmet() == [("o-1", "not_in_the_terms", 0)]


def test_an_order_in_another_currency_is_told_of(world: Deducting) -> None:
    world.hears("ann", orders(currency="EUR")).is_due(GROSS).closes()
    assert world.unmet() == [("o-1", "other_currency", 0)]


def test_when_less_is_due_the_laws_share_shrinks_and_what_the_person_was_spared_stays_paid(world: Deducting) -> None:
    world.hears("ann", chooses(), orders()).is_due(GROSS).closes()
    for row in world.payments("batched"):
        world.bank_says(BankResult.SETTLED, row)
    world.is_due(30_000, 2)
    assert world.taken() == {"contribution": 1410, "income_tax": 4000, "o-1": 10_000}
    [proposed] = world.said(OverpaymentProposed)
    assert proposed.amount.minor == GROSS - 1880 - (30_000 - 1410)
    assert world.account("payable:contributions:contribution") == -1410
    assert world.told() == world.taken()
    assert world.is_sound()


def test_a_correction_down_and_up_again_ends_where_it_began(world: Deducting) -> None:
    world.is_due(GROSS).closes().is_due(30_000, 2).is_due(GROSS, 3).closes(FILED + timedelta(days=1))
    assert world.taken() == {"contribution": 1880}
    assert world.net() == GROSS - 1880
    assert world.is_sound()


def test_a_period_that_is_paid_in_parts_bears_what_it_bears_in_one(world: Deducting) -> None:
    world.hears("ann", orders(weekly=15_000)).is_due(10_013).closes()
    world.is_due(GROSS, 2).closes(FILED + timedelta(days=1))
    assert world.taken() == {"contribution": 1880, "o-1": (GROSS - 1880) // 2}
    assert world.is_sound()


def test_days_that_move_to_another_certification_bear_their_share_there(world: Deducting) -> None:
    world.hears("ann", chooses(), orders()).is_due(GROSS).closes()
    world.is_due(0, 2).hears("ann", due(GROSS, key="k-2")).closes(FILED + timedelta(days=1))
    assert world.taken() == {"contribution": 1880, "income_tax": 4000, "o-1": 10_000}
    assert world.net() == GROSS - 1880 - 4000 - 10_000
    assert world.is_sound()


def test_a_certification_that_moves_onto_paid_days_bears_the_whole_share_of_what_is_due_there(world: Deducting) -> None:
    later = FIRST + timedelta(days=14)
    world.hears("ann", due(24_921, key="k-1"), due(54_842, start=later, key="k-2")).closes()
    world.hears("ann", due(24_921, key="k-freed"), due(54_592, 2, start=later, key="k-1"))
    world.hears("ann", due(0, 2, start=later, key="k-2")).closes(FILED + timedelta(days=1))
    assert world.taken() == {"contribution": 24_921 * 47 // 1000 + 54_592 * 47 // 1000}
    assert [proposed.amount.minor for proposed in world.said(OverpaymentProposed)] == [238]  # 250 less, net
    assert world.is_sound()


def test_a_payment_that_comes_back_is_sent_again_net(world: Deducting) -> None:
    world.hears("ann", chooses()).is_due(GROSS).closes()
    [sealed] = world.payments("batched")
    world.bank_says(BankResult.RETURNED, sealed).officer_reissues(sealed).closes(FILED + timedelta(days=10))
    assert [row.amount_minor for row in world.payments("batched")] == [GROSS - 1880 - 4000]
    assert world.is_sound()


def test_the_payment_that_is_told_last_is_what_is_left(world: Deducting) -> None:
    world.is_due(GROSS).closes()
    assert [event.amount.minor for event in world.said(PaymentInstructed)] == [GROSS, GROSS - 1880]


def test_terms_that_take_more_than_the_benefit_are_refused(tmp_path: Path) -> None:
    two = TERMS.replace("value: 0.047", "value: 0.7").replace("because: choice", "because: law")
    tax = two.replace("value: 0.10", "value: 0.7").replace(
        "tax\n    when_less_is_due: stays paid", "tax\n    when_less_is_due: is corrected", 1
    )
    with pytest.raises(RuleSheetError, match="more than the whole benefit"):
        deductions_in(terms_of(tmp_path, tax))


def test_what_the_terms_do_not_take_is_said_with_its_law() -> None:
    terms = deductions_in()
    assert {known.scheme for known in terms.not_taken} == {"fr/are"}
    assert all(known.cites for known in terms.not_taken)

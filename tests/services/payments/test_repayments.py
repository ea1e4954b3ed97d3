"""One officer's word pays a debt off and sends nothing back: what is above it waits for another one, or the bank."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from contracts.base import Event
from contracts.casework import Officer
from contracts.contest import ContestOutcome
from contracts.payments import RecoveryActRefused, RecoveryCollected
from contracts.values import Money
from services.payments.views import unlawful
from tests.services.payments.debts import (
    ANOTHER,
    DECIDED,
    FINAL,
    THIRD,
    InDebt,
    closes_the_contest,
    confirms,
    contests,
    decision,
    repays,
    writes_off,
)

DECIDER = Officer(staff="officer-7", role="head")
VAST = 10**15


@pytest.fixture
def world(tmp_path: Path) -> InDebt:
    return InDebt(tmp_path).decided()


def refunds(world: InDebt) -> list[int]:
    return [row.amount_minor for row in world.payments("due") if row.kind == "refund"]


def refused(world: InDebt) -> str:
    """Why the last act was refused; nobody waits for it."""
    assert world.is_sound()
    return str(world.said(RecoveryActRefused)[-1].reason)


@pytest.mark.parametrize("told", [10001, 12500, VAST])
def test_what_is_told_above_the_debt_is_neither_believed_nor_sent_back(world: InDebt, told: int) -> None:
    world.hears("ann", repays(told))
    assert (world.debt().owed_minor, world.debt().collected_minor, refunds(world)) == (0, 10000, [])
    [collected] = world.said(RecoveryCollected)
    assert (collected.amount.minor, collected.waits.minor) == (10000, told - 10000)
    assert world.rows("SELECT sum(amount_minor) AS minor FROM posting WHERE account = 'cash:bank'")[0].minor == -30000
    assert world.is_sound()


def test_another_officer_who_finds_the_same_sum_lets_the_rest_go_back(world: InDebt) -> None:
    world.hears("ann", repays(12500), confirms(12500))
    assert refunds(world) == [2500]
    assert (world.debt().owed_minor, world.debt().collected_minor) == (0, 10000)
    world.hears("ann", confirms(12500), key="again")
    assert refunds(world) == [2500]
    assert world.is_sound()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (confirms(12500, officer=ANOTHER), "cannot confirm it"),
        (confirms(12500, officer=Officer(staff=ANOTHER.staff.upper(), role="x")), "cannot confirm it"),
        (confirms(12500, officer=DECIDER), "cannot confirm it"),
        (confirms(12000), "with another sum"),
        (confirms(12500, "bank-9"), "no repayment with this reference"),
        (confirms(12500).model_copy(update={"amount": Money(minor=12500, currency="EUR")}), "with another sum"),
        (repays(12600), "with another sum or day"),
        (repays(100, "bank-2").model_copy(update={"amount": Money(minor=1, currency="EUR")}), "in another currency"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused_in_words_and_holds_up_nobody(world: InDebt, said: Event, words: str) -> None:
    world.hears("ann", repays(12500), said)
    assert words in refused(world)
    assert refunds(world) == []
    world.certifies().closes(FINAL)
    assert world.sent() == 80000


def test_the_second_officer_of_the_decision_cannot_confirm_either(tmp_path: Path) -> None:
    two = decision(10000, confirmed_by=THIRD)
    world = InDebt(tmp_path).overpaid().hears("ann", two, repays(12500), confirms(12500))
    assert "cannot confirm it" in refused(world)


def test_what_waits_pays_off_what_is_owed_again_by_then(world: InDebt) -> None:
    world.certifies().closes(FINAL).settles().hears("ann", repays(10000, on=FINAL))
    assert (world.debt().owed_minor, world.debt().collected_minor) == (0, 10000)
    world.certifies(10000, number=2)  # what was withheld was not due
    assert world.debt().owed_minor == 4000
    world.hears("ann", confirms(10000))
    assert (world.debt().owed_minor, refunds(world)) == (0, [])
    assert world.is_sound()


def test_a_repayment_that_is_no_longer_owed_waits_as_well(world: InDebt) -> None:
    world.hears("ann", repays(10000), contests(FINAL), closes_the_contest(ContestOutcome.OVERTURNED))
    assert (world.debt().collected_minor, world.position().return_waits_minor, refunds(world)) == (0, 10000, [])
    assert world.is_sound()
    world.hears("ann", confirms(10000))
    assert (world.position().return_waits_minor, refunds(world)) == (0, [10000])
    assert world.is_sound()


def test_a_repayment_waits_where_the_law_finds_more_due(world: InDebt) -> None:
    world.hears("ann", repays(10000)).assesses(36000, 3)
    assert (world.position().return_waits_minor, refunds(world)) == (6000, [])
    world.hears("ann", confirms(10000))
    assert refunds(world) == [6000]
    assert world.is_sound()


def test_what_came_in_before_the_decision_is_known_counts_once_it_is(tmp_path: Path) -> None:
    early = repays(12500, on=DECIDED), confirms(12500, on=DECIDED)
    world = InDebt(tmp_path).overpaid().hears("ann", *early, decision(10000))
    assert (world.debt().collected_minor, refunds(world)) == (10000, [2500])
    assert world.is_sound()


def test_money_for_a_debt_that_was_given_up_goes_back_once_it_is_confirmed(world: InDebt) -> None:
    world.hears("ann", writes_off(), repays(5000, on=FINAL.replace(day=FINAL.day + 1)))
    assert refunds(world) == []
    world.hears("ann", confirms(5000, on=FINAL.replace(day=FINAL.day + 1)))
    assert refunds(world) == [5000]
    assert world.is_sound()


@pytest.mark.parametrize("confirmed_by", ["null", f'"{ANOTHER.staff}"', f'"{DECIDER.staff}"'])
def test_the_audit_names_a_refund_without_its_ground(world: InDebt, confirmed_by: str) -> None:
    world.hears("ann", repays(12500), confirms(12500))
    changed = f"UPDATE recovery SET collections = json_set(collections, '$[0][7]', json('{confirmed_by}'))"
    with world.database.begin() as connection:
        assert unlawful(connection)[1] == []
        connection.execute(text(changed))
        assert any("goes back" in fault or "confirmed by" in fault for fault in unlawful(connection)[1])

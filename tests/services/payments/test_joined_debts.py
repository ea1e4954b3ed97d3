"""A debt under one pseudonym is collected from what is paid under another of the same person, and once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from contracts.base import Event
from contracts.contest import ContestOutcome
from contracts.eligibility import PersonsLinked
from contracts.joined_accounts import AccountShared
from contracts.payments import RecoveryCollected
from services.payments.accounts import CLEARING
from services.payments.joined_account import JoinedAccount
from services.payments.recoveries.audit import unlawful
from tests.services.payments.debts import (
    FINAL,
    InDebt,
    agrees,
    closes_the_contest,
    contests,
    decision,
    repays,
)
from tests.services.payments.world import assessment

JOINED, STAYS, THIRD = "ann", "bob", "cleo"
FORTNIGHT = timedelta(days=14)
Step = Callable[[InDebt], object]


@pytest.fixture
def world(tmp_path: Path) -> InDebt:
    return InDebt(tmp_path, (JOINED, STAYS, THIRD))


def linked(other: str, *, version: int = 1, holds: bool = True, stays: str = STAYS) -> Event:
    return PersonsLinked(
        merger="merger-1",
        version_said=version,
        other=other,
        stays=stays,
        holds=holds,
        facts=3 if holds else 0,
        reason="One birth, entered twice.",
    )


def join(world: InDebt, *, version: int = 1, holds: bool = True) -> None:
    world.hears(JOINED, linked(STAYS, version=version, holds=holds))
    world.hears(STAYS, linked(JOINED, version=version, holds=holds))


def is_paid(world: InDebt, person: str = STAYS, minor: int = 40_000, *, on: date = FINAL, number: int = 1) -> None:
    world.hears(person, assessment(minor, number, start=on - FORTNIGHT, on=on))


def withheld_from(world: InDebt) -> list[tuple[str, int]]:
    return [(row.person, row.amount_minor) for row in world.payments("withheld")]


def clearing(world: InDebt) -> int:
    [row] = world.rows(f"SELECT COALESCE(SUM(amount_minor), 0) AS sum FROM posting WHERE account = '{CLEARING}'")
    return int(row.sum)


def is_lawful(world: InDebt) -> bool:
    """Every book balances, nothing is on its way between accounts, and the audit finds nothing."""
    with world.database.reading() as connection:
        _, faults = unlawful(connection)
    assert faults == []
    assert clearing(world) == 0
    return world.is_sound()


def test_a_debt_of_the_one_that_joined_is_withheld_from_what_the_one_that_stays_is_paid(world: InDebt) -> None:
    world.decided()
    join(world)
    is_paid(world)
    world.closes(FINAL)
    assert withheld_from(world) == [(STAYS, 4_000)]
    assert (world.debt().person, world.debt().owed_minor, world.debt().collected_minor) == (JOINED, 6_000, 4_000)
    [collected] = world.said(RecoveryCollected)
    assert (collected.owed_by, collected.amount.minor, collected.left.minor) == (JOINED, 4_000, 6_000)
    assert is_lawful(world)


def test_nothing_is_withheld_from_another_before_they_are_joined(world: InDebt) -> None:
    world.decided()
    is_paid(world)
    world.closes(FINAL)
    assert withheld_from(world) == []
    assert world.said(AccountShared) == []


def test_nothing_is_withheld_before_it_is_final_or_while_it_is_contested(world: InDebt) -> None:
    world.decided()
    join(world)
    is_paid(world, on=FINAL - timedelta(days=1))
    world.closes(FINAL - timedelta(days=1))
    assert withheld_from(world) == []
    is_paid(world, on=FINAL + FORTNIGHT)
    world.hears(JOINED, contests(FINAL - timedelta(days=2)))
    world.closes(FINAL + FORTNIGHT)
    assert withheld_from(world) == []
    assert is_lawful(world)


def join_them(world: InDebt) -> None:
    join(world)


def decide(world: InDebt) -> None:
    world.hears(JOINED, decision(10_000))


def pay(world: InDebt) -> None:
    is_paid(world)


def pay_the_other(world: InDebt) -> None:
    is_paid(world, JOINED)


@pytest.mark.parametrize("order", list(permutations([join_them, decide, pay])))
def test_whichever_comes_first_the_same_is_withheld(world: InDebt, order: Sequence[Step]) -> None:
    world.overpaid()
    world.closes_by(FINAL - timedelta(days=1))
    for step in order:
        step(world)
    world.closes(FINAL)
    assert withheld_from(world) == [(STAYS, 4_000)]
    assert world.debt().owed_minor == 6_000
    assert is_lawful(world)


@pytest.mark.parametrize("order", list(permutations([join_them, pay, pay_the_other])))
def test_what_is_left_of_a_debt_is_not_collected_twice_on_one_day(world: InDebt, order: Sequence[Step]) -> None:
    """Both are paid on the day on which less is owed than may be withheld from each."""
    world.decided(5_000)
    for step in order:
        step(world)
    world.closes(FINAL)
    assert sum(minor for _, minor in withheld_from(world)) == 5_000
    assert (world.debt().owed_minor, world.debt().collected_minor) == (0, 5_000)
    assert world.payments("due") == []
    assert is_lawful(world)


def test_a_debt_is_collected_to_its_end_and_no_further(world: InDebt) -> None:
    world.decided()
    join(world)
    for number in range(4):
        on = FINAL + number * FORTNIGHT
        is_paid(world, on=on)
        world.closes(on)
    assert withheld_from(world) == [(STAYS, 4_000), (STAYS, 4_000), (STAYS, 2_000)]
    assert world.debt().owed_minor == 0
    assert is_lawful(world)


def test_an_instalment_is_the_most_that_is_withheld_there_too(world: InDebt) -> None:
    world.decided().hears(JOINED, agrees(1_500))
    join(world)
    is_paid(world)
    world.closes(FINAL)
    assert withheld_from(world) == [(STAYS, 1_500)]
    assert is_lawful(world)


def test_what_is_set_aside_and_repaid_meanwhile_goes_back(world: InDebt) -> None:
    world.decided()
    join(world)
    is_paid(world)
    world.hears(JOINED, repays(10_000, on=FINAL - timedelta(days=1)))
    world.closes(FINAL)
    assert world.debt().owed_minor == 0
    assert withheld_from(world) == []
    assert is_lawful(world)


def test_a_payment_that_was_not_due_paid_nothing_off(world: InDebt) -> None:
    world.decided()
    join(world)
    is_paid(world)
    world.closes(FINAL)
    world.settles()
    is_paid(world, minor=38_000, number=2)
    assert withheld_from(world) == [(STAYS, 2_000)]
    assert (world.debt().owed_minor, world.debt().collected_minor) == (8_000, 2_000)
    assert is_lawful(world)


def test_a_contest_that_is_told_of_late_gives_back_what_was_withheld_under_the_other(world: InDebt) -> None:
    world.decided()
    join(world)
    is_paid(world)
    world.closes(FINAL)
    world.hears(JOINED, contests(FINAL))
    assert world.debt().owed_minor == 10_000
    [refund] = [row for row in world.payments("due") if row.kind == "refund"]
    assert (refund.person, refund.amount_minor) == (JOINED, 4_000)
    world.hears(JOINED, closes_the_contest(ContestOutcome.UPHELD, FINAL + timedelta(days=3)))
    assert is_lawful(world)


def test_once_they_are_two_again_what_was_collected_stays_and_no_more_is(world: InDebt) -> None:
    world.decided()
    join(world)
    is_paid(world)
    world.closes(FINAL)
    is_paid(world, on=FINAL + FORTNIGHT)
    join(world, version=2, holds=False)
    world.closes(FINAL + FORTNIGHT)
    assert withheld_from(world) == [(STAYS, 4_000)]
    assert (world.debt().owed_minor, world.debt().collected_minor) == (6_000, 4_000)
    is_paid(world, JOINED, on=FINAL + 2 * FORTNIGHT)
    world.closes(FINAL + 2 * FORTNIGHT)
    assert withheld_from(world) == [(JOINED, 4_000), (STAYS, 4_000)]
    assert is_lawful(world)


def test_of_three_each_may_withhold_and_together_no_more_than_is_owed(world: InDebt) -> None:
    world.decided(6_000)
    join(world)
    world.hears(JOINED, linked(THIRD))
    world.hears(THIRD, linked(JOINED))
    is_paid(world)
    is_paid(world, THIRD)
    world.closes(FINAL)
    assert withheld_from(world) == [(STAYS, 4_000), (THIRD, 2_000)]
    assert world.debt().owed_minor == 0
    assert is_lawful(world)


def test_a_payment_that_never_leaves_does_not_keep_a_debt_from_being_collected_elsewhere(world: InDebt) -> None:
    """What was set aside for one account is asked back when its own payment can pay the debt off."""
    world.decided()
    join(world)
    is_paid(world, on=FINAL + 3 * FORTNIGHT)
    is_paid(world, JOINED)
    world.closes(FINAL)
    assert withheld_from(world) == [(JOINED, 4_000)]
    assert is_lawful(world)


def test_statements_that_come_again_or_late_change_nothing(world: InDebt) -> None:
    world.decided()
    join(world)
    is_paid(world)
    world.closes(FINAL)
    before = world.rows("SELECT * FROM recovery"), world.rows("SELECT * FROM joined_account ORDER BY person, other")
    for told in world.said(AccountShared):
        world.hears(JOINED if told.other == STAYS else STAYS, told, key="again")
    after = world.rows("SELECT * FROM recovery"), world.rows("SELECT * FROM joined_account ORDER BY person, other")
    assert before == after
    assert is_lawful(world)


def test_no_question_and_answer_goes_on_for_ever(world: InDebt) -> None:
    world.decided()
    join(world)
    is_paid(world)
    world.closes(FINAL)
    told: list[Any] = world.said(AccountShared)
    assert len(told) <= 5


def test_an_answer_to_an_earlier_question_is_not_used(world: InDebt) -> None:
    """What it lets be withheld may be set aside for somebody else by now."""
    world.decided()
    join(world)
    is_paid(world)
    [answer] = [told for told in world.said(AccountShared) if told.debts]
    asked = [told for told in world.said(AccountShared) if told.other == STAYS][-1]
    account = JoinedAccount(JOINED, {"merger-1": (1, True)}, sent=asked).hearing(answer)
    asks_again = asked.model_copy(update={"number": asked.number + 1, "asks": asked.asks + 1})
    assert [debt.amount.minor for debt in account.debts] == [4_000]
    assert account.telling(asks_again).debts == ()

"""What was withheld and pays off nothing after all is told: how much is owed again, and why."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from contracts.contest import ContestOutcome
from contracts.payments import OwedAgain, RecoveryOwedAgain
from services.commands.recoveries import recoveries_
from tests.services.payments.debts import FINAL, InDebt, closes_the_contest, contests, writes_off

WEEK = timedelta(days=7)


@pytest.fixture
def world(tmp_path: Path) -> InDebt:
    """A debt of 100.00 of which 40.00 were withheld."""
    return InDebt(tmp_path).decided().certifies().closes(FINAL).settles()


def told(world: InDebt) -> list[tuple[int, OwedAgain, int]]:
    return [(event.amount.minor, event.because, event.left.minor) for event in world.said(RecoveryOwedAgain)]


def test_a_payment_that_was_not_due_paid_nothing_off(world: InDebt, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(world) == []
    world.certifies(10000, number=2)
    assert told(world) == [(4000, OwedAgain.NOT_DUE, 10000)]
    recoveries_(world.laptop.folder)
    assert "40.00 USD that were withheld were not due and paid nothing off." in capsys.readouterr().out


def test_a_dispute_that_is_told_of_late_gives_back_and_leaves_the_debt(world: InDebt) -> None:
    world.hears("ann", contests(FINAL))
    assert told(world) == [(4000, OwedAgain.DISPUTED, 10000)]


def test_what_is_given_up_or_overturned_is_not_owed_again(world: InDebt) -> None:
    world.hears("ann", writes_off(FINAL + WEEK)).certifies(10000, number=2)
    assert told(world) == []


def test_a_decision_that_is_overturned_owes_nothing_again(world: InDebt) -> None:
    won = closes_the_contest(ContestOutcome.OVERTURNED, on=FINAL + 2 * WEEK)
    world.hears("ann", contests(FINAL + WEEK), won)
    assert told(world) == []


def test_a_correction_of_nothing_tells_nothing(world: InDebt) -> None:
    world.certifies(40000, number=2)
    assert told(world) == []

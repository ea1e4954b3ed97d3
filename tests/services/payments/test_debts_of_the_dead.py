"""Of who has died nothing is collected, not even from what is paid to the estate; a named person decides on it."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest

from contracts.base import Event
from contracts.casework import HeldPaymentReleased
from contracts.eligibility import DeathReported
from services.commands.recoveries import recoveries_
from tests.services.payments.debts import ANOTHER, FINAL, InDebt, writes_off


@pytest.fixture
def world(tmp_path: Path) -> InDebt:
    """Ann, who owes 100.00, and to whom another fortnight is due."""
    return InDebt(tmp_path).decided().certifies()


def died(number: int = 1, *, denied: bool = False) -> Event:
    return DeathReported(number=number, died_on=None if denied else FINAL)


def released(world: InDebt) -> Event:
    [due] = world.payments("due")
    order = {"instruction": UUID(due.id), "officer": ANOTHER, "released_on": FINAL, "reasons": "The heirs gave proof."}
    return HeldPaymentReleased.model_validate(order)


def test_nothing_is_withheld_from_what_is_released_to_the_estate(world: InDebt) -> None:
    world.hears("ann", died(), released(world)).closes(FINAL)
    assert world.withheld() == []
    assert world.sent() == 40000 + 40000
    assert world.debt().owed_minor == 10000
    assert world.is_sound()


def test_a_death_that_is_denied_lets_the_debt_be_collected(world: InDebt) -> None:
    world.hears("ann", died(), died(2, denied=True)).closes(FINAL)
    assert world.withheld() == [4000]
    assert world.is_sound()


def test_a_named_person_decides_and_the_list_says_so(world: InDebt, capsys: pytest.CaptureFixture[str]) -> None:
    world.hears("ann", died())
    recoveries_(world.laptop.folder)
    assert f"The person is said to have died on {FINAL}: nothing is collected" in capsys.readouterr().out
    world.hears("ann", writes_off())
    assert (world.debt().owed_minor, world.position().written_off_minor) == (0, 10000)

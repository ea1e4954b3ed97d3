"""What a person is owed for earlier days is paid whole before anything is collected from them."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from services.payments.recoveries.terms import standard_terms
from tests.services.payments.debts import FINAL, InDebt

FORTNIGHT = timedelta(days=14)


def back_from_the_bank(world: InDebt) -> Any:
    """A fortnight that was paid before the debt was final came back, and is still owed."""
    world.certifies(on=FINAL - FORTNIGHT).closes(FINAL - FORTNIGHT)
    [sealed] = world.payments("batched")
    world.returned(sealed)
    return sealed


def test_nothing_is_collected_while_something_for_earlier_days_is_owed(tmp_path: Path) -> None:
    world = InDebt(tmp_path).decided()
    back_from_the_bank(world)
    world.certifies().closes(FINAL)
    assert world.withheld() == []
    assert world.is_sound()


def test_once_it_is_sent_again_the_next_payment_is_collected_from(tmp_path: Path) -> None:
    world = InDebt(tmp_path).decided()
    back = back_from_the_bank(world)
    world.officer_reissues(back, on=FINAL).certifies().closes(FINAL)
    assert world.withheld() == [4000]
    assert [row.amount_minor for row in world.payments("batched") if row.kind == "reissue"] == [40_000]
    assert world.is_sound()


def test_what_came_back_for_later_days_stops_no_collection(tmp_path: Path) -> None:
    world = InDebt(tmp_path).decided()
    back_from_the_bank(world)
    world.certifies(start=FINAL - 2 * FORTNIGHT - FORTNIGHT).closes(FINAL)
    assert world.withheld() == [4000]


@pytest.mark.parametrize("case", list(product((True, False), repeat=3)))
def test_in_every_case_arrears_are_paid_whole_and_before_debts(case: tuple[bool, bool, bool], tmp_path: Path) -> None:
    """Whatever came back, is sent again, or is raised by a supplement: no arrears are cut, none wait behind a debt."""
    owed, sent_again, raised = case
    world = InDebt(tmp_path).decided()
    back = back_from_the_bank(world) if owed else None
    if back is not None and sent_again:
        world.officer_reissues(back, on=FINAL)
    if raised:
        world.assesses(35_000, 3)
    world.certifies().closes(FINAL)
    waits = owed and not sent_again
    assert bool(world.withheld()) is not waits
    arrears = [row for row in world.payments("batched") if row.kind in {"reissue", "supplement"}]
    assert all(row.amount_minor in {40_000, 5_000} for row in arrears)
    assert not standard_terms().arrears_are_withheld_from

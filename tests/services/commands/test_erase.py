"""Whoever is erased while a contest or a debt is open: the command says what becomes of it, and so it does."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.commands.erase import GOES_ON, stays_open
from tests.services.claims.contesting import decided_against, in_contest
from tests.services.payments.debts import FINAL, InDebt, writes_off


@pytest.fixture
def world(tmp_path: Path) -> InDebt:
    """Ann, who owes 100.00, is erased."""
    world = InDebt(tmp_path).decided()
    world.keys.destroy("ann", officer="officer-1", because="She asked for it.")
    return world


def test_a_debt_stands_and_nothing_is_withheld_for_it(world: InDebt) -> None:
    assert list(stays_open(world.laptop.folder, "ann")) == [
        "A debt of 100.00 USD stands until it is waived, written off or too old; nothing is withheld for it.",
        GOES_ON,
    ]
    world.certifies().closes(FINAL)
    assert world.withheld() == []
    assert [row.amount_minor for row in world.payments("due")] == [40000]
    world.hears("ann", writes_off())
    assert world.debt().owed_minor == 0
    assert world.is_sound()


def test_where_nothing_is_open_nothing_more_is_said(world: InDebt, tmp_path: Path) -> None:
    world.hears("ann", writes_off())
    assert list(stays_open(world.laptop.folder, "ann")) == []
    assert list(stays_open(tmp_path / "no-world", "ann")) == []


def test_an_open_contest_is_decided_under_the_pseudonym(tmp_path: Path) -> None:
    ann, question = decided_against(tmp_path)
    assert list(stays_open(tmp_path, "ann")) == []
    in_contest(ann, question)
    assert list(stays_open(tmp_path, "ann")) == [
        "1 contest is open: it is decided under the pseudonym, and its letters name nobody.",
        GOES_ON,
    ]

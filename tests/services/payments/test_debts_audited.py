"""The audit names every debt that is not as it must be, and the list says where each stands."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from services.payments.views import recoveries, unlawful
from tests.services.payments.debts import DECIDED, FINAL, InDebt, contests


@pytest.fixture
def world(tmp_path: Path) -> InDebt:
    """A debt of which 40.00 were withheld."""
    world = InDebt(tmp_path)
    world.decided().certifies().closes(FINAL)
    return world


def faults(world: InDebt, *statements: str) -> list[str]:
    """What the audit says once rows were changed by hand, past all guards."""
    with world.database.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
        return unlawful(connection)[1]


def test_a_lawful_debt_has_no_fault(world: InDebt) -> None:
    assert faults(world) == []


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE recovery SET cause = '00000000000000000000000000000001'", "has no decision of a named person"),
        (("UPDATE recovery SET decided_minor = 10000, given_up = '[[\"waived\", \"2024-06-01\", \"x\", "
         "\"00000000-0000-0000-0000-000000000001\", 1]]'"), "10001 were asked, collected or given up and 10000"),
        (f"UPDATE recovery SET disputes = '[[\"contest\", \"x-1\", \"{DECIDED}\", null]]'", "while it was disputed"),
        ("UPDATE recovery SET decided_on = '2030-01-01'", "before the decision"),
        (f"UPDATE recovery SET contest_until = '{FINAL}'", "before it was final"),
        ("UPDATE recovery SET collections = '[]', collected_minor = 0", "was withheld for no debt"),
        ("UPDATE recovery SET owed_minor = 5000", "are not what the period says is owed"),
    ],
)  # fmt: skip
def test_a_debt_changed_by_hand_is_named(world: InDebt, statement: str, words: str) -> None:
    assert any(words in fault for fault in faults(world, statement)), faults(world)


def test_a_debt_is_listed_with_where_it_stands_and_what_is_left(world: InDebt) -> None:
    with world.database.reading() as connection:
        [early] = recoveries(connection, DECIDED)
        [final] = recoveries(connection, FINAL, "ann")
        assert recoveries(connection, FINAL, "bob") == []
        assert recoveries(connection, FINAL, "an") == [final]
    assert (early.step, final.step) == ("contestable", "final")
    assert (str(final.decided), str(final.collected), str(final.left)) == ("100.00 USD", "40.00 USD", "60.00 USD")
    assert final.because == "the claimant reported or corrected it late"
    world.hears("ann", contests(FINAL + timedelta(days=3)))
    with world.database.reading() as connection:
        assert recoveries(connection, FINAL + timedelta(days=3))[0].step == "suspended"

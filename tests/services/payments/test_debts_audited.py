"""The audit names every debt that is not as it must be, and the list says where each stands."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from services.commands.recoveries import recoveries_
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
        ("UPDATE recovery SET cause = '00000000000000000000000000000001'", "there is no decision of a named person"),
        (("UPDATE recovery SET decided_minor = 10000, given_up = '[[\"waived\", \"2024-06-01\", \"x\", "
         "\"00000000-0000-0000-0000-000000000001\", 1]]'"), "10001 were asked, collected or given up and 10000"),
        (f"UPDATE recovery SET disputes = '[[\"contest\", \"x-1\", \"{DECIDED}\", null]]'", "while it was disputed"),
        ("UPDATE recovery SET decided_on = '2030-01-01'", "before the decision"),
        (f"UPDATE recovery SET contest_until = '{FINAL}'", "before it was final"),
        (f"UPDATE recovery SET contest_until = '{DECIDED}'", "it is said to be contestable until"),
        ("UPDATE recovery SET collect_until = '2060-01-01'", "it is said to be collectable until 2060-01-01"),
        ("UPDATE recovery SET disputes = '[[\"contest\", \"x-1\", \"2020-01-01\", \"2020-01-02\"]]'",
         "its contests and requests are not those"),
        ("UPDATE recovery SET collections = '[]', collected_minor = 0", "was withheld for no debt"),
        ("UPDATE recovery SET owed_minor = 5000", "are not what the period says is owed"),
        ("UPDATE recovery SET collected_minor = 1", "another sum is said to be collected than came in"),
        ("UPDATE recovery SET decided_minor = 20000", "more is a debt than named persons decided"),
        ("UPDATE recovery SET officer = 'officer-9'", "officer or day are not those of its decision"),
        ("UPDATE recovery SET noticed_on = '2030-01-01'", "before the person was told"),
        ("UPDATE recovery SET contest_until = '2024-02-01'", "are not after the decision"),
        ("UPDATE recovery SET collect_until = '2024-03-01'", "are not after the decision"),
        ("UPDATE recovery SET question = 'q-9'", "withheld for another one"),
        ("UPDATE recovery SET collections = json_set(collections, '$[0][4]', 4000)", "what came in for debts"),
        (("UPDATE recovery SET given_up = '[[\"waived\", \"2024-06-01\", \"\", "
         "\"00000000-0000-0000-0000-000000000001\", 0]]'"), "by nobody who is named"),
    ],
)  # fmt: skip
def test_a_debt_changed_by_hand_is_named(world: InDebt, statement: str, words: str) -> None:
    assert any(words in fault for fault in faults(world, statement)), faults(world)


def test_money_that_is_named_as_a_repayment_of_two_debts_is_named(world: InDebt) -> None:
    repaid = '\'[["repayment", "bank-1", "2024-06-01", 0, 0]]\''
    again = "SELECT person, 'q-2', claim, certification, cause, noticed_on, decided_on, contest_until, collect_until,"
    copied = (
        f"INSERT INTO recovery {again} officer, NULL, overpayment_cause, 0, 0, 0, collections, NULL, '[]', '[]', false "
        "FROM recovery"
    )
    said = faults(world, f"UPDATE recovery SET collections = {repaid}", copied)
    assert "the bank's money bank-1 was taken as a repayment of several debts" in said


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


def test_the_command_lists_debts_in_words_and_as_json(world: InDebt, capsys: pytest.CaptureFixture[str]) -> None:
    folder, on = world.laptop.folder, datetime.combine(FINAL, time(), UTC)
    recoveries_(folder, on=on)
    assert "100.00 USD decided, 40.00 USD collected, 60.00 USD left; it is final" in capsys.readouterr().out
    recoveries_(folder, on=on, person="ann", as_json=True)
    [listed] = json.loads(capsys.readouterr().out)
    assert (listed["step"], listed["left_minor"], listed["cause"]) == ("final", 6000, "claimant-reported-late")
    recoveries_(folder, on=on, person="an")
    assert "What caused the overpayment: the claimant reported or corrected it late." in capsys.readouterr().out
    recoveries_(folder, on=on, person="bob")
    assert capsys.readouterr().out == "No overpayment of anybody who begins with bob was decided.\n"

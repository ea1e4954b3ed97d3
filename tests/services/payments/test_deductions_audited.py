"""The audit names every deduction that is not as it must be; what is to be remitted balances with the books."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from services.commands.deductions import list_, remit
from services.payments.views import remittances, unlawful_deductions
from tests.services.payments.deductions import TO_OTHERS, Deducting, chooses, orders
from tests.services.payments.world import FILED

GROSS = 40_000


@pytest.fixture
def world(tmp_path: Path) -> Deducting:
    return Deducting(tmp_path).hears("ann", chooses(), orders()).is_due(GROSS).closes()


def faults(world: Deducting, *statements: str) -> list[str]:
    """What the audit says once rows were changed by hand, past all guards."""
    with world.database.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
        return unlawful_deductions(connection)[1]


def test_lawful_deductions_have_no_fault(world: Deducting) -> None:
    assert faults(world) == []
    assert faults(world.is_due(30_000, 2)) == []


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE deduction SET amount_minor = 9 WHERE rule = 'support'", "its days make another sum"),
        ("UPDATE deduction SET amount_minor = 9 WHERE rule = 'support'", "and 10000 was told"),
        ("UPDATE deduction SET share = '1/20' WHERE rule = 'income_tax'", "more than its share of 1/20"),
        ("UPDATE deduction SET share = '1/100' WHERE rule = 'contribution'", "contribution takes 1880 of 40000"),
        ("UPDATE deduction SET share = '1/5' WHERE rule = 'support'", "third parties have 10000 of 40000"),
        ("UPDATE deduction SET kept_minor = 30000 WHERE rule = 'support'", "less than the floor of 30000 is left"),
        ("UPDATE deduction SET certification = 'k-9'", "something was taken, and it was never assessed"),
    ],
)
def test_a_deduction_changed_by_hand_is_named(world: Deducting, statement: str, words: str) -> None:
    assert any(words in fault for fault in faults(world, statement))


KEPT_FOR_A_DEBT = """
    INSERT INTO instruction
    SELECT '00000000000000000000000000000001', 'KEPT-FOR-A-DEBT', person, partition, claim, certification, 'offset',
           sequence + 1, 1, period_start, period_end, days, 4000, currency, due_on, 'cancelled', assessment, 0, NULL,
           '{}', 0
    FROM instruction WHERE kind = 'original'"""
"""Beside the 400 that were paid, 40 were kept back for a debt, and given back to the debt later."""


def test_what_was_given_back_to_a_debt_was_part_of_what_shares_were_taken_of(world: Deducting) -> None:
    share = "UPDATE deduction SET share = '10/43' WHERE rule = 'support'"
    assert not [fault for fault in faults(world, KEPT_FOR_A_DEBT, share) if "third parties" in fault]
    of_another = "UPDATE instruction SET assessment = '00000000000000000000000000000002' WHERE kind = 'offset'"
    (fault,) = (fault for fault in faults(world, of_another) if "third parties" in fault)
    assert "third parties have 10000 of 40000" in fault


def test_what_is_to_be_remitted_balances_with_the_books(world: Deducting) -> None:
    with world.database.reading() as connection:
        listed = remittances(connection, FILED, FILED + timedelta(days=1))
    assert {each.account: each.owed_after for each in listed} == TO_OTHERS
    assert all(sum(line.amount_minor for line in each.lines) == each.taken - each.given_back for each in listed)


def test_what_a_correction_gives_back_stands_in_the_next_list(world: Deducting) -> None:
    world.is_due(30_000, 2, on=FILED + timedelta(days=3))
    with world.database.reading() as connection:
        listed = remittances(connection, FILED + timedelta(days=1), FILED + timedelta(days=9))
    by_account = {each.account: each for each in listed}
    contributions = by_account["payable:contributions:contribution"]
    assert (contributions.owed_before, contributions.given_back, contributions.owed_after) == (1880, 470, 1410)
    assert by_account["payable:tax:income_tax"].owed_after == 4000


def test_the_command_lists_deductions_and_what_is_to_be_remitted(
    world: Deducting, capsys: pytest.CaptureFixture[str]
) -> None:
    since, until = (datetime.combine(FILED + timedelta(days=days), time(), UTC) for days in (0, 1))
    list_(world.laptop.folder)
    remit(since, until, world.laptop.folder)
    told = capsys.readouterr().out
    assert "100.00 USD of 400.00 USD for third party, order o-1" in told
    assert "Not taken from fr/are" in told
    assert "payable:third-party:o-1: 100.00 USD to remit" in told

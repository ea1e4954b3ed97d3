"""What was taken for others reaches them: a payment a creditor and month, by the books, the files and the bank."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from lxml import etree
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError
from typer.testing import CliRunner

from contracts.bank import BankResult
from contracts.payments import PaymentInstructed, PaymentReturned, PaymentSettled
from contracts.remittances import RemittanceOrdered, RemittanceReturned, RemittanceSettled
from services.commands.commands import TIDEOVER
from services.commands.lazy import command_line
from services.payments.bank.sealed_files import body_of
from services.payments.tables import instruction
from services.payments.views import remittances, remittances_ordered, remittances_waiting, unlawful_deductions
from tests.services.payments.deductions import chooses, due, orders
from tests.services.payments.remittances import MONTH_END, REMITTING, TENTH, Remitting
from tests.services.payments.world import FILED, FIRST, account_of

GROSS = 40_000
ALL_OF_JANUARY = {"contribution 2024-01": 1880, "income_tax 2024-01": 4000, "o-1 2024-01": 10_000}
MARCH_TENTH = date(2024, 3, 10)


@pytest.fixture
def world(tmp_path: Path) -> Remitting:
    """Of 400.00 paid in January a part was taken for a pension fund, the tax office, and an agency."""
    return Remitting(tmp_path).hears("ann", chooses(), orders()).is_due(GROSS).closes()


def waiting(world: Remitting) -> int:
    """How many payments to creditors wait for somebody, counted without reading the others, and as listed."""
    with world.database.reading() as connection:
        listed = sum(each.needs_somebody for each in remittances_ordered(connection))
        assert remittances_waiting(connection) == listed
    return listed


def files_of_creditors(world: Remitting) -> list[bytes]:
    with world.database.reading() as connection:
        return [body_of(connection, world.cipher, name) for name in {row.file for row in world.to_creditors()} if name]


def test_what_was_taken_in_a_month_is_sent_to_each_creditor_on_its_day(world: Remitting) -> None:
    world.closes(MONTH_END)
    assert world.remitted() == {}
    world.remits(date(2024, 2, 5))
    assert world.remitted() == {"o-1 2024-01": 10_000}
    world.closes(TENTH)
    assert world.remitted() == ALL_OF_JANUARY
    assert {row.stage for row in world.to_creditors()} == {"batched"}
    assert world.is_sound()


def test_nothing_is_left_on_the_accounts_of_creditors_once_they_are_paid(world: Remitting) -> None:
    world.remits()
    assert [
        world.account(name)
        for name in ("payable:contributions:contribution", "payable:tax:income_tax", "payable:third-party:o-1")
    ] == [0, 0, 0]


def test_a_month_is_remitted_once_however_often_its_day_is_closed(world: Remitting) -> None:
    world.remits().closes(TENTH + timedelta(days=1)).closes(TENTH + timedelta(days=2))
    assert world.remitted() == ALL_OF_JANUARY
    assert len(world.to_creditors()) == 3


def test_what_a_month_left_that_was_closed_late_is_remitted_with_the_next(world: Remitting) -> None:
    world.remits(MARCH_TENTH)
    assert sum(world.remitted().values()) == sum(ALL_OF_JANUARY.values())
    world.remits(date(2024, 4, 10))
    assert len(world.remitted()) == len(ALL_OF_JANUARY)
    assert world.is_sound()


def test_nothing_is_remitted_while_one_partition_has_not_closed_the_month(world: Remitting) -> None:
    world.closes_only(TENTH, range(3))
    assert world.remitted() == {}
    world.closes_only(TENTH, [3]).closes(TENTH + timedelta(days=1))
    assert world.remitted() == ALL_OF_JANUARY


def test_a_file_names_the_order_and_the_month_beside_a_remittance_and_nobody(world: Remitting) -> None:
    world.remits()
    bodies = files_of_creditors(world)
    texts = {(element.text or "") for body in bodies for element in etree.fromstring(body).iter("{*}Ustrd")}
    assert texts == {"o-1 2024-01", "contribution 2024-01", "income-tax 2024-01"}
    assert not any(b"ann" in body for body in bodies)


def test_a_payment_to_a_person_bears_no_reference(world: Remitting) -> None:
    with world.database.reading() as connection:
        bodies = [body_of(connection, world.cipher, row.file) for row in world.payments("batched")]
    assert bodies
    assert not any(b"RmtInf" in body for body in bodies)


def test_what_the_bank_says_of_a_remittance_is_told_to_no_claimant(world: Remitting) -> None:
    told = len(world.said(PaymentInstructed))
    world.remits().releases()
    [row] = [row for row in world.to_creditors() if row.claim == "o-1"]
    world.bank_says(BankResult.SETTLED, row)
    assert [(event.reference, event.amount.minor) for event in world.said(RemittanceSettled)] == [("o-1", 10_000)]
    assert len(world.said(PaymentInstructed)) == told
    assert not world.said(PaymentSettled)
    assert world.is_sound()


@pytest.mark.parametrize("result", [BankResult.RETURNED, BankResult.REJECTED])
def test_a_remittance_that_comes_back_is_sent_again_on_a_named_persons_order(
    world: Remitting, result: BankResult
) -> None:
    world.remits()
    [row] = [row for row in world.to_creditors() if row.claim == "o-1"]
    world.bank_says(result, row)
    assert [event.reference for event in world.said(RemittanceReturned)] == ["o-1"]
    assert not world.said(PaymentReturned)
    assert world.is_sound()
    assert waiting(world) == 1
    world.officer_reissues(row, on=TENTH + timedelta(days=5)).closes(TENTH + timedelta(days=5))
    assert waiting(world) == 0
    attempts = [event.attempt for event in world.said(RemittanceOrdered) if event.reference == "o-1"]
    assert attempts == [1, 2]
    assert [row.stage for row in world.to_creditors() if row.claim == "o-1"][-1] == "batched"
    assert world.is_sound()


def test_what_a_correction_gives_back_after_it_was_sent_is_taken_off_the_next_month(world: Remitting) -> None:
    world.remits().is_due(30_000, 2, on=TENTH + timedelta(days=1))
    world.is_due(GROSS, start=FIRST + timedelta(days=28), on=TENTH + timedelta(days=2)).closes(
        TENTH + timedelta(days=2)
    ).remits(MARCH_TENTH)
    assert world.remitted()["contribution 2024-02"] == 1880 - 470
    assert world.is_sound()


def test_a_creditor_who_had_too_much_is_sent_nothing_until_it_is_made_up(world: Remitting) -> None:
    world.remits().is_due(30_000, 2, on=TENTH + timedelta(days=1)).remits(MARCH_TENTH)
    assert "contribution 2024-02" not in world.remitted()
    assert world.account("payable:contributions:contribution") == 470
    assert world.is_sound()


def test_a_late_correction_of_a_month_is_in_the_next_payment_whenever_it_comes(tmp_path: Path) -> None:
    sums = []
    for number, first in enumerate((TENTH, FILED)):
        folder = tmp_path / str(number)
        folder.mkdir()
        world = Remitting(folder).is_due(GROSS).remits(first)
        world.is_due(50_000, 2, on=FILED + timedelta(days=1)).remits(MARCH_TENTH).remits(date(2024, 4, 10))
        assert world.is_sound()
        sums.append(sum(world.remitted().values()))
    assert sums == [2350, 2350]


def test_two_people_with_an_order_of_one_key_are_one_payment_to_one_creditor(tmp_path: Path) -> None:
    world = Remitting(tmp_path, people=("ann", "ben"))
    world.hears("ann", orders(), due(GROSS)).hears("ben", orders(), due(GROSS)).closes().remits()
    assert world.remitted()["o-1 2024-01"] == 20_000
    assert world.is_sound()


def test_two_people_with_an_order_of_one_key_and_two_creditors_are_kept_apart(tmp_path: Path) -> None:
    world = Remitting(tmp_path, people=("ann", "ben"), payees=("agency", "court"))
    world.hears("ann", orders(), due(GROSS)).hears("ben", orders(creditor="court"), due(20_000)).closes().remits()
    assert {row.person: row.amount_minor for row in world.to_creditors("batched")} == {
        "creditor:agency": 10_000,
        "creditor:court": 9_530,
    }
    assert world.is_sound()


def test_a_creditor_without_an_account_waits_and_is_paid_once_there_is_one(tmp_path: Path) -> None:
    world = Remitting(tmp_path, payees=())
    world.hears("ann", orders()).is_due(GROSS).closes().remits()
    assert {row.stage for row in world.to_creditors()} == {"due"}
    assert "payments due to creditors of whom no account is known" in " ".join(world.report().waiting)
    world.closes(TENTH + timedelta(days=1))
    assert waiting(world) == 2
    world.accounts(("pension-fund", "tax-office", "agency")).closes(TENTH + timedelta(days=2))
    assert waiting(world) == 0
    assert {row.stage for row in world.to_creditors()} == {"batched"}


def test_terms_that_say_nothing_of_remitting_leave_it_to_the_institution(tmp_path: Path) -> None:
    world = Remitting(tmp_path, text=REMITTING.partition("remitted:")[0])
    world.is_due(GROSS).closes().remits()
    assert world.remitted() == {}
    assert world.account("payable:contributions:contribution") == -1880


def test_the_database_refuses_a_remittance_that_nobody_ordered_so(world: Remitting) -> None:
    world.remits()
    one_more = {"id": UUID(int=7), "end_to_end": "A" * 26, "certification": "2024-02.USD", "stage": "due", "file": None}
    refused = pytest.raises(IntegrityError, match="a creditor is paid what was ordered")
    with refused, world.database.begin() as connection:
        ordered = connection.execute(select(instruction).where(instruction.c.kind == "remittance")).mappings().first()
        connection.execute(insert(instruction).values({**(ordered or {}), **one_more}))


def test_the_list_for_creditors_balances_with_what_was_sent(world: Remitting) -> None:
    world.remits()
    with world.database.reading() as connection:
        listed = remittances(connection, FIRST, TENTH + timedelta(days=1))
    assert [(each.taken, each.remitted, each.owed_after) for each in listed] == [
        (1880, 1880, 0),
        (4000, 4000, 0),
        (10_000, 10_000, 0),
    ]


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE remittance SET amount_minor = 9 WHERE reference = 'o-1'", "ordered as 9, and its payment is 10000"),
        ("UPDATE remittance SET amount_minor = 9 WHERE reference = 'o-1'", "ordered as 9, and the books have 10000"),
        ("UPDATE journal SET kind = 'settled' WHERE kind = 'remitted'", "ordered as 10000, and the books have nothing"),
    ],
)
def test_a_remittance_changed_by_hand_is_named(world: Remitting, statement: str, words: str) -> None:
    world.remits()
    with world.database.begin() as connection:
        assert unlawful_deductions(connection)[1] == []
        for guard in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.execute(text(f"DROP TRIGGER {guard}"))
        connection.execute(text(statement))
        assert any(words in fault for fault in unlawful_deductions(connection)[1])


def test_the_commands_keep_a_creditors_account_and_tell_where_its_money_is(tmp_path: Path) -> None:
    world = Remitting(tmp_path, payees=("pension-fund",))
    world.hears("ann", orders()).is_due(GROSS).closes().remits()
    runner, app, folder = CliRunner(), command_line(TIDEOVER), ["--folder", str(tmp_path)]
    world.closes(TENTH + timedelta(days=1))
    told = runner.invoke(app, ["deductions", "sent", *folder]).output
    assert "2024-01  100.00 USD to creditor:agency under o-1: was in no file" in told
    assert "under contribution: is in a file, or at the bank" in told
    wrong = runner.invoke(app, ["deductions", "account", "agency", *folder], input="12\n")
    assert wrong.exit_code != 0
    kept = runner.invoke(app, ["deductions", "account", "agency", *folder], input=f"{account_of(77)}\n")
    assert "creditor:agency is paid to this account from now on." in kept.output
    assert account_of(77) not in kept.output

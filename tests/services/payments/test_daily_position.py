"""Each day's cash is held against the bank's statement, and every difference is explained or named to the cent."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree
from sqlalchemy import func, select, text
from typer.testing import CliRunner

from contracts.bank import BankReported, BankResult
from contracts.payments import PaymentSettled
from contracts.values import Money
from services.__main__ import app
from services.demo.bank.bank import banking_day
from services.demo.bank.replies import Held, Paid, statement
from services.demo.bank.server import BankOnLoopback, bank_on_loopback
from services.payments.accounts import CASH
from services.payments.bank.daily_position import CashPosition, differences_by_currency, positions_on
from services.payments.bank.gateway import BankGateway
from services.payments.bank.statement_days import statement_days
from services.payments.tables import journal, posting
from tests.services.payments.letters import collect
from tests.services.payments.world import FILED, World, account_of, usd

BOOKED = banking_day(FILED + timedelta(days=1))
BACK = banking_day(BOOKED + timedelta(days=3))


@pytest.fixture
def bank() -> Iterator[BankOnLoopback]:
    with bank_on_loopback(FILED) as bank:
        bank.bank.tells_balances = True
        yield bank


@pytest.fixture
def world(tmp_path: Path) -> World:
    people = ("ann", "eve")
    return World(tmp_path, people).assesses(40000, 1).assesses(30000, 1, person="eve").closes().releases()


def paid(world: World, bank: BankOnLoopback, days: int = 9) -> World:
    """The files go, the bank books and states until so many days later, and payments hears all of it."""
    gateway = BankGateway(bank.url, world.cipher)
    gateway.send_sealed(world.database)
    bank.advance_to(FILED + timedelta(days=days))
    world.laptop.publish(gateway.collect(world.database))
    world.laptop.run_until_quiet()
    return world


def position(world: World, day: date = BOOKED) -> CashPosition:
    with world.database.reading() as connection:
        [position] = positions_on(connection, world.cipher, day)
    return position


def off(world: World) -> dict[str, int]:
    with world.database.reading() as connection:
        return differences_by_currency(connection)


def test_a_day_that_was_booked_as_it_was_sent_agrees_to_the_cent(world: World, bank: BankOnLoopback) -> None:
    bank.return_later(account_of(1))
    paid(world, bank)
    day = position(world)
    assert (day.opening_minor, day.closing_minor) == (0, -70000)
    assert (day.bank_minor, day.books_minor, day.differences) == (-70000, -70000, ())
    back = position(world, BACK)
    assert (back.bank_minor, back.books_minor, back.differences) == (30000, 30000, ())
    assert off(world) == {"USD": 0}
    assert world.is_sound()


def test_a_bank_that_tells_by_statements_alone_is_understood_as_well(world: World, bank: BankOnLoopback) -> None:
    bank.state_each_day()
    bank.return_later(account_of(1))
    paid(world, bank)
    assert {row.stage for row in world.payments()} == {"settled", "returned"}
    assert off(world) == {"USD": 0}
    assert world.is_sound()


def told(world: World, result: BankResult, on: date, message: str, charges: Money | None = None) -> None:
    """The bank speaks of the first payment, whatever was told before."""
    payment = world.payments()[0]
    told = {"end_to_end": payment.end_to_end, "amount": usd(payment.amount_minor), "message": message}
    world.hears(payment.person, BankReported(result=result, booked_on=on, charges=charges, **told))


def cash_by_day(world: World) -> dict[date, int]:
    with world.database.reading() as connection:
        rows = connection.execute(
            select(journal.c.effective_on, func.sum(posting.c.amount_minor))
            .join(posting, posting.c.journal == journal.c.id)
            .where(posting.c.account == CASH)
            .group_by(journal.c.effective_on)
        )
        return {day: int(minor) for day, minor in rows}


def test_a_return_that_is_told_before_its_debit_leaves_both_days_as_the_bank_has_them(world: World) -> None:
    minor = world.payments()[0].amount_minor
    told(world, BankResult.RETURNED, BACK, "pacs-1", charges=usd(1500))
    assert world.said(PaymentSettled) == []
    assert world.is_sound()
    for message in ("camt-1", "camt-2"):  # a repeat books nothing
        told(world, BankResult.SETTLED, BOOKED, message)
    assert [event.settled_on for event in world.said(PaymentSettled)] == [BOOKED]
    assert cash_by_day(world) == {BOOKED: -minor, BACK: minor - 1500}
    assert world.is_sound()


def stated(world: World, entries: list[Paid], *, before: str = "0.00", after: str = "0.00") -> None:
    held = Held("NL41MOCK0000000001", "USD", Decimal(before), Decimal(after))
    collect(world, ("camt.053.001.08", statement("S-1", BOOKED, held, entries, [])))


def test_what_waits_for_a_person_explains_its_difference(world: World) -> None:
    stated(world, [Paid("F", "NOTPROVIDED", "12.50", "USD", "1")], after="-12.50")
    [difference] = position(world).differences
    assert (difference.minor, difference.whose, difference.explained) == (-1250, "the bank", True)
    assert "it waits for a named person (tideover bank waiting)" in difference.why
    assert position(world).unexplained_minor == 0
    assert off(world) == {"USD": 1250}


def test_balances_that_are_not_the_entries_are_named_to_the_cent(world: World) -> None:
    stated(world, [], after="-0.01")
    [difference] = position(world).differences
    assert (difference.minor, difference.explained) == (-1, False)
    assert difference.why == "the balances of the statement say another sum than its entries"
    assert position(world).unexplained_minor == -1


def test_what_the_books_alone_have_is_named_with_its_entry(world: World, bank: BankOnLoopback) -> None:
    paid(world, bank)
    [payment, _] = world.payments("settled")
    other = Paid("F", payment.end_to_end, "300.00", "USD", "1")
    with world.database.begin() as connection:
        connection.execute(text("DELETE FROM statement_day"))
    stated(world, [other], after="-300.00")
    [difference] = position(world).differences
    assert (difference.minor, difference.whose, difference.explained) == (40000, "the books", False)
    assert difference.why.startswith("settled in entry ")
    assert position(world).unexplained_minor == 40000


def test_a_payment_of_another_sum_or_day_is_said_so(world: World, bank: BankOnLoopback) -> None:
    paid(world, bank)
    payment = world.payments("settled")[0]
    day = BOOKED + timedelta(days=1)
    held = Held("NL41MOCK0000000001", "USD", Decimal(0), Decimal("-400.00"))
    again = Paid("F", payment.end_to_end, "400.00", "USD", "1")
    collect(world, ("camt.053.001.08", statement("S-2", day, held, [again], [])))
    [difference] = position(world, day).differences
    assert "is settled here, and was booked on another day or with another sum" in difference.why
    assert difference.explained


def test_the_command_tells_it_in_words(world: World, bank: BankOnLoopback, tmp_path: Path) -> None:
    paid(world, bank).laptop.close()
    without = CliRunner().invoke(
        app, ["bank", "position", "--on", str(BOOKED), "--folder", str(world.laptop.folder)], env={"COLUMNS": "200"}
    )
    assert "They agree to the last digit." in without.output, "the sums are read without the statement's bytes"
    shutil.copy(tmp_path / "master.key", tmp_path / "keys" / "payments.key")
    shutil.copy(tmp_path / "keys.db", tmp_path / "keys" / "data-keys.db")
    said = CliRunner().invoke(
        app, ["bank", "position", "--on", str(BOOKED), "--folder", str(world.laptop.folder)], env={"COLUMNS": "200"}
    )
    assert "0.00 USD before, -700.00 USD after" in said.output, said.exception
    assert "They agree to the last digit." in said.output
    none = CliRunner().invoke(app, ["bank", "position", "--on", "2019-01-01", "--folder", str(world.laptop.folder)])
    assert none.output == "No statement of the bank tells of 2019-01-01.\n"


def statement_of(opened: tuple[str, str], booked: tuple[str, ...], closed: str = "2024-01-26") -> etree._Element:
    """A statement of 100.00 paid on each of some days; the opening balance by its code and day."""
    code, day = opened
    balances = ((code, day, 0), ("CLBD", closed, 100 * len(booked)))
    sums = "".join(
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy='USD'>{minor}.00</Amt>"
        f"<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
        for code, day, minor in balances
    )
    entries = "".join(
        f"<Ntry><Amt Ccy='USD'>100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>"
        f"<BookgDt><Dt>{on}</Dt></BookgDt></Ntry>"
        for on in booked
    )
    return etree.fromstring(f"<BkToCstmrStmt><Stmt>{sums}{entries}</Stmt></BkToCstmrStmt>")


@pytest.mark.parametrize(
    ("opened", "booked", "days"),
    [
        (("OPBD", "2024-01-26"), ("2024-01-26",), [date(2024, 1, 26)]),
        (("PRCD", "2024-01-23"), ("2024-01-26", "2024-01-26"), [date(2024, 1, 26)]),
        (("OPBD", "2024-01-22"), ("2024-01-26",), []),
        (("PRCD", "2024-01-19"), ("2024-01-22", "2024-01-26"), []),
    ],
)
def test_a_statement_of_several_days_says_nothing_of_the_last_of_them(
    opened: tuple[str, str], booked: tuple[str, ...], days: list[date]
) -> None:
    assert [told.day for told in statement_days(statement_of(opened, booked))] == days

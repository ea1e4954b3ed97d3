"""The same stories with two banks over real HTTP: our small one and mock-bank, which others wrote."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from contracts.payments import PaymentReturned, PaymentSettled
from services.payments.bank.gateway import BankGateway
from tests.services.payments.banks import BANKS, Bank
from tests.services.payments.world import FILED, World, account_of

PEOPLE = ("ann", "bob", "cleo")


@pytest.fixture(params=sorted(BANKS))
def bank(request: pytest.FixtureRequest) -> Iterator[Bank]:
    with BANKS[request.param](FILED) as running:
        yield running


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path, PEOPLE)
    for person in PEOPLE:
        world.assesses(40000, 1, person=person)
    return world.closes().releases()


def gateway_of(world: World, bank: Bank) -> BankGateway:
    return BankGateway(bank.url, world.cipher)


def days_pass(world: World, bank: Bank, gateway: BankGateway, days: int = 10) -> None:
    bank.advance_to(FILED + timedelta(days=days))
    world.laptop.publish(gateway.collect(world.database))
    world.laptop.run_until_quiet()


def test_everybody_is_paid_and_every_book_agrees(world: World, bank: Bank) -> None:
    gateway = gateway_of(world, bank)
    sent = gateway.send_sealed(world.database)
    days_pass(world, bank, gateway)
    assert sent == len(world.rows("SELECT 1 FROM payment_file"))
    assert [row.stage for row in world.payments()] == ["settled"] * 3
    assert {row.state for row in world.rows("SELECT state FROM payment_file")} == {"accepted"}
    assert world.report().waiting == ()
    assert world.is_sound()


def test_a_closed_account_is_rejected_and_paid_again_when_a_person_orders_it(world: World, bank: Bank) -> None:
    gateway = gateway_of(world, bank)
    bank.close_account(account_of(1))
    gateway.send_sealed(world.database)
    days_pass(world, bank, gateway, 3)
    [rejected] = world.payments("rejected")
    assert rejected.person == "bob"
    world.officer_reissues(rejected).closes(FILED + timedelta(days=10))
    assert [row.attempt for row in world.payments() if row.person == "bob"] == [1, 2]
    assert world.is_sound()


def test_a_payment_that_comes_back_is_booked_once_though_two_messages_tell_of_it(world: World, bank: Bank) -> None:
    gateway = gateway_of(world, bank)
    for number in range(3):
        bank.return_later(account_of(number))
    gateway.send_sealed(world.database)
    days_pass(world, bank, gateway)
    assert [row.stage for row in world.payments()] == ["returned"] * 3
    assert (len(world.said(PaymentSettled)), len(world.said(PaymentReturned))) == (3, 3)
    assert world.is_sound()


def test_the_same_bytes_twice_are_refused_by_the_bank_and_prove_that_it_has_them(world: World, bank: Bank) -> None:
    gateway = gateway_of(world, bank)
    gateway.send_sealed(world.database)
    with world.database.begin() as connection:
        connection.exec_driver_sql("UPDATE payment_file SET state = 'unknown'")
    for row in world.rows("SELECT name FROM payment_file"):
        assert gateway.send_again(world.database, row.name)
    days_pass(world, bank, gateway)
    assert [row.stage for row in world.payments()] == ["settled"] * 3
    assert {row.state for row in world.rows("SELECT state FROM payment_file")} == {"accepted"}
    assert world.is_sound()


def test_messages_handed_on_twice_after_a_crash_are_booked_once(world: World, bank: Bank) -> None:
    first = gateway_of(world, bank)
    first.send_sealed(world.database)
    bank.advance_to(FILED + timedelta(days=10))
    lost = first.collect(world.database)  # the process ends here, before anything is published
    second = gateway_of(world, bank)
    again = second.collect(world.database)
    assert [one.id for one in again] == [one.id for one in lost] != []
    world.laptop.publish(again)
    world.laptop.publish(second.collect_again(world.database))
    world.laptop.run_until_quiet()
    assert [row.stage for row in world.payments()] == ["settled"] * 3
    assert second.collect(world.database) == []
    assert world.is_sound()

"""The bank's own entry shows a repayment that one officer told of, whichever of the two comes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.bank import CreditReported
from services.payments.bank import taking_in
from services.payments.views import unlawful
from tests.services.payments.debts import FINAL, InDebt, confirms, repays
from tests.services.payments.letters import Letter, collect, detail, entry, statement, tag

REFERENCE = "bank-1"


@pytest.fixture
def world(tmp_path: Path) -> InDebt:
    return InDebt(tmp_path).decided()


def came_in(amount: str, reference: str = REFERENCE, message: str = "M-7") -> Letter:
    credit = entry(amount, detail("REPAYMENT 1"), side="CRDT", extra=tag("AcctSvcrRef", reference))
    return statement(credit, kind="camt.053.001.08", message=message)


def refunds(world: InDebt) -> list[int]:
    return [row.amount_minor for row in world.payments("due") if row.kind == "refund"]


def told(world: InDebt) -> list[CreditReported]:
    """What the gateway tells now of money that came in."""
    return [event for event in collect(world) if isinstance(event, CreditReported)]


def test_an_entry_that_comes_after_the_officers_word_lets_the_rest_go_back(world: InDebt) -> None:
    world.hears("ann", repays(12500))
    collect(world, came_in("125.00"))
    assert refunds(world) == [2500]
    assert world.is_sound()


def test_an_entry_that_came_before_the_officers_word_is_told_at_the_next_look(world: InDebt) -> None:
    collect(world, came_in("125.00"))
    world.hears("ann", repays(12500))
    assert refunds(world) == []
    assert [event.amount.minor for event in told(world)] == [12500]
    assert refunds(world) == [2500]
    assert told(world) == []
    with world.database.reading() as connection:
        assert unlawful(connection)[1] == []


def test_an_entry_of_another_sum_or_reference_shows_nothing(world: InDebt) -> None:
    world.hears("ann", repays(12500))
    collect(world, came_in("120.00"), came_in("125.00", "bank-2", "M-8"))
    assert refunds(world) == []
    assert world.is_sound()


def test_what_was_told_and_not_handed_on_is_told_again(world: InDebt) -> None:
    world.hears("ann", repays(12500))
    assert collect(world, came_in("125.00"), handed_on=False)
    assert refunds(world) == []
    assert len(told(world)) == 1
    assert refunds(world) == [2500]


def test_what_a_second_officer_confirmed_needs_no_entry(world: InDebt) -> None:
    world.hears("ann", repays(12500), confirms(12500))
    collect(world, came_in("125.00"))
    assert refunds(world) == [2500]
    with world.database.begin() as connection:
        assert taking_in.collect(connection, world.cipher).credits == ()
    assert world.closes(FINAL) is world

"""An officer's act that names no payment of the person's is kept and counted; it holds up nobody's money."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from pathlib import Path
from uuid import UUID

import pytest

from contracts.base import Event
from contracts.casework import HeldPaymentReleased, ReissueOrdered
from contracts.kept_acts import PaymentActKept
from tests.services.payments.test_payments_after_death import death
from tests.services.payments.world import FILED, OFFICER, World
from tests.services.watching.seen import seen_at

NOBODYS = UUID(int=7)


def releases(payment: UUID = NOBODYS) -> Event:
    return HeldPaymentReleased(instruction=payment, officer=OFFICER, released_on=FILED, reasons="To the estate.")


@pytest.mark.parametrize("act", [releases(), ReissueOrdered(instruction=NOBODYS, officer=OFFICER, ordered_on=FILED)])
def test_it_is_told_to_the_officer_and_counted_and_the_persons_payments_go_on(tmp_path: Path, act: Event) -> None:
    world = World(tmp_path).hears("ann", act).assesses(40_000, 1).closes()
    [kept] = world.said(PaymentActKept)
    assert (kept.act, kept.about, kept.officer) == (act.name, str(NOBODYS), OFFICER)
    assert [row.amount_minor for row in world.payments("batched")] == [40_000]
    assert seen_at(tmp_path).value("tideover_kept_acts", act=act.name) == 1
    assert world.is_sound()


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_release_counts_in_whatever_order_it_payment_and_death_are_heard(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    first = World(tmp_path / "first").assesses(40_000, 1)
    [payment] = first.payments("due")
    world = World(tmp_path / "second")
    tells = (
        lambda: world.assesses(40_000, 1),
        lambda: world.hears("ann", death()),
        lambda: world.hears("ann", releases(UUID(payment.id))),
    )
    for number in order:
        tells[number]()
    world.closes()
    assert [row.amount_minor for row in world.payments("batched")] == [40_000]
    assert world.is_sound()


def test_a_release_told_of_somebody_else_neither_pays_the_payment_nor_stands_in_the_way_of_the_right_one(
    tmp_path: Path,
) -> None:
    world = World(tmp_path).assesses(40_000, 1).hears("ann", death())
    [payment] = world.payments("due")
    world.hears("bea", releases(UUID(payment.id))).closes()
    assert world.payments("batched") == []
    world.hears("ann", releases(UUID(payment.id))).closes(FILED + timedelta(days=1))
    assert [row.amount_minor for row in world.payments("batched")] == [40_000]

"""A named person's decision pays what was due before a death, and counts whichever way and when it is heard."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from contracts.about import after_death
from contracts.base import Event
from contracts.casework import Verdict
from contracts.claims import ClaimDecision
from contracts.eligibility import DeathReported
from contracts.payments import PaymentHeld, PaymentLetGo
from tests.services.payments.world import FILED, FIRST, OFFICER, World
from tests.services.watching.seen import seen_at

DIED = FIRST + timedelta(days=20)


def death(on: date | None = DIED, number: int = 1) -> Event:
    return DeathReported(died_on=on, number=number)


def pays_what_was_due(claim: str = "c-1", on: date = DIED) -> Event:
    return ClaimDecision(
        claim=claim,
        question=f"q-{claim}-{on}",
        about=after_death(on),
        decided_on=FILED + timedelta(days=1),
        officer=OFFICER,
        verdict=Verdict.FOR_CLAIMANT,
        reasons="The heirs were heard.",
        article="Civil Code",
        facts_considered=("inheritance",),
        appeal="You may contest this.",
    )


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_decision_pays_what_waits_in_whatever_order_it_is_heard(tmp_path: Path, order: tuple[int, ...]) -> None:
    world = World(tmp_path)
    tells = (
        lambda: world.assesses(40_000, 1),
        lambda: world.hears("ann", death()),
        lambda: world.hears("ann", pays_what_was_due()),
    )
    for number in order:
        tells[number]()
    world.closes()
    assert [row.amount_minor for row in world.payments("batched")] == [40_000]
    assert world.said(PaymentHeld) == []
    assert world.is_sound()


@pytest.mark.parametrize("other", [pays_what_was_due("c-2"), pays_what_was_due(on=DIED + timedelta(days=1))])
def test_a_decision_on_another_claim_or_another_day_of_death_pays_nothing(tmp_path: Path, other: Event) -> None:
    world = World(tmp_path).assesses(40_000, 1).hears("ann", death(), other).closes()
    assert world.payments("batched") == []
    assert [event.died_on for event in world.said(PaymentHeld)] == [DIED]


def test_how_many_payments_are_held_and_for_how_long_is_shown(tmp_path: Path) -> None:
    world = World(tmp_path).assesses(40_000, 1).hears("ann", death()).closes()
    for days in (1, 31):
        world.closes(FILED + timedelta(days=days))
    shown = seen_at(tmp_path)
    assert shown.value("tideover_payments_after_death") == 1
    assert shown.value("tideover_payments_after_death_oldest_seconds") == 31 * 86_400


def test_a_payment_is_held_anew_when_another_day_of_death_is_reported(tmp_path: Path) -> None:
    world = World(tmp_path).assesses(40_000, 1).hears("ann", death()).closes()
    later = DIED + timedelta(days=3)
    world.hears("ann", pays_what_was_due(), death(later, 2)).closes(FILED + timedelta(days=1))
    assert world.payments("batched") == []
    assert [event.died_on for event in world.said(PaymentHeld)] == [DIED, later]
    world.hears("ann", pays_what_was_due(on=later)).closes(FILED + timedelta(days=2))
    assert [event.officer for event in world.said(PaymentLetGo)] == [OFFICER.staff]
    assert len(world.payments("batched")) == 1


def test_a_payment_that_is_due_no_more_is_held_no_longer_and_held_anew_once_it_is_due(tmp_path: Path) -> None:
    world = World(tmp_path).assesses(40_000, 1).hears("ann", death()).closes()
    world.assesses(0, 2).closes(FILED + timedelta(days=1))
    [let_go] = world.said(PaymentLetGo)
    assert (let_go.let_go_on, let_go.officer) == (FILED + timedelta(days=1), None)
    world.assesses(40_000, 3).closes(FILED + timedelta(days=2))
    assert [event.since for event in world.said(PaymentHeld)] == [FILED, FILED + timedelta(days=2)]
    assert world.payments("batched") == []
    world.hears("ann", pays_what_was_due()).closes(FILED + timedelta(days=3))
    assert [row.amount_minor for row in world.payments("batched")] == [40_000]


def test_nobody_ordered_that_a_payment_is_let_go_which_is_due_no_more(tmp_path: Path) -> None:
    world = World(tmp_path).assesses(40_000, 1).hears("ann", death()).closes()
    world.hears("ann", pays_what_was_due()).assesses(0, 2).closes(FILED + timedelta(days=1))
    assert [event.officer for event in world.said(PaymentLetGo)] == [None]


def test_a_payment_that_is_due_again_before_the_day_closes_stays_held(tmp_path: Path) -> None:
    world = World(tmp_path).assesses(40_000, 1).hears("ann", death()).closes()
    world.assesses(0, 2).assesses(40_000, 3).closes(FILED + timedelta(days=1))
    assert (len(world.said(PaymentHeld)), world.said(PaymentLetGo), world.payments("batched")) == (1, [], [])

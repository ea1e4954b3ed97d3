"""A death stops payments for later days and opens a question about those made; taken back, all is as before."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from contracts.base import Event
from contracts.registry import Fact
from law.people.life import Life
from services.claims.steps import OPEN
from services.claims.tables import question as question_table
from services.runtime.laptop.laptop import Laptop
from tests.stories.town import (
    FIRST,
    bank_pays,
    born,
    certifies,
    closes,
    files_claim,
    fill,
    final,
    instructed,
    lost_work,
    said,
    stated,
    town,
    wages,
)

PAST: tuple[Event, ...] = (*(wages(month) for month in range(7, 25)), born(), lost_work())
CLAIMED: tuple[Event, ...] = (files_claim(), certifies(0), certifies(1))
DIED = FIRST + timedelta(weeks=2, days=2)
"""In the third of four certified weeks."""


def died(on: date = DIED) -> Fact:
    return stated(Life(born="1980-05", region="delta", died_on=on), version=2)


def lives_after_all() -> Fact:
    return stated(Life(born="1980-05", region="delta"), version=3)


def certified_and_paid(folder: Path) -> Laptop:
    laptop = town(folder)
    fill(laptop, [said(event) for event in (*PAST, *CLAIMED)])
    closes(laptop, FIRST + timedelta(days=28))
    bank_pays(laptop, FIRST + timedelta(days=29))
    return laptop


def denied() -> tuple[Fact, Fact]:
    """The registry says under one version that the person died, and that they live."""
    return died(), stated(Life(born="1980-05", region="delta"), version=2)


def other_registry(fact: Fact) -> Fact:
    """The record as another registry has it, under a key of its own."""
    return fact.model_copy(update={"key": "other-registry"})


def asked(laptop: Laptop) -> list[str]:
    """What is open, by the matter."""
    with laptop.databases["claims"].begin() as connection:
        rows = connection.execute(select(question_table.c.step, question_table.c.about))
        return sorted(about for step, about in rows if step in OPEN)


def questions_open(laptop: Laptop) -> int:
    with laptop.databases["claims"].begin() as connection:
        return sum(step in OPEN for step in connection.scalars(select(question_table.c.step)))


def test_nothing_is_ordered_after_a_death_and_what_was_paid_since_is_a_question(tmp_path: Path) -> None:
    laptop = certified_and_paid(tmp_path)
    before = len(instructed(laptop))
    fill(laptop, [said(died()), said(certifies(2))])
    closes(laptop, FIRST + timedelta(days=43))
    assert before > 0
    assert len(instructed(laptop)) == before
    assert questions_open(laptop) > 0
    laptop.close()


def test_a_death_that_is_corrected_or_told_in_another_order_restores_everything(tmp_path: Path) -> None:
    restored, undisturbed = certified_and_paid(tmp_path / "restored"), certified_and_paid(tmp_path / "undisturbed")
    for told in (died(), lives_after_all()):
        fill(restored, [said(told)])
        closes(restored, FIRST + timedelta(days=30))
    fill(undisturbed, [said(lives_after_all()), said(died())])
    closes(undisturbed, FIRST + timedelta(days=30))
    assert final(restored) == final(undisturbed)
    assert questions_open(restored) == questions_open(undisturbed) == 0
    restored.close()
    undisturbed.close()


def test_a_death_that_one_version_states_and_denies_is_asked_and_pays_no_later_day(tmp_path: Path) -> None:
    laptop = certified_and_paid(tmp_path)
    before = len(instructed(laptop))
    fill(laptop, [*map(said, denied()), said(certifies(2))])
    closes(laptop, FIRST + timedelta(days=43))
    assert f"alive_after_{DIED}" in asked(laptop)
    assert len(instructed(laptop)) == before
    assert final(laptop)["net"]
    laptop.close()


@pytest.mark.parametrize("facts", [denied(), (died(), other_registry(lives_after_all()))], ids=["one", "two records"])
def test_a_death_in_doubt_comes_to_the_same_in_any_order_and_is_undone_by_a_correction(
    tmp_path: Path, facts: tuple[Fact, Fact]
) -> None:
    turned = certified_and_paid(tmp_path / "turned")
    straight, undisturbed = certified_and_paid(tmp_path / "straight"), certified_and_paid(tmp_path / "undisturbed")
    fill(straight, [said(fact) for fact in facts])
    fill(turned, [said(fact, again="later") for fact in (*reversed(facts), *facts)])
    for laptop in (straight, turned):
        closes(laptop, FIRST + timedelta(days=30))
    assert final(straight) == final(turned)
    assert asked(straight) == asked(turned) != []
    fill(straight, [said(lives_after_all())])
    fill(undisturbed, [said(lives_after_all())])
    assert (final(straight), asked(straight)) == (final(undisturbed), [])
    for laptop in (straight, turned, undisturbed):
        laptop.close()

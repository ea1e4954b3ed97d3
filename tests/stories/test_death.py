"""A death stops payments for later days and opens a question about those made; taken back, all is as before."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

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

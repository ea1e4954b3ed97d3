"""A case in town with a letter of every kind: granted, paid, questioned, decided, paid too much, and at an end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from contracts.base import Envelope, Event, read
from contracts.casework import AnswerGiven, Officer, Verdict
from contracts.claims import QuestionOpened
from contracts.registry import Separation
from contracts.values import Period
from services.commands.letters_archive import case_about
from services.letters.case_file import CaseFile
from services.letters.model import Letter
from services.operations.stack import Stack
from services.runtime.laptop.laptop import Laptop
from tests.shape.tree import ROOT
from tests.stories.town import (
    CLAIM,
    FIRST,
    PERSON,
    bank_pays,
    born,
    certifies,
    closes,
    files_claim,
    fill,
    lost_work,
    said,
    town,
    wages,
    withdraws,
)

E = TypeVar("E", bound=Event)
OFFICER = Officer(staff="staff-17", role="adjudicator")
QUESTIONED = date(2020, 3, 25)


def world(laptop: Laptop) -> Stack:
    """The laptop as commands see it."""
    return Stack(laptop.services, laptop.databases, str(laptop.folder), laptop.heard)


def case_of(laptop: Laptop) -> CaseFile:
    return case_about(world(laptop), PERSON)


def told(laptop: Laptop, kind: type[Event]) -> list[Event]:
    events = [read(Envelope.from_bytes(message.raw)) for message in laptop.log("claims")]
    return [event for event in events if isinstance(event, kind)]


def answers(laptop: Laptop, verdict: Verdict, on: date, applies: Period | None = None) -> None:
    """An officer answers whatever is open, or was."""
    for question in told(laptop, QuestionOpened):
        assert isinstance(question, QuestionOpened)
        given = AnswerGiven(
            question=question.question,
            answered_on=on,
            officer=OFFICER,
            verdict=verdict,
            reasons="The pay slip shows it.",
            article="Miss. Code Ann. § 71-5-513",
            facts_considered=("works",),
            applies=applies or question.period,
        )
        fill(laptop, [said(given, at=datetime(on.year, on.month, on.day, 12, tzinfo=UTC))])


def whole_life(folder: Path, reason: Separation = Separation.LAID_OFF) -> Laptop:
    """Granted and paid; then too much was paid, which is asked back; then the claim is taken back."""
    laptop = town(folder)
    past = [wages(month) for month in range(7, 25)]
    fill(laptop, [said(event) for event in (*past, born(), lost_work(reason), files_claim())])
    fill(laptop, [said(certifies(0)), said(certifies(1))])
    closes(laptop, date(2020, 2, 9))
    bank_pays(laptop, date(2020, 2, 10))
    fill(laptop, [said(certifies(1, earned=(10_000, 0), version=2))])
    closes(laptop, QUESTIONED)
    answers(laptop, Verdict.AGAINST_CLAIMANT, QUESTIONED + timedelta(days=1))
    return laptop


def example(kind: type[E]) -> E:
    """The example of an event that stands in the contracts."""
    file = ROOT / "contracts" / "examples" / f"{kind.name}.v{kind.version}.json"
    event = read(Envelope.from_bytes(file.read_bytes()))
    assert isinstance(event, kind)
    return event


@contextmanager
def opened_life(folder: Path, reason: Separation = Separation.LAID_OFF) -> Iterator[Laptop]:
    laptop = whole_life(folder, reason)
    try:
        yield laptop
    finally:
        laptop.close()


def taken_back(laptop: Laptop) -> None:
    fill(laptop, [said(withdraws())])


def named(letters: list[Letter], name: str) -> Letter:
    return next(letter for letter in letters if letter.name == name)


__all__ = ["CLAIM", "FIRST", "PERSON"]

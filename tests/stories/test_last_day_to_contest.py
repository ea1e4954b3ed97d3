"""The last day to contest is one day: in the letter, on the page and by the clock, from the scheme's own window."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from contracts.claims import ClaimDecision, ContestOpened
from contracts.contest import Tier
from contracts.eligibility import DeterminationMade
from contracts.intake import ContestFiled
from contracts.registry import Separation
from contracts.values import Period
from services.letters.every_letter import letters_of
from services.letters.language import LANGUAGES, language_of
from services.letters.text import as_text
from services.letters.writing import written
from services.runtime.laptop.laptop import Laptop
from tests.services.console.house import house, words
from tests.services.letters.case import case_of
from tests.stories.contesting import at, contested, decided_against, told_by
from tests.stories.town import CLAIM, FIRST, PERSON, born, closes, decided, files_claim, fill, lost_work, said, town

LAST = FIRST + timedelta(days=4 + 14)
"""Mississippi gives 14 days, from when the letter counts as delivered: four days after its own."""


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A claim was refused by the facts alone on its first day, as no wages are on record."""
    folder = tmp_path_factory.mktemp("refused")
    laptop = town(folder)
    fill(laptop, [said(event) for event in (born(), lost_work(), files_claim())])
    closes(laptop, FIRST)
    laptop.close()
    return folder


@pytest.fixture
def life(refused: Path, tmp_path: Path) -> Iterator[Laptop]:
    laptop = town(shutil.copytree(refused, tmp_path / "world"))
    yield laptop
    laptop.close()


def refusal_of(laptop: Laptop) -> str:
    """The id of the determination."""
    return next(str(one.determination) for one in decided(laptop) if isinstance(one, DeterminationMade))


def contests(laptop: Laptop, on: date) -> ContestOpened:
    filed = ContestFiled(decision=refusal_of(laptop), tier=Tier.COMPLAINT, filed_on=on)
    fill(laptop, [said(filed, at=at(on))])
    return told_by(laptop, "claims", ContestOpened)[-1]


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_letter_of_a_refusal_names_the_last_day_in_every_language(life: Laptop, code: str) -> None:
    letter = next(letter for letter in letters_of(case_of(life)) if letter.name == "refused")
    paper = as_text(written(letter, code))
    assert language_of(code, "US").day(LAST) in " ".join(paper.split())


@pytest.mark.parametrize("days_later", [0, 1])
def test_a_contest_is_in_time_on_the_last_day_of_the_letter_and_late_on_the_next(life: Laptop, days_later: int) -> None:
    assert contests(life, LAST + timedelta(days=days_later)).is_late is (days_later > 0)


def test_the_page_of_the_refusal_names_the_same_day(life: Laptop) -> None:
    with house(life.folder) as office:
        examiner = office.signed_in("officer-101")
        page = words(examiner.get(f"/en/people/{PERSON}/decisions/{refusal_of(life)}").text)
    assert "You may contest this within 14 days" in page
    assert f"The last day is {LAST.day} {LAST:%B %Y}." in page


def test_the_words_of_an_officers_decision_say_from_when_their_days_run(tmp_path: Path) -> None:
    laptop = town(tmp_path)
    fill(laptop, [said(event) for event in (born(), lost_work(Separation.VOLUNTARY), files_claim())])
    after = decided_against(laptop, Period.of_days(FIRST, 28))
    (decision,) = told_by(laptop, "claims", ClaimDecision)
    within = re.search(r"within (\d+) days of its delivery", decision.appeal)
    assert within
    assert decision.contest_by == decision.decided_on + timedelta(days=4 + int(within[1]))
    contested(laptop, after)
    assert not told_by(laptop, "claims", ContestOpened)[-1].is_late
    assert decision.claim == CLAIM
    laptop.close()

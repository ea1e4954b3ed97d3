"""Nobody knows where a person is to be paid: that is asked from the day of the claim on, and told once it is there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from contracts.accounts import AccountKnown, AccountMissing
from contracts.waiting import BANK_DETAILS, ClaimIncomplete, MissingFrom
from services.letters.every_letter import letters_of
from services.letters.language import LANGUAGES
from services.letters.text import as_text
from services.letters.writing import written
from services.payments.bank.bank_details import register_account
from services.runtime.laptop.laptop import Laptop
from services.worlds import cipher_in, laptop_in
from tests.services.letters.case import case_of
from tests.services.letters.readability import GRADE_MAX, grade, prose
from tests.stories.test_before_a_decision import PAST, lives, told
from tests.stories.town import FIRST, PERSON, born, closes, files_claim, lost_work, town, withdraws


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    """The town, in which nobody said to which account the person is paid."""
    laptop = laptop_in(tmp_path)
    yield laptop
    laptop.close()


def account_comes(laptop: Laptop, folder: Path) -> None:
    with laptop.databases["payments"].begin() as connection:
        register_account(connection, cipher_in(folder, "payments"), PERSON, "123456780:0000000042")


def lacking(laptop: Laptop) -> list[list[str]]:
    """What the claim lacks, each time that it was told."""
    return [[missing.what for missing in event.missing] for event in told(laptop, ClaimIncomplete)]


def test_an_account_that_nobody_knows_is_asked_for_at_the_end_of_the_day_of_the_claim(laptop: Laptop) -> None:
    lives(laptop, *PAST, born(), lost_work(), files_claim())
    assert lacking(laptop) == []
    closes(laptop, FIRST)
    assert lacking(laptop) == [[BANK_DETAILS]]
    (missing,) = told(laptop, ClaimIncomplete)[-1].missing
    assert (missing.from_whom, missing.since) == (MissingFrom.CLAIMANT, FIRST)


def test_it_is_asked_for_once_beside_what_the_law_asks(laptop: Laptop) -> None:
    lives(laptop, *PAST, born(), files_claim())
    for day in range(4):
        closes(laptop, FIRST + timedelta(days=day))
    lives(laptop, lost_work())
    assert lacking(laptop) == [["separation_reason"], ["separation_reason", BANK_DETAILS], [BANK_DETAILS]]
    assert len(told(laptop, AccountMissing)) == 1


def test_an_account_that_comes_is_told_at_the_end_of_its_day(laptop: Laptop, tmp_path: Path) -> None:
    lives(laptop, *PAST, born(), lost_work(), files_claim())
    closes(laptop, FIRST)
    account_comes(laptop, tmp_path)
    closes(laptop, FIRST + timedelta(days=3))
    closes(laptop, FIRST + timedelta(days=4))
    assert lacking(laptop) == [[BANK_DETAILS], []]
    assert [event.known_on for event in told(laptop, AccountKnown)] == [FIRST + timedelta(days=3)]


def test_nobody_is_asked_whose_account_is_known(tmp_path: Path) -> None:
    laptop = town(tmp_path)
    lives(laptop, *PAST, born(), lost_work(), files_claim())
    closes(laptop, FIRST)
    assert told(laptop, AccountMissing) == []
    assert lacking(laptop) == []
    laptop.close()


def test_who_took_the_claim_back_is_told_that_nothing_is_missing(laptop: Laptop) -> None:
    lives(laptop, *PAST, born(), lost_work(), files_claim())
    closes(laptop, FIRST)
    lives(laptop, withdraws())
    assert lacking(laptop) == [[BANK_DETAILS], []]


def test_the_letter_asks_for_the_account_in_every_language(laptop: Laptop) -> None:
    lives(laptop, *PAST, born(), lost_work(), files_claim())
    closes(laptop, FIRST)
    (letter,) = [each for each in letters_of(case_of(laptop)) if each.name == "incomplete"]
    assert "To which bank account are you to be paid?" in as_text(written(letter, "en"))
    assert "le compte bancaire" in as_text(written(letter, "fr"))
    assert grade(prose(letter)) <= GRADE_MAX
    assert all(as_text(written(letter, language)) for language in LANGUAGES)

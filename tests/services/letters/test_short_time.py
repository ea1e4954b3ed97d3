"""Letters on short-time work: each worker is told what was paid for them, the employer what the list comes to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from contracts.bank import BankReported, BankResult
from contracts.base import Envelope, Event, read
from contracts.casework import AnswerGiven, Officer, Verdict
from contracts.claims import QuestionOpened
from contracts.clock import DayClosed
from contracts.payments import PaymentInstructed
from services.commands.letters_archive import case_about
from services.letters.every_letter import letters_of
from services.letters.language import LANGUAGES
from services.letters.model import Letter
from services.letters.text import as_text
from services.letters.writing import written
from services.operations.stack import Stack
from services.payments.bank.bank_details import register_account
from services.runtime.laptop.laptop import Laptop
from services.runtime.process.settings import Settings
from services.worlds import cipher_in, laptop_in
from tests.services.eligibility.lists import EMPLOYER, KUG, line
from tests.services.letters.readability import GRADE_MAX, grade, prose
from tests.stories.town import fill, said

TOLD = datetime(2025, 4, 4, 9, tzinfo=UTC)


def tell(laptop: Laptop, *told: tuple[str, Event]) -> None:
    fill(laptop, [said(event, person=person, at=TOLD) for person, event in told])


def heard(laptop: Laptop, topic: str) -> list[Event]:
    return [read(Envelope.from_bytes(message.raw)) for message in laptop.log(topic)]


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    """Anna is paid for; of Carl more hours are told than the month holds, and an officer finds them right."""
    folder: Path = tmp_path_factory.mktemp("short-time")
    laptop = laptop_in(folder, Settings(schemes=KUG))
    with laptop.databases["payments"].begin() as connection:
        register_account(connection, cipher_in(folder, "payments"), EMPLOYER, "123456780:0000000099")
    tell(laptop, ("p-anna", line("p-anna")), ("p-carl", line("p-carl", minutes_lost=169 * 60)))
    tell(laptop, *((f"partition-{n}", DayClosed(day=date(2025, 4, 5), partition=n)) for n in range(laptop.partitions)))
    [question] = [event for event in heard(laptop, "claims") if isinstance(event, QuestionOpened)]
    answer = AnswerGiven(
        question=question.question,
        answered_on=date(2025, 4, 9),
        officer=Officer(staff="officer-7", role="examiner"),
        verdict=Verdict.FOR_CLAIMANT,
        reasons="The time sheets show it.",
        article="SGB III § 95",
        facts_considered=("time-sheets",),
    )
    tell(laptop, (EMPLOYER, answer))
    for order in heard(laptop, "payments"):
        if isinstance(order, PaymentInstructed):
            settled = BankReported(
                end_to_end=order.end_to_end,
                result=BankResult.SETTLED,
                amount=order.amount,
                booked_on=date(2025, 4, 11),
                message="statement-1",
            )
            tell(laptop, (EMPLOYER, settled))
    yield laptop
    laptop.close()


def letters(laptop: Laptop, person: str) -> list[Letter]:
    world = Stack(laptop.services, laptop.databases, str(laptop.folder), laptop.heard)
    return letters_of(case_about(world, person))


def in_english(letter: Letter) -> str:
    """As a text without its line ends."""
    return " ".join(as_text(written(letter, "en")).split())


def test_a_worker_is_told_what_was_paid_for_them_on_which_figures_and_how_to_disagree(laptop: Laptop) -> None:
    (letter,) = letters(laptop, "p-anna")
    text = in_english(letter)
    assert letter.name == "short_time"
    assert "582,00 EUR" in text
    assert "Your pay without the loss of work: " in text
    assert "You lost 84 full hours of work." in text
    assert f"Your employer: {EMPLOYER}." in text
    assert "SGB III § 105" in text
    assert "A machine applied the rules" in text
    assert "If you do not agree" in text


def test_the_letter_says_every_answer_that_the_derivation_rests_on(laptop: Laptop) -> None:
    (letter,) = letters(laptop, "p-anna")
    facts = next(section for section in letter.sections if section.heading == "facts")
    assert len(facts.lines) == 3
    assert "Agreed hours of work in these days: 177,14 hours." in in_english(letter)


def test_a_line_that_a_person_found_right_is_told_first_as_waiting_and_then_with_their_name(laptop: Laptop) -> None:
    waits, due = letters(laptop, "p-carl")
    assert "A person looks at what your employer told us" in in_english(waits)
    assert "Officer officer-7 (examiner)" in in_english(due)
    assert "582,00 EUR" in in_english(due)


def test_the_employer_gets_a_summary_of_each_list_and_a_letter_on_the_question_and_the_payment(laptop: Laptop) -> None:
    own = letters(laptop, EMPLOYER)
    assert {letter.name for letter in own} == {"short_time_list", "question", "decision", "payment"}
    last = [letter for letter in own if letter.name == "short_time_list"][-1]
    assert "for a list of 2 workers" in in_english(last)
    assert "Officer officer-7 (examiner)" in in_english(last)
    assert "Each of them gets a letter from us" in in_english(last)
    [question] = [letter for letter in own if letter.name == "question"]
    assert "169:00 hours are said to be lost" in in_english(question)


@pytest.mark.parametrize("person", ["p-anna", "p-carl", EMPLOYER])
def test_each_of_these_letters_is_written_in_four_languages(laptop: Laptop, person: str) -> None:
    for letter in letters(laptop, person):
        texts = {as_text(written(letter, language)) for language in LANGUAGES}
        assert len(texts) == len(LANGUAGES)


def test_an_english_letter_on_short_time_is_easy_to_read(laptop: Laptop) -> None:
    for letter in (*letters(laptop, "p-anna"), *letters(laptop, "p-carl")):
        assert grade(prose(letter)) <= GRADE_MAX, letter.name

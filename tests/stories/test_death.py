"""A death stops payments for later days and opens a question about those made; taken back, all is as before."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from contracts.about import after_death, short
from contracts.base import Envelope, Event, read
from contracts.casework import AnswerGiven, HeldPaymentReleased, Officer, Verdict
from contracts.claims import QuestionOpened
from contracts.payments import PaymentHeld, PaymentLetGo
from contracts.registry import Absence, AbsenceRecorded, Fact, FactRetracted
from contracts.values import Period
from law.people.life import Life
from services.claims.steps import OPEN
from services.claims.tables import question as question_table
from services.letters.every_letter import letters_of
from services.letters.language import LANGUAGES
from services.letters.text import as_text
from services.letters.writing import written
from services.payments.tables import payment_file
from services.runtime.laptop.laptop import Laptop
from tests.services.letters.case import case_of
from tests.stories.town import (
    FIRST,
    RECORDED,
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


def held(laptop: Laptop) -> list[PaymentHeld | PaymentLetGo]:
    events = [read(Envelope.from_bytes(message.raw)) for message in laptop.log("payments")]
    return [event for event in events if isinstance(event, PaymentHeld | PaymentLetGo)]


def sealed(laptop: Laptop) -> list[int]:
    """The sums in sealed files, in order."""
    with laptop.databases["payments"].reading() as connection:
        return list(connection.scalars(select(payment_file.c.control_sum_minor).order_by(payment_file.c.name)))


def due_and_not_sealed(folder: Path) -> Laptop:
    """The first fortnight is due, and its day is not over."""
    laptop = town(folder)
    fill(laptop, [said(event) for event in (*PAST, *CLAIMED[:2])])
    return laptop


def test_a_death_known_before_files_are_sealed_holds_what_is_due_for_days_before(tmp_path: Path) -> None:
    laptop = due_and_not_sealed(tmp_path)
    fill(laptop, [said(died())])
    for day in (14, 15):
        closes(laptop, FIRST + timedelta(days=day))
    assert sealed(laptop) == []
    [told] = held(laptop)
    assert isinstance(told, PaymentHeld)
    assert (told.died_on, told.since) == (DIED, FIRST + timedelta(days=14))
    fill(laptop, [said(lives_after_all())])
    closes(laptop, FIRST + timedelta(days=16))
    assert sealed(laptop) == [told.amount.minor]
    assert [type(event) for event in held(laptop)] == [PaymentHeld, PaymentLetGo]
    laptop.close()


def test_a_named_person_pays_the_estate(tmp_path: Path) -> None:
    laptop = due_and_not_sealed(tmp_path)
    fill(laptop, [said(died())])
    closes(laptop, FIRST + timedelta(days=14))
    [told] = held(laptop)
    order = HeldPaymentReleased(
        instruction=told.instruction,
        officer=Officer(staff="officer-31", role="payments-officer"),
        released_on=FIRST + timedelta(days=15),
        reasons="The certificate of inheritance names this account.",
    )
    fill(laptop, [said(order)])
    closes(laptop, FIRST + timedelta(days=15))
    assert len(sealed(laptop)) == 1
    assert [getattr(event, "officer", None) for event in held(laptop)] == [None, "officer-31"]
    laptop.close()


AFTER_DEATH = short(after_death(DIED))


def open_question(laptop: Laptop) -> QuestionOpened:
    events = [read(Envelope.from_bytes(message.raw)) for message in laptop.log("claims")]
    return [event for event in events if isinstance(event, QuestionOpened)][-1]


def pays_the_estate(question: QuestionOpened, on: date) -> AnswerGiven:
    return AnswerGiven(
        question=question.question,
        answered_on=on,
        officer=Officer(staff="officer-31", role="payments-officer"),
        verdict=Verdict.FOR_CLAIMANT,
        reasons="The certificate of inheritance names this account.",
        article=question.cites,
        facts_considered=("certificate-of-inheritance",),
    )


def test_a_payment_held_for_a_death_is_one_question_to_a_named_person_whose_answer_pays_it(tmp_path: Path) -> None:
    laptop = due_and_not_sealed(tmp_path)
    fill(laptop, [said(died())])
    closes(laptop, FIRST + timedelta(days=14))
    assert asked(laptop) == [AFTER_DEATH]
    [letter] = [letter for letter in letters_of(case_of(laptop)) if letter.name == "question"]
    for language in LANGUAGES:
        assert str(DIED.year) in as_text(written(letter, language))
    assert "If this is wrong, tell us." in as_text(written(letter, "en"))
    fill(laptop, [said(pays_the_estate(open_question(laptop), FIRST + timedelta(days=15)))])
    closes(laptop, FIRST + timedelta(days=15))
    assert len(sealed(laptop)) == 1
    assert [getattr(event, "officer", None) for event in held(laptop)] == [None, "officer-31"]
    assert asked(laptop) == []
    laptop.close()


def test_the_question_ends_when_the_death_is_denied_and_is_asked_anew_of_another_day(tmp_path: Path) -> None:
    laptop = due_and_not_sealed(tmp_path)
    fill(laptop, [said(died())])
    closes(laptop, FIRST + timedelta(days=14))
    fill(laptop, [said(pays_the_estate(open_question(laptop), FIRST + timedelta(days=15)))])
    later = stated(Life(born="1980-05", region="delta", died_on=DIED + timedelta(days=1)), version=3)
    fill(laptop, [said(later)])
    closes(laptop, FIRST + timedelta(days=15))
    assert (sealed(laptop), asked(laptop)) == ([], [short(after_death(DIED + timedelta(days=1)))])
    fill(laptop, [said(stated(Life(born="1980-05", region="delta"), version=4))])
    closes(laptop, FIRST + timedelta(days=16))
    assert (len(sealed(laptop)), asked(laptop)) == (1, [])
    laptop.close()


def test_the_question_ends_when_nothing_is_due_any_more_for_days_before_the_death(tmp_path: Path) -> None:
    laptop = due_and_not_sealed(tmp_path)
    fill(laptop, [said(died())])
    closes(laptop, FIRST + timedelta(days=14))
    assert asked(laptop) == [AFTER_DEATH]
    fill(laptop, [said(certifies(0, version=2, earned=(90_000, 90_000)))])
    closes(laptop, FIRST + timedelta(days=15))
    assert (sealed(laptop), asked(laptop)) == ([], [])
    fill(laptop, [said(certifies(0, version=3))])
    closes(laptop, FIRST + timedelta(days=16))
    assert (sealed(laptop), asked(laptop)) == ([], [AFTER_DEATH])
    laptop.close()


def absent(version: int = 1) -> Fact:
    days = Period(start=FIRST + timedelta(days=8), end=FIRST + timedelta(days=10))
    return AbsenceRecorded(
        key="custody-1", source_version=version, recorded_at=RECORDED, period=days, kind=Absence.DETENTION
    )


def no_custody() -> Fact:
    return FactRetracted(
        key="custody-1", source_version=2, recorded_at=RECORDED, kind=AbsenceRecorded.name, reason="Another person."
    )


def test_custody_known_before_files_are_sealed_waits_for_a_person_and_a_denial_pays(tmp_path: Path) -> None:
    laptop = due_and_not_sealed(tmp_path)
    fill(laptop, [said(absent())])
    closes(laptop, FIRST + timedelta(days=14))
    assert (sealed(laptop), asked(laptop)) == ([], [f"week:{FIRST + timedelta(days=7)}"])
    fill(laptop, [said(no_custody())])
    closes(laptop, FIRST + timedelta(days=15))
    assert len(sealed(laptop)) == 1
    assert asked(laptop) == []
    laptop.close()


def test_death_denial_and_custody_come_to_the_same_in_any_order(tmp_path: Path) -> None:
    facts = [died(), lives_after_all(), absent(), no_custody()]
    ends = []
    for number, order in enumerate((facts, facts[::-1], [facts[2], facts[0], facts[3], facts[1]])):
        laptop = due_and_not_sealed(tmp_path / str(number))
        for day, fact in enumerate(order):
            fill(laptop, [said(fact)])
            closes(laptop, FIRST + timedelta(days=14 + day))
        closes(laptop, FIRST + timedelta(days=20))
        ends.append((final(laptop), sum(sealed(laptop)), asked(laptop)))
        laptop.close()
    assert ends[0] == ends[1] == ends[2]
    assert ends[0][1] > 0

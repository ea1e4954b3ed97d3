"""A reply window runs from proof of delivery; silence lets none pass where nobody knows that the person was told."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.base import Envelope, Event, read
from contracts.casework import Verdict
from contracts.claims import AnswerRefused, ClaimDecision, NoticeIssued
from contracts.letters import LetterChannel, LetterDelivered, LetterReturned, LetterSent
from law.language.terms.errors import RuleSheetError
from services.claims.handlers import make_service
from services.claims.person import Applicant
from services.claims.procedure import FILE, Procedure
from services.claims.store import load_people
from services.runtime.laptop.laptop import Laptop
from tests.services.claims.telling import SCHEME, TOLD, Ann, answered, determined, fact, filed, finding, replied

PROMISED = TOLD + timedelta(days=18)
"""Four days of delivery and fourteen to reply."""
POST, PORTAL, EMAIL = LetterChannel.POST, LetterChannel.PORTAL, LetterChannel.EMAIL


@pytest.fixture
def ann(tmp_path: Path) -> Ann:
    ann = Ann(tmp_path)
    ann.lives_through(filed(), determined(1, finding()))
    return ann


def question_of(ann: Ann) -> str:
    return ann.was_told(NoticeIssued)[-1].question


def sent(question: str, on: date = TOLD, channel: LetterChannel = POST, reference: str = "run-1/7") -> Envelope:
    return fact(LetterSent(letter=question, channel=channel, reference=reference, sent_on=on), on)


def delivered(question: str, on: date, channel: LetterChannel = POST, reference: str = "run-1/7") -> Envelope:
    return fact(LetterDelivered(letter=question, channel=channel, reference=reference, delivered_on=on), on)


def returned(question: str, on: date, channel: LetterChannel = POST, reference: str = "run-1/7") -> Envelope:
    return fact(LetterReturned(letter=question, channel=channel, reference=reference, returned_on=on), on)


def against(question: str, on: date) -> Envelope:
    return answered(question, Verdict.AGAINST_CLAIMANT, on=on)


def last_day(ann: Ann) -> date | None:
    with ann.world.databases["claims"].begin() as connection:
        (question,) = load_people(connection, ["ann"], 1)["ann"].questions.values()
    return question.reply_by


def test_without_a_word_of_letters_the_notice_counts_as_delivered_by_the_days_of_the_procedure(ann: Ann) -> None:
    assert last_day(ann) == PROMISED


def test_the_window_runs_from_proof_of_delivery(ann: Ann) -> None:
    question, arrived = question_of(ann), TOLD + timedelta(days=10)
    ann.lives_through(sent(question), delivered(question, arrived))
    assert last_day(ann) == arrived + timedelta(days=14)
    ann.lives_through(against(question, PROMISED + timedelta(days=1)))
    (refused,) = ann.was_told(AnswerRefused)
    assert str(arrived + timedelta(days=14)) in refused.reason
    ann.lives_through(against(question, arrived + timedelta(days=15)))
    assert len(ann.was_told(ClaimDecision)) == 1


def test_a_proof_never_shortens_what_the_notice_promised(ann: Ann) -> None:
    ann.lives_through(delivered(question_of(ann), TOLD + timedelta(days=1)))
    assert last_day(ann) == PROMISED


def test_the_first_proof_of_two_ways_starts_the_window(ann: Ann) -> None:
    question = question_of(ann)
    ann.lives_through(
        delivered(question, TOLD + timedelta(days=20)),
        delivered(question, TOLD + timedelta(days=9), EMAIL, "mail-3"),
    )
    assert last_day(ann) == TOLD + timedelta(days=9 + 14)


def test_a_letter_that_left_late_is_counted_from_the_day_it_left(ann: Ann) -> None:
    ann.lives_through(sent(question_of(ann), TOLD + timedelta(days=3)))
    assert last_day(ann) == PROMISED + timedelta(days=3)


@pytest.mark.parametrize("channel", [PORTAL, EMAIL, LetterChannel.TEXT_MESSAGE])
def test_silence_decides_nothing_while_a_notice_lies_unopened(ann: Ann, channel: LetterChannel) -> None:
    question = question_of(ann)
    ann.lives_through(sent(question, TOLD, channel, "box-1"), against(question, PROMISED + timedelta(days=200)))
    (refused,) = ann.was_told(AnswerRefused)
    assert "must be sent in another way" in refused.reason
    ann.lives_through(sent(question, PROMISED, POST, "run-2/1"))
    assert last_day(ann) == PROMISED + timedelta(days=18)


def test_a_letter_that_came_back_told_nothing(ann: Ann) -> None:
    question = question_of(ann)
    ann.lives_through(sent(question), returned(question, TOLD + timedelta(days=9)))
    assert last_day(ann) is None
    ann.lives_through(against(question, PROMISED + timedelta(days=30)))
    assert not ann.was_told(ClaimDecision)


def test_whoever_replied_was_told_whatever_became_of_the_letter(ann: Ann) -> None:
    question, on = question_of(ann), TOLD + timedelta(days=2)
    ann.lives_through(sent(question), returned(question, on), replied(question, on), against(question, on))
    assert len(ann.was_told(ClaimDecision)) == 1


def test_a_letter_on_an_earlier_notice_says_nothing_of_the_new_one(ann: Ann) -> None:
    question = question_of(ann)
    ann.lives_through(sent(question, TOLD), delivered(question, TOLD + timedelta(days=3)))
    later = TOLD + timedelta(days=30)
    ann.lives_through(determined(2, finding(because="The employer also sent a letter."), on=later))
    assert last_day(ann) == later + timedelta(days=18)


def test_letters_that_are_on_no_question_are_kept_and_change_nothing(ann: Ann) -> None:
    ann.lives_through(sent("determination-1"), delivered("determination-1", TOLD + timedelta(days=30)))
    assert last_day(ann) == PROMISED


HANDLERS = make_service(schemes=(SCHEME,)).handlers


def after(facts: list[Envelope]) -> Applicant:
    person = Applicant("ann")
    for envelope in facts:
        event: Event = read(envelope)
        list(HANDLERS[type(event)](event, person, envelope))
    return person


(QUESTION,) = after([filed(), determined(1, finding())]).questions
FACTS = [
    filed(),
    determined(1, finding()),
    sent(QUESTION, TOLD, PORTAL, "box-1"),
    sent(QUESTION, TOLD + timedelta(days=1)),
    returned(QUESTION, TOLD + timedelta(days=5)),
    sent(QUESTION, TOLD + timedelta(days=6), LetterChannel.REGISTERED_POST, "RR1"),
    delivered(QUESTION, TOLD + timedelta(days=12), LetterChannel.REGISTERED_POST, "RR1"),
    delivered(QUESTION, TOLD + timedelta(days=15), PORTAL, "box-1"),
]


@given(st.permutations(FACTS), st.lists(st.sampled_from(FACTS), max_size=4))
def test_in_any_order_the_window_ends_on_the_same_day(facts: list[Envelope], repeated: list[Envelope]) -> None:
    (question,) = after([*facts, *repeated]).questions.values()
    assert question.reply_by == TOLD + timedelta(days=12 + 14)


@settings(max_examples=10, deadline=None)
@given(st.permutations(FACTS))
def test_what_is_kept_of_letters_is_what_was_told(facts: list[Envelope]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = Laptop(Path(folder), [make_service(schemes=(SCHEME,))])
        for one in facts:
            world.publish([one])
            world.run_until_quiet()
        with world.databases["claims"].begin() as connection:
            stored = load_people(connection, ["ann"], 1)["ann"]
        world.close()
    assert stored.sendings == after(FACTS).sendings


def test_a_procedure_that_names_no_channel_of_letters_is_refused(tmp_path: Path) -> None:
    text = FILE.read_text("utf-8").replace("channels: post ", "channels: pigeon ")
    (tmp_path / "procedure.yaml").write_text(text, "utf-8")
    with pytest.raises(RuleSheetError, match="pigeon is no channel of letters"):
        Procedure.from_file(tmp_path / "procedure.yaml")

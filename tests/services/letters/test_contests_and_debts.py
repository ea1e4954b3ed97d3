"""Letters on complaints, appeals and debts: every way in which they can stand has its words in every language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from uuid import UUID, uuid5

import pytest

from contracts.base import Event
from contracts.casework import Officer, RecallOrdered, Verdict, WaiverGround
from contracts.claims import (
    ClaimDecision,
    ContestClosed,
    ContestDropped,
    ContestOpened,
    ContestWaits,
    QuestionOpened,
)
from contracts.contest import ContestOutcome, Tier
from contracts.eligibility import DeterminationMade
from contracts.error_budgets import ReviewMade
from contracts.payments import (
    CollectedBy,
    OwedAgain,
    PaymentCancelled,
    PaymentInstructed,
    RecoveryCollected,
    RecoveryEnd,
    RecoveryEnded,
    RecoveryOwedAgain,
)
from contracts.values import Money
from services.letters.answered import answered
from services.letters.case_file import CaseFile, DatedEvent
from services.letters.every_letter import letters_of
from services.letters.language import LANGUAGES
from services.letters.model import Letter
from services.letters.text import as_text
from services.letters.writing import written
from tests.services.letters.case import CLAIM, FIRST, case_of, example, opened_life

OTHER = "p-0a1b2c3d4e5f60718293a4b5c6d7e8f9"
DEBTS_CLAIM = "c-2019-000001"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> CaseFile:
    with opened_life(tmp_path_factory.mktemp("life")) as laptop:
        return case_of(laptop)


def with_events(case: CaseFile, *events: Event) -> CaseFile:
    """The case with further events of the same claim."""
    own = [event.model_copy(update={"claim": CLAIM}) for event in events]
    place = len(case.events)
    dated = [DatedEvent(uuid5(UUID(int=0), str(n)), None, FIRST, place + n, event) for n, event in enumerate(own)]
    return replace(case, events=(*case.events, *dated))


def every_contest() -> Iterator[Event]:
    opened, closed = example(ContestOpened), example(ContestClosed)
    for tier, late, goes_on in product(Tier, (True, False), (True, False)):
        yield opened.model_copy(update={"tier": tier, "is_late": late, "benefit_continues": goes_on})
    for outcome in ContestOutcome:
        nobody = {"officer": None} if outcome is ContestOutcome.WITHDRAWN else {}
        yield closed.model_copy(update={"outcome": outcome, **nobody})


def every_contest_without_an_outcome() -> Iterator[Event]:
    for tier in Tier:
        yield example(ContestWaits).model_copy(update={"tier": tier})
    yield example(ContestDropped)


def every_review() -> Iterator[Event]:
    yield example(ReviewMade)
    yield example(RecallOrdered)


def every_debt() -> Iterator[Event]:
    for end in RecoveryEnd:
        yield example(RecoveryEnded).model_copy(update={"end": end})
    repaid = example(RecoveryCollected).model_copy(update={"by": CollectedBy.REPAYMENT, "instruction": None})
    yield repaid
    yield repaid.model_copy(update={"waits": Money(minor=2500, currency="USD")})
    for because in OwedAgain:
        yield example(RecoveryOwedAgain).model_copy(update={"because": because})


def every_waiver() -> Iterator[Event]:
    refused = example(ClaimDecision)
    for ground in WaiverGround:
        yield refused.model_copy(update={"waiver_ground": ground})
    granted = {"verdict": Verdict.FOR_CLAIMANT, "applies": None, "contest_by": None}
    yield refused.model_copy(update=granted)


def texts(letter: Letter) -> list[str]:
    return [as_text(written(letter, language)) for language in LANGUAGES]


EVENTS = [*every_contest(), *every_contest_without_an_outcome(), *every_review(), *every_debt(), *every_waiver()]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.name)
def test_what_becomes_of_a_contest_or_a_debt_is_told_in_every_language(case: CaseFile, event: Event) -> None:
    before, after = letters_of(case), letters_of(with_events(case, event))
    new = [letter for letter in after if letter not in before]
    assert len(new) == 1
    assert len(set(texts(new[0]))) == len(LANGUAGES)


def test_a_recall_that_names_a_claim_that_never_was_keeps_back_no_letter(case: CaseFile) -> None:
    astray = example(RecallOrdered).model_copy(update={"claim": "typing-slip"})
    dated = replace(case.events[-1], id=uuid5(case.events[-1].id, "astray"), event=astray)
    assert letters_of(replace(case, events=(*case.events, dated))) == letters_of(case)


def test_whoever_is_looked_at_as_the_law_changed_is_told_so_and_of_no_wrong_decision(case: CaseFile) -> None:
    claim = next(made.claim for _, made in case.of(DeterminationMade))
    order = example(RecallOrdered).model_copy(update={"claim": claim, "law_since": date(2026, 7, 1)})
    told = texts(next(one for one in letters_of(with_events(case, order)) if one not in letters_of(case)))
    assert len(set(told)) == len(LANGUAGES)
    assert "The law on benefits changed on" in told[LANGUAGES.index("en")]
    assert "were wrong" not in told[LANGUAGES.index("en")]


def test_a_letter_on_a_contest_says_which_question_it_is_about(case: CaseFile) -> None:
    question = next(event for _, event in case.of(QuestionOpened))
    for kind in (ContestOpened, ContestClosed):
        event = example(kind).model_copy(update={"question": question.question, "about": question.about})
        (letter,) = [one for one in letters_of(with_events(case, event)) if one not in letters_of(case)]
        assert f"The question was: {question.asks}" in as_text(written(letter, "en")).replace("\n", " ")


def test_whoever_won_an_appeal_is_not_told_to_contest_it_nor_that_they_kept_silent(case: CaseFile) -> None:
    decision = next(event for _, event in case.of(ClaimDecision))
    won = {
        "verdict": Verdict.FOR_CLAIMANT,
        "applies": None,
        "reduced_by": None,
        "replied_on": None,
        "contest": "contest-1",
        "tier": Tier.APPEAL,
        "first_decided_on": decision.decided_on,
    }
    text = as_text(written(answered(case, decision.model_copy(update=won)), "en")).replace("\n", " ")
    assert "right to contest" not in text
    assert "no reply" not in text


def test_a_decision_for_the_person_says_in_one_sentence_that_it_may_be_contested(case: CaseFile) -> None:
    decision = next(event for _, event in case.of(ClaimDecision))
    text = as_text(written(answered(case, decision.model_copy(update={"verdict": Verdict.FOR_CLAIMANT})), "en"))
    assert "You may contest this as well." in text
    assert decision.appeal not in text.replace("\n", " ")


def test_what_is_withheld_from_a_payment_is_told_with_what_is_left(case: CaseFile) -> None:
    payment = next(event for _, event in case.of(PaymentInstructed))
    sums = {"amount": Money(minor=1_234, currency="USD"), "left": Money(minor=5_678, currency="USD")}
    offset = {"by": CollectedBy.OFFSET, "instruction": payment.instruction, **sums}
    withheld = with_events(case, example(RecoveryCollected).model_copy(update=offset))
    letter = next(one for one in letters_of(withheld) if str(payment.instruction) in one.ids)
    assert "12.34\u00a0USD was taken off for a debt of yours. 56.78\u00a0USD of the debt is left." in as_text(
        written(letter, "en")
    ).replace("\n", " ")


def withheld_for(case: CaseFile, owed_by: str | None) -> Letter:
    """The letter on a payment from which something was withheld for a debt of this pseudonym, or of another."""
    payment = next(event for _, event in case.of(PaymentInstructed))
    offset = {"by": CollectedBy.OFFSET, "instruction": payment.instruction, "owed_by": owed_by, "claim": DEBTS_CLAIM}
    event = example(RecoveryCollected).model_copy(update=offset)
    dated = replace(case.events[-1], id=uuid5(case.events[-1].id, "withheld"), event=event)
    told = replace(case, events=(*case.events, dated))
    return next(letter for letter in letters_of(told) if str(payment.instruction) in letter.ids)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("owed_by", [None, OTHER])
def test_what_is_withheld_names_the_debt_and_its_claim_and_no_pseudonym(
    case: CaseFile, owed_by: str | None, language: str
) -> None:
    text = as_text(written(withheld_for(case, owed_by), language, name="Ann Example"))
    assert example(RecoveryCollected).question in text
    assert DEBTS_CLAIM in text
    assert OTHER not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_debt_under_another_number_of_the_same_person_is_said_to_stand_there(case: CaseFile, language: str) -> None:
    own, elsewhere = (as_text(written(withheld_for(case, owed_by), language)) for owed_by in (None, OTHER))
    assert own != elsewhere
    if language == "en":
        assert "We first kept that claim under another number of yours." in elsewhere.replace("\n", " ")


def test_a_payment_that_was_wholly_withheld_is_not_said_to_be_stopped_by_a_new_count(case: CaseFile) -> None:
    payment = next(event for _, event in case.of(PaymentInstructed))
    offset = {"by": CollectedBy.OFFSET, "instruction": payment.instruction}
    cancelled = PaymentCancelled(claim=payment.claim, instruction=payment.instruction, assessment=payment.assessment)
    told = with_events(case, cancelled, example(RecoveryCollected).model_copy(update=offset))
    closing = UUID(int=7)
    at_once = replace(told, events=(*case.events, *(replace(told, cause=closing) for told in told.events[-2:])))
    for_debts, by_a_count = (
        as_text(written(next(one for one in letters_of(file) if str(payment.instruction) in one.ids), "en"))
        for file in (at_once, told)
    )
    assert "All of this payment was taken off for debts." in for_debts
    assert "A new count found nothing left to pay here." in by_a_count


def english(case: CaseFile, event: Event) -> str:
    """The letter on an event, as one line of English."""
    (letter,) = [one for one in letters_of(with_events(case, event)) if one not in letters_of(case)]
    return as_text(written(letter, "en")).replace("\n", " ").replace("\u00a0", " ")


def test_a_refused_waiver_is_told_with_person_reasons_article_and_until_when_to_contest(case: CaseFile) -> None:
    text = english(case, example(ClaimDecision))
    for told in (
        "Your debt is not waived",
        "The income of the household leaves enough for instalments",
        "20 CFR 404.506",
        "officer-117",
        "August 21, 2020",
        "Administrative Law Judge",
        "If you ask again, tell us what is new",
    ):
        assert told in text


def test_the_end_of_a_debt_after_a_won_appeal_says_why_and_by_whom(case: CaseFile) -> None:
    won = {
        "end": RecoveryEnd.OVERTURNED,
        "officer": Officer(staff="member-2", role="tribunal-member"),
        "reasons": "The wages were reported in time.",
        "article": "C168 Art. 27(1)",
    }
    text = english(case, example(RecoveryEnded).model_copy(update=won))
    for told in ("The wages were reported in time.", "C168 Art. 27(1)", "member-2"):
        assert told in text

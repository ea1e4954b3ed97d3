"""Whoever asks back what was paid too much names its cause; the institution's own errors are waived unless argued."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.base import Envelope
from contracts.casework import AnswerGiven, Verdict
from contracts.claims import AnswerRefused, ClaimDecision, QuestionOpened
from contracts.overpayment_causes import CAUSES, Responsibility
from tests.services.claims.contesting import DECIDED, REPLIED
from tests.services.claims.telling import OFFICER, WEEK, Ann, determined, fact, filed, finding, overpaid, replied

OURS = sorted(code for code, cause in CAUSES.items() if cause.responsibility is Responsibility.INSTITUTION)
OTHERS = sorted(CAUSES.keys() - set(OURS))


@pytest.fixture
def ann(tmp_path: Path) -> Ann:
    """Ann, who replied to the question on 50.00 that were paid too much."""
    ann = Ann(tmp_path)
    ann.lives_through(filed(), determined(1, finding()), overpaid(5000))
    ann.lives_through(replied(asked(ann), REPLIED))
    return ann


def asked(ann: Ann) -> str:
    return next(one.question for one in ann.was_told(QuestionOpened) if one.amount is not None)


def asks_back(ann: Ann, cause: str | None, why: str | None = None) -> Envelope:
    event = AnswerGiven(
        question=asked(ann),
        answered_on=DECIDED,
        officer=OFFICER,
        verdict=Verdict.AGAINST_CLAIMANT,
        reasons="The difference is asked back.",
        article="Institution's own rule",
        facts_considered=("payment-1",),
        applies=WEEK,
        overpayment_cause=cause,
        not_waived_because=why,
    )
    return fact(event, DECIDED)


@pytest.mark.parametrize("cause", [None, *OTHERS])
def test_the_decision_names_the_cause_and_unknown_is_one(ann: Ann, cause: str | None) -> None:
    ann.lives_through(asks_back(ann, cause))
    (decision,) = ann.was_told(ClaimDecision)
    assert decision.overpayment_cause == cause


@pytest.mark.parametrize("cause", OURS)
def test_our_own_error_is_not_asked_back_without_a_word_why(ann: Ann, cause: str) -> None:
    ann.lives_through(asks_back(ann, cause))
    (refused,) = ann.was_told(AnswerRefused)
    assert refused.reason.startswith("it is waived, since the institution")
    assert ann.was_told(ClaimDecision) == []


def test_our_own_error_is_asked_back_where_the_answer_says_why(ann: Ann) -> None:
    ann.lives_through(asks_back(ann, OURS[0], "The person saw the error and said so in their letter."))
    assert len(ann.was_told(ClaimDecision)) == 1


def test_every_cause_has_words_and_a_source_and_everybody_may_be_responsible() -> None:
    assert all(cause.words and cause.source for cause in CAUSES.values())
    assert {cause.responsibility for cause in CAUSES.values()} == set(Responsibility)

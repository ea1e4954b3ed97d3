"""A withdrawal, or a claim, that never was: the claim stands where it would, and what is still in doubt is asked."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.base import Envelope
from contracts.casework import Verdict
from contracts.claims import AnswerRefused, ClaimMoved, ClaimOpened, ClaimState, NoticeIssued, QuestionOpened
from contracts.eligibility import DeterminationOutcome
from contracts.intake import ClaimFiled, ClaimWithdrawn, FilingKind, FilingRetracted
from tests.services.claims.telling import (
    CLAIM,
    FILED,
    TOLD,
    Ann,
    absent,
    answered,
    assessed,
    determined,
    fact,
    filed,
    finding,
    noon,
    replied,
    withdrawn,
)
from tests.services.claims.test_order import FACTS, IN_ORDER, after, in_the_end

LATER = TOLD + timedelta(days=5)


def retracted(kind: FilingKind = "intake.claim-withdrawn", version: int = 2, on: date = LATER) -> Envelope:
    event = FilingRetracted(
        key=CLAIM, source_version=version, recorded_at=noon(on), kind=kind, reason="The wrong button was pressed."
    )
    return fact(event, on)


@pytest.fixture
def ann(tmp_path: Path) -> Ann:
    return Ann(tmp_path)


def state(ann: Ann) -> ClaimState:
    return ann.was_told(ClaimMoved)[-1].after


def test_the_kinds_that_intake_takes_back_are_its_own() -> None:
    assert (ClaimFiled.name, ClaimWithdrawn.name) == ("intake.claim-filed", "intake.claim-withdrawn")


class TestAWithdrawalThatNeverWas:
    def test_leaves_the_claim_open_where_it_stood(self, ann: Ann) -> None:
        ann.lives_through(filed(), determined(1), withdrawn(), retracted())
        assert state(ann) is ClaimState.GRANTED

    def test_asks_again_with_a_window_of_its_own_what_was_let_go(self, ann: Ann) -> None:
        ann.lives_through(filed(), determined(1, finding()), withdrawn(), retracted())
        first, second = ann.was_told(QuestionOpened)
        assert (first.question, first.asks) == (second.question, second.asks)
        assert [notice.issued_on for notice in ann.was_told(NoticeIssued)] == [TOLD, LATER]
        assert state(ann) is ClaimState.QUESTIONED

    def test_asks_what_was_never_asked_because_the_claim_was_withdrawn(self, ann: Ann) -> None:
        ann.lives_through(filed(), withdrawn(), determined(1, finding()), absent(), retracted())
        assert {opened.asks for opened in ann.was_told(QuestionOpened)} == {
            "Was there a just cause to leave?",
            "Was there a just cause not to attend?",
        }

    def test_does_not_ask_what_the_law_no_longer_asks(self, ann: Ann) -> None:
        ann.lives_through(filed(), determined(1, finding()), withdrawn())
        ann.lives_through(determined(2, outcome=DeterminationOutcome.WITHDRAWN), retracted())
        assert len(ann.was_told(QuestionOpened)) == 1
        assert state(ann) is ClaimState.OPEN, "until the law has answered again"

    def test_does_not_count_an_old_reply_for_the_new_notice(self, ann: Ann) -> None:
        ann.lives_through(filed(), determined(1, finding()))
        question = ann.was_told(QuestionOpened)[0].question
        ann.lives_through(replied(question, TOLD), withdrawn(), retracted())
        ann.lives_through(answered(question, Verdict.AGAINST_CLAIMANT, on=LATER))
        assert "may do so until" in ann.was_told(AnswerRefused)[0].reason

    def test_may_be_followed_by_one_that_was(self, ann: Ann) -> None:
        ann.lives_through(filed(), determined(1), withdrawn(), retracted(), withdrawn(version=3))
        assert state(ann) is ClaimState.WITHDRAWN


class TestAClaimThatNeverWas:
    def test_ends_like_a_withdrawn_one_with_its_questions(self, ann: Ann) -> None:
        ann.lives_through(filed(), determined(1, finding()), retracted("intake.claim-filed"))
        assert state(ann) is ClaimState.WITHDRAWN

    def test_is_not_opened_when_the_retraction_comes_first(self, ann: Ann) -> None:
        ann.lives_through(retracted("intake.claim-filed"), filed())
        assert ann.was_told(ClaimOpened) == []

    def test_is_open_again_when_it_is_filed_anew(self, ann: Ann) -> None:
        ann.lives_through(filed(), retracted("intake.claim-filed"), filed(2, unemployed_from=FILED), determined(1))
        assert state(ann) is ClaimState.GRANTED


@given(st.permutations([*FACTS, withdrawn(), retracted()]))
def test_in_whatever_order_a_withdrawal_is_taken_back_all_is_as_without_it(facts: list[Envelope]) -> None:
    assert in_the_end(after(facts)) == IN_ORDER


def test_the_retraction_of_a_certification_changes_no_claim(ann: Ann) -> None:
    ann.lives_through(filed(), determined(1), assessed(1), retracted("intake.certification-filed"))
    assert state(ann) is ClaimState.GRANTED

"""Claims as a person lives through them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from contracts.casework import Verdict
from contracts.claims import (
    AnswerRefused,
    ClaimDecision,
    ClaimMoved,
    ClaimOpened,
    ClaimState,
    Ground,
    NoticeIssued,
    QuestionDropped,
    QuestionOpened,
)
from contracts.eligibility import DeterminationOutcome
from tests.services.claims.telling import (
    APPEAL,
    CLAIM,
    FILED,
    OFFICER,
    TOLD,
    WEEK,
    Ann,
    answered,
    assessed,
    day_closed,
    determined,
    filed,
    finding,
    overpaid,
    replied,
    withdrawn,
)

AGAINST, FOR = Verdict.AGAINST_CLAIMANT, Verdict.FOR_CLAIMANT


@pytest.fixture
def ann(tmp_path: Path) -> Ann:
    return Ann(tmp_path)


def states(ann: Ann) -> list[ClaimState]:
    return [moved.after for moved in ann.was_told(ClaimMoved)]


class TestAPlainClaim:
    def test_is_opened_once_and_granted(self, ann: Ann) -> None:
        ann.lives_through(filed(), filed(), determined(1))
        assert ann.was_told(ClaimOpened) == [ClaimOpened(claim=CLAIM, scheme="us/mississippi", filed_on=FILED)]
        assert states(ann) == [ClaimState.GRANTED]
        assert not ann.was_told(QuestionOpened)

    def test_that_is_corrected_is_not_opened_again(self, ann: Ann) -> None:
        ann.lives_through(filed(1), filed(2, unemployed_from=FILED - timedelta(days=1)), filed(1))
        assert len(ann.was_told(ClaimOpened)) == 1
        assert ann.parked() == []

    def test_that_says_two_things_in_one_version_waits_for_a_person(self, ann: Ann) -> None:
        ann.lives_through(filed(1), filed(1, unemployed_from=FILED - timedelta(days=1)))
        assert ann.parked() == ["conflicting-fact"]

    def test_under_a_scheme_that_is_not_served_here_waits_for_a_person(self, ann: Ann) -> None:
        ann.lives_through(filed(scheme="xx/atlantis"))
        assert ann.parked() == ["unknown-scheme"]

    def test_is_exhausted_when_nothing_of_the_total_is_left(self, ann: Ann) -> None:
        ann.lives_through(filed(), determined(1), assessed(1), assessed(2, left=0))
        assert states(ann) == [ClaimState.GRANTED, ClaimState.EXHAUSTED]

    def test_comes_back_from_exhaustion_when_a_correction_leaves_something(self, ann: Ann) -> None:
        ann.lives_through(filed(), determined(1), assessed(2, left=0), assessed(3, left=100), assessed(1, left=0))
        assert states(ann)[-1] is ClaimState.GRANTED

    def test_whose_determination_arrives_first_is_opened_and_moved_when_it_is_known(self, ann: Ann) -> None:
        ann.lives_through(determined(1, outcome=DeterminationOutcome.REFUSED))
        assert states(ann) == []
        ann.lives_through(filed())
        assert len(ann.was_told(ClaimOpened)) == 1
        assert states(ann) == [ClaimState.REFUSED]


class TestAWithdrawnClaim:
    def test_ends_the_same_whether_the_filing_or_the_withdrawal_arrives_first(self, ann: Ann) -> None:
        ann.lives_through(withdrawn(), filed())
        assert len(ann.was_told(ClaimOpened)) == 1
        assert states(ann) == [ClaimState.WITHDRAWN]

    def test_leaves_no_question_open(self, ann: Ann) -> None:
        ann.lives_through(filed(), determined(1, finding()), withdrawn(), determined(2, finding("other")))
        assert len(ann.was_told(QuestionOpened)) == len(ann.was_told(QuestionDropped)) == 1
        assert states(ann)[-1] is ClaimState.WITHDRAWN

    def test_leaves_open_whether_money_must_be_paid_back(self, ann: Ann) -> None:
        ann.lives_through(filed(), overpaid(5000), withdrawn())
        assert not ann.was_told(QuestionDropped)


class TestAPersonWhoIsSaidToHaveLeftTheWork:
    def test_is_told_what_is_in_question_which_rule_until_when_and_who_decides(self, ann: Ann) -> None:
        ann.lives_through(filed(), determined(1, finding()))
        (notice,) = ann.was_told(NoticeIssued)
        assert (notice.issued_on, notice.reply_by) == (TOLD, TOLD + timedelta(days=18)), "14 days after 4 for delivery"
        for words in (
            "just cause to leave",
            "§ 71-5-513",
            str(notice.reply_by),
            "named officer",
            "The employer reports",
        ):
            assert words in notice.says

    def test_is_decided_against_only_after_the_window(self, ann: Ann) -> None:
        ann.lives_through(filed(), determined(1, finding()))
        (notice,) = ann.was_told(NoticeIssued)
        ann.lives_through(answered(notice.question, AGAINST, on=notice.reply_by))
        assert not ann.was_told(ClaimDecision)
        assert "may do so until" in ann.was_told(AnswerRefused)[0].reason
        ann.lives_through(answered(notice.question, AGAINST, on=notice.reply_by + timedelta(days=1)))
        (decision,) = ann.was_told(ClaimDecision)
        assert (decision.verdict, decision.ground, decision.applies) == (AGAINST, Ground.QUIT, WEEK)
        assert (decision.officer, decision.noticed_on, decision.replied_on) == (OFFICER, TOLD, None)

    def test_who_replies_may_be_decided_against_at_once_and_is_told_how_to_appeal(self, ann: Ann) -> None:
        ann.lives_through(filed(), determined(1, finding()))
        question = ann.was_told(NoticeIssued)[0].question
        spoke = TOLD + timedelta(days=2)
        ann.lives_through(replied(question, spoke), answered(question, AGAINST, on=spoke))
        (decision,) = ann.was_told(ClaimDecision)
        assert decision.replied_on == spoke
        for words in (APPEAL.to, "14 days", APPEAL.cites, "assisted"):
            assert words in decision.appeal

    def test_may_be_decided_for_at_once(self, ann: Ann) -> None:
        ann.lives_through(filed(), determined(1, finding()))
        question = ann.was_told(NoticeIssued)[0].question
        ann.lives_through(answered(question, FOR, on=TOLD))
        assert ann.was_told(ClaimDecision)[0].verdict is FOR

    def test_is_asked_no_more_when_the_employer_corrects_the_report(self, ann: Ann) -> None:
        ann.lives_through(filed(), determined(1, finding()), determined(2))
        assert len(ann.was_told(QuestionDropped)) == 1
        assert states(ann)[-1] is ClaimState.GRANTED
        question = ann.was_told(QuestionOpened)[0].question
        ann.lives_through(answered(question, FOR, on=TOLD))
        assert "dropped" in ann.was_told(AnswerRefused)[0].reason

    def test_is_told_anew_when_the_facts_change_and_an_older_reply_no_longer_counts(self, ann: Ann) -> None:
        later = TOLD + timedelta(days=5)
        ann.lives_through(filed(), determined(1, finding()))
        question = ann.was_told(NoticeIssued)[0].question
        ann.lives_through(
            replied(question, TOLD + timedelta(days=1)),
            determined(2, finding(because="The employer now says that a warning came before."), on=later),
            answered(question, AGAINST, on=later),
        )
        assert [notice.issued_on for notice in ann.was_told(NoticeIssued)] == [TOLD, later]
        assert not ann.was_told(ClaimDecision)

    def test_is_heard_again_when_the_ground_becomes_another(self, ann: Ann) -> None:
        ann.lives_through(filed(), determined(1, finding()), determined(2, finding(ground=Ground.MISCONDUCT)))
        quit_, misconduct = ann.was_told(QuestionOpened)
        assert quit_.question != misconduct.question
        assert [dropped.question for dropped in ann.was_told(QuestionDropped)] == [quit_.question]

    def test_is_not_asked_again_what_was_decided(self, ann: Ann) -> None:
        ann.lives_through(filed(), determined(1, finding()))
        question = ann.was_told(QuestionOpened)[0].question
        ann.lives_through(answered(question, FOR, on=TOLD), determined(2), determined(3, finding()))
        assert len(ann.was_told(QuestionOpened)) == 1
        ann.lives_through(answered(question, AGAINST, on=TOLD + timedelta(days=99)))
        assert "decided already" in ann.was_told(AnswerRefused)[0].reason

    def test_cannot_be_decided_against_where_no_ground_of_the_list_is_named(self, ann: Ann) -> None:
        ann.lives_through(filed(), determined(1, finding(ground=None)))
        question = ann.was_told(QuestionOpened)[0].question
        ann.lives_through(answered(question, AGAINST, on=TOLD + timedelta(days=99)))
        assert "no ground" in ann.was_told(AnswerRefused)[0].reason

    def test_has_the_whole_window_although_the_fact_was_recorded_long_ago(self, ann: Ann) -> None:
        learned = TOLD + timedelta(days=60)
        ann.lives_through(filed(), day_closed(learned - timedelta(days=1)), determined(1, finding()))
        assert ann.was_told(NoticeIssued)[0].issued_on == learned

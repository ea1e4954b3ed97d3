"""What a claimant may be asked about, and what each question needs before it may cost anything."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from contracts.about import OverpaymentAbout, ReferralAbout, WeekAbout, WeekDoubt
from contracts.casework import Verdict
from contracts.claims import (
    AnswerRefused,
    ClaimDecision,
    ClaimMoved,
    ClaimState,
    Ground,
    NoticeIssued,
    QuestionDropped,
    QuestionOpened,
)
from contracts.kept_acts import ActKept
from tests.services.claims.telling import (
    TOLD,
    WEEK,
    WEIGHED,
    Ann,
    absent,
    answered,
    assessed,
    determined,
    doubted,
    filed,
    overpaid,
)

AGAINST, FOR = Verdict.AGAINST_CLAIMANT, Verdict.FOR_CLAIMANT


@pytest.fixture
def ann(tmp_path: Path) -> Ann:
    return Ann(tmp_path)


def states(ann: Ann) -> list[ClaimState]:
    return [moved.after for moved in ann.was_told(ClaimMoved)]


class TestAHeldWeek:
    def test_is_asked_about_with_its_days(self, ann: Ann) -> None:
        ann.lives_through(filed(), determined(1), assessed(1, held=Ground.NOT_AVAILABLE))
        (opened,) = ann.was_told(QuestionOpened)
        assert (opened.about, opened.period) == (WeekAbout(first_day=WEEK.start), WEEK)

    def test_is_asked_about_once_and_dropped_when_a_correction_pays_it(self, ann: Ann) -> None:
        held = assessed(1, held=Ground.NOT_AVAILABLE)
        ann.lives_through(filed(), held, assessed(2), held)
        assert len(ann.was_told(QuestionOpened)) == len(ann.was_told(QuestionDropped)) == 1

    def test_is_asked_about_anew_for_another_doubt_and_for_another_certification(self, ann: Ann) -> None:
        twice, died = WeekDoubt.CERTIFIED_TWICE, WeekDoubt.DIED_WITHIN
        ann.lives_through(filed(), determined(1), doubted(twice, "second"))
        ann.lives_through(answered(ann.was_told(QuestionOpened)[0].question, FOR, on=TOLD))
        ann.lives_through(doubted(died, "second", number=2), doubted(twice, "third"))
        opened = ann.was_told(QuestionOpened)
        assert [asked.about for asked in opened] == [
            WeekAbout(first_day=WEEK.start, doubt=doubt) for doubt in (twice, died, twice)
        ]
        assert [asked.certification for asked in opened] == ["second", "second", "third"]
        assert len({asked.question for asked in opened}) == len(opened)
        (decided,) = ann.was_told(ClaimDecision)
        assert (decided.about, decided.certification) == (opened[0].about, "second")


class TestAnOfferOfWorkThatWasRefused:
    def test_needs_the_seven_factors_before_it_may_cost_anything(self, ann: Ann) -> None:
        ann.lives_through(filed(), assessed(1, held=Ground.REFUSAL))
        question, late = ann.was_told(QuestionOpened)[0].question, TOLD + timedelta(days=99)
        ann.lives_through(answered(question, AGAINST, on=late))
        assert "seven factors" in ann.was_told(AnswerRefused)[0].reason
        ann.lives_through(answered(question, AGAINST, on=late, suitability=WEIGHED))
        assert ann.was_told(ClaimDecision)[0].suitability == WEIGHED

    def test_costs_nothing_when_a_labour_dispute_made_the_job_vacant(self, ann: Ann) -> None:
        ann.lives_through(filed(), assessed(1, held=Ground.REFUSAL))
        question, late = ann.was_told(QuestionOpened)[0].question, TOLD + timedelta(days=99)
        struck = WEIGHED.model_copy(update={"labour_dispute": True})
        ann.lives_through(answered(question, AGAINST, on=late, suitability=struck))
        assert not ann.was_told(ClaimDecision)


class TestMoneyPaidTooMuch:
    def test_is_asked_back_by_a_named_person_for_exactly_the_noticed_sum(self, ann: Ann) -> None:
        ann.lives_through(filed(), overpaid(5000))
        (opened,) = ann.was_told(QuestionOpened)
        assert opened.about == OverpaymentAbout(first_day=WEEK.start)
        ann.lives_through(answered(opened.question, AGAINST, on=TOLD + timedelta(days=99)))
        (decision,) = ann.was_told(ClaimDecision)
        assert decision.amount is not None
        assert (decision.about, decision.amount.minor, decision.applies) == (opened.about, 5000, WEEK)

    def test_of_another_sum_is_another_question(self, ann: Ann) -> None:
        ann.lives_through(filed(), overpaid(5000), overpaid(7000))
        first, second = ann.was_told(QuestionOpened)
        assert first.question != second.question
        assert [dropped.question for dropped in ann.was_told(QuestionDropped)] == [first.question]

    def test_of_a_sum_that_was_waived_and_comes_up_again_is_asked_again(self, ann: Ann) -> None:
        ann.lives_through(filed(), overpaid(5000, proposal=1))
        (first,) = ann.was_told(QuestionOpened)
        ann.lives_through(answered(first.question, FOR, on=TOLD + timedelta(days=99)))
        ann.lives_through(overpaid(0, proposal=2), overpaid(5000, proposal=3))
        questions = ann.was_told(QuestionOpened)
        assert [opened.amount.minor for opened in questions if opened.amount] == [5000, 5000]
        assert len({opened.question for opened in questions}) == 2

    def test_for_two_certifications_of_the_same_days_is_asked_for_each(self, ann: Ann) -> None:
        ann.lives_through(filed(), overpaid(5000, proposal=1), overpaid(0, proposal=1, certification="cert-2"))
        assert not ann.was_told(QuestionDropped)
        ann.lives_through(overpaid(0, proposal=2))
        assert len(ann.was_told(QuestionDropped)) == 1

    def test_is_decided_for_the_certification_it_was_proposed_for(self, ann: Ann) -> None:
        ann.lives_through(filed(), overpaid(5000, proposal=1, certification="cert-2"))
        (opened,) = ann.was_told(QuestionOpened)
        ann.lives_through(answered(opened.question, FOR, on=TOLD + timedelta(days=99)))
        assert [decision.certification for decision in ann.was_told(ClaimDecision)] == ["cert-2"]

    def test_asked_by_an_event_that_named_no_certification_is_replaced_by_one_that_does(self, ann: Ann) -> None:
        ann.lives_through(filed(), overpaid(5000), overpaid(4000, proposal=1))
        first, _ = ann.was_told(QuestionOpened)
        assert [dropped.question for dropped in ann.was_told(QuestionDropped)] == [first.question]

    def test_is_forgotten_when_nothing_is_proposed_any_more(self, ann: Ann) -> None:
        ann.lives_through(filed(), overpaid(5000), overpaid(0))
        assert len(ann.was_told(QuestionDropped)) == 1


class TestAnAbsenceFromAProgramme:
    def test_whose_key_is_too_long_for_a_question_is_parked_with_the_reason(self, ann: Ann) -> None:
        ann.lives_through(filed(), absent("r" * 72))
        assert ann.parked() == ["bad-data"]

    def test_is_a_question_and_cuts_nothing(self, ann: Ann) -> None:
        ann.lives_through(filed(), determined(1), absent())
        (opened,) = ann.was_told(QuestionOpened)
        assert (opened.about, opened.ground) == (ReferralAbout(referral="referral-9"), Ground.NO_EMPLOYMENT_SERVICE)
        assert states(ann) == [ClaimState.GRANTED]


class TestWhatANoticeSaysIsKnown:
    def test_of_an_absence_is_where_and_when_it_was_recorded_and_not_the_question_again(self, ann: Ann) -> None:
        ann.lives_through(filed(), determined(1), absent())
        known = (
            f"What we know: The employment service recorded it on {TOLD}, of referral referral-9 to programme-welding."
        )
        assert known in _notice(ann)

    def test_is_never_the_question_itself(self, ann: Ann) -> None:
        held = assessed(1, held=Ground.NOT_AVAILABLE)
        ann.lives_through(filed(), determined(1), held, overpaid(100), absent())
        asked = {event.question: event.asks for event in ann.was_told(QuestionOpened)}
        assert len(asked) == 3
        for notice in ann.was_told(NoticeIssued):
            known = notice.says.partition("What we know:")[2]
            assert asked[notice.question] not in known


def _notice(ann: Ann) -> str:
    (notice,) = ann.was_told(NoticeIssued)
    return notice.says


class TestAnAnswerToAQuestionNobodyAsked:
    def test_does_nothing_and_says_so(self, ann: Ann) -> None:
        ann.lives_through(filed(), answered("question-0", FOR, on=TOLD))
        assert "no such question" in ann.was_told(ActKept)[0].reason
        assert ann.parked() == []

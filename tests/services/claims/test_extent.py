"""Nobody is decided against for more than they were told of, nor on a day that has not come."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from contracts.casework import Verdict
from contracts.claims import AnswerRefused, ClaimDecision, Ground, NoticeIssued, QuestionOpened
from contracts.values import FIRST_DAY, LAST_DAY, Period
from tests.services.claims.telling import (
    BENEFIT_YEAR,
    TOLD,
    WEEK,
    Ann,
    absent,
    answered,
    assessed,
    day_closed,
    determined,
    filed,
    finding,
    overpaid,
    replied,
)

AGAINST, FOR = Verdict.AGAINST_CLAIMANT, Verdict.FOR_CLAIMANT
ALL_TIMES = Period(start=FIRST_DAY, end=LAST_DAY)
LATE = TOLD + timedelta(days=19)


@pytest.fixture
def ann(tmp_path: Path) -> Ann:
    return Ann(tmp_path)


def question(ann: Ann) -> str:
    return ann.was_told(QuestionOpened)[-1].question


QUESTIONS = {
    "a week": assessed(1, held=Ground.NOT_AVAILABLE),
    "a condition": determined(2, finding()),
    "an overpayment": overpaid(5000),
    "a referral": absent(),
}


@pytest.mark.parametrize("about", QUESTIONS)
@pytest.mark.parametrize(
    "days",
    [ALL_TIMES, Period(start=WEEK.start, end=LAST_DAY), Period(start=WEEK.start - timedelta(days=1), end=WEEK.end)],
    ids=["all times", "to the end of time", "a day before"],
)
def test_an_answer_beyond_the_days_told_of_is_refused_and_the_question_stays_open(
    ann: Ann, about: str, days: Period
) -> None:
    ann.lives_through(filed(), determined(1), QUESTIONS[about])
    question = ann.was_told(QuestionOpened)[0].question
    ann.lives_through(answered(question, AGAINST, on=LATE, applies=days))
    assert not ann.was_told(ClaimDecision)
    assert "not told of" in ann.was_told(AnswerRefused)[-1].reason
    inside = Period(start=TOLD, end=WEEK.end)
    ann.lives_through(answered(question, AGAINST, on=LATE, applies=inside))
    assert ann.was_told(ClaimDecision)[0].applies == (WEEK if about == "an overpayment" else inside)


def test_a_notice_names_the_days_that_a_decision_may_cover(ann: Ann) -> None:
    ann.lives_through(filed(), determined(1, finding()))
    assert ann.was_told(QuestionOpened)[0].period == BENEFIT_YEAR
    assert f"from {BENEFIT_YEAR.start} up to, not including, {BENEFIT_YEAR.end}" in ann.was_told(NoticeIssued)[0].says


def test_a_refused_offer_costs_no_day_before_the_claimant_was_asked(ann: Ann) -> None:
    ann.lives_through(filed(), determined(1), absent())
    ann.lives_through(answered(question(ann), AGAINST, on=LATE, applies=Period(start=WEEK.start, end=LATE)))
    assert "not told of" in ann.was_told(AnswerRefused)[0].reason


def test_where_no_days_are_known_nothing_can_be_taken_away(ann: Ann) -> None:
    ann.lives_through(filed(), absent())
    ann.lives_through(answered(question(ann), AGAINST, on=LATE))
    assert "told of no days" in ann.was_told(AnswerRefused)[0].reason


class TestTheDayOfAnAnswer:
    @pytest.fixture(autouse=True)
    def days_are_closed_by_the_test_alone(self, ann: Ann) -> None:
        ann.days_pass = False

    def test_that_has_not_come_does_not_pass_the_reply_window(self, ann: Ann) -> None:
        closed = TOLD + timedelta(days=1)
        ann.lives_through(filed(), determined(1, finding()), day_closed(closed))
        for verdict in (AGAINST, FOR):
            ann.lives_through(answered(question(ann), verdict, on=closed + timedelta(days=66)))
        assert not ann.was_told(ClaimDecision)
        assert all("days closed so far" in refused.reason for refused in ann.was_told(AnswerRefused))

    @pytest.mark.parametrize(("after", "allowed"), [(4, True), (5, False)])
    def test_may_lie_behind_the_last_closed_day_by_a_long_weekend(self, ann: Ann, after: int, allowed: bool) -> None:  # noqa: FBT001 - a table
        ann.lives_through(filed(), determined(1, finding()), day_closed(TOLD))
        on = TOLD + timedelta(days=after)
        ann.lives_through(replied(question(ann), TOLD), answered(question(ann), AGAINST, on=on))
        assert bool(ann.was_told(ClaimDecision)) is allowed

    @pytest.mark.parametrize(("after", "allowed"), [(0, True), (4, True), (5, False), (99, False)])
    def test_is_bounded_by_the_notice_where_no_day_was_closed_yet(self, ann: Ann, after: int, allowed: bool) -> None:  # noqa: FBT001 - a table
        ann.lives_through(filed(), determined(1, finding()))
        ann.lives_through(answered(question(ann), FOR, on=TOLD + timedelta(days=after)))
        assert bool(ann.was_told(ClaimDecision)) is allowed

    @pytest.mark.parametrize("closed", [None, -5, -1])
    def test_behind_the_last_closed_one_does_not_pass_a_window_that_is_still_open(
        self, ann: Ann, closed: int | None
    ) -> None:
        ann.lives_through(filed(), determined(1, finding()))
        [notice] = ann.was_told(NoticeIssued)
        if closed is not None:
            ann.lives_through(day_closed(notice.reply_by + timedelta(days=closed)))
        ann.lives_through(answered(question(ann), AGAINST, on=notice.reply_by + timedelta(days=1)))
        assert not ann.was_told(ClaimDecision)
        [refused] = ann.was_told(AnswerRefused)
        assert "closed" in refused.reason

    def test_passes_the_window_once_its_last_day_is_closed(self, ann: Ann) -> None:
        ann.lives_through(filed(), determined(1, finding()))
        [notice] = ann.was_told(NoticeIssued)
        ann.lives_through(day_closed(notice.reply_by))
        ann.lives_through(answered(question(ann), AGAINST, on=notice.reply_by + timedelta(days=1)))
        assert len(ann.was_told(ClaimDecision)) == 1

    @pytest.mark.parametrize("on", [date(1900, 1, 1), TOLD - timedelta(days=1)])
    def test_is_not_before_the_claimant_was_told(self, ann: Ann, on: date) -> None:
        ann.lives_through(filed(), determined(1, finding()))
        ann.lives_through(answered(question(ann), FOR, on=on))
        assert "before the question" in ann.was_told(AnswerRefused)[0].reason
        assert ann.parked() == []

    def test_beyond_all_days_is_refused_and_parks_nobody(self, ann: Ann) -> None:
        ann.lives_through(filed(), determined(1, finding()))
        ann.lives_through(answered(question(ann), FOR, on=date(2100, 1, 1)))
        assert (len(ann.was_told(AnswerRefused)), ann.parked()) == (1, [])


def test_a_decision_beyond_the_days_told_of_cannot_be_said_at_all(ann: Ann) -> None:
    ann.lives_through(filed(), determined(1), assessed(1, held=Ground.NOT_AVAILABLE))
    ann.lives_through(answered(question(ann), AGAINST, on=LATE))
    decision = ann.was_told(ClaimDecision)[0].model_dump(mode="json")
    with pytest.raises(ValidationError, match="told of"):
        ClaimDecision.model_validate({**decision, "applies": ALL_TIMES.model_dump(mode="json")})

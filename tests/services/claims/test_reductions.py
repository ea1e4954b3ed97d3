"""How far benefit may be reduced: asked and told with the notice, and held against the officer's answer."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from contracts.casework import AnswerGiven, Verdict
from contracts.claims import AnswerRefused, ClaimDecision, Ground, NoticeIssued, QuestionOpened, ReductionBounds
from contracts.values import Period
from tests.services.claims.telling import (
    BENEFIT_YEAR,
    TOLD,
    WEEK,
    Ann,
    absent,
    answered,
    assessed,
    determined,
    filed,
    finding,
    overpaid,
)

AGAINST = Verdict.AGAINST_CLAIMANT
LATE = TOLD + timedelta(days=19)
BOUNDS = ReductionBounds(
    ground=Ground.NO_EMPLOYMENT_SERVICE,
    by_at_least="0.3",
    by_at_most="1/2",
    lasts_at_least=1,
    lasts_at_most=2,
    lasts_in="month",
    until_compliance=True,
    cites="Test Act § 1",
)
APRIL = Period(start=date(2026, 4, 1), end=date(2026, 5, 1))


@pytest.fixture
def ann(tmp_path: Path) -> Ann:
    return Ann(tmp_path)


def questioned(ann: Ann, *bounds: ReductionBounds) -> str:
    """She is asked why she did not attend, under a law with these bounds."""
    ann.lives_through(filed(), determined(1, reductions=bounds or None), absent())
    return ann.was_told(QuestionOpened)[-1].question


def test_the_question_and_the_notice_say_how_far_benefit_may_be_reduced(ann: Ann) -> None:
    questioned(ann, BOUNDS)

    assert ann.was_told(QuestionOpened)[0].reduction == BOUNDS
    assert (
        "A decision may reduce your benefit by at least 30 % and at most 50 % for at least 1 month and at most "
        "2 months; it ends on the day on which you do what was asked of you, and can take no more (Test Act § 1)."
    ) in ann.was_told(NoticeIssued)[0].says


def test_an_officer_reduces_by_a_share_for_a_time(ann: Ann) -> None:
    question = questioned(ann, BOUNDS)
    ann.lives_through(answered(question, AGAINST, on=LATE, applies=APRIL, reduced_by="0.3"))

    (decision,) = ann.was_told(ClaimDecision)
    assert (decision.reduced_by, decision.applies, decision.ground) == ("0.3", APRIL, Ground.NO_EMPLOYMENT_SERVICE)


BEYOND = {
    "more than the greatest share": ("0.6", APRIL, "it takes 60 % of the benefit"),
    "all of it": (None, APRIL, "it takes 100 % of the benefit"),
    "less than the least share": ("0.2", APRIL, "it takes only 20 % of the benefit"),
    "a day more than the longest time": ("0.3", Period(start=APRIL.start, end=date(2026, 6, 2)), "it lasts from"),
    "a day less than the shortest time": ("0.3", Period(start=APRIL.start, end=date(2026, 4, 30)), "it lasts only"),
    "days before the notice": ("0.3", Period(start=date(2026, 3, 1), end=date(2026, 4, 1)), "not told of"),
    "days after the year": ("0.3", Period(start=date(2027, 2, 20), end=date(2027, 3, 20)), "not told of"),
}


@pytest.mark.parametrize("beyond", BEYOND)
def test_an_answer_beyond_what_the_notice_named_is_refused_and_the_question_stays_open(ann: Ann, beyond: str) -> None:
    share, days, sentence = BEYOND[beyond]
    question = questioned(ann, BOUNDS)
    ann.lives_through(answered(question, AGAINST, on=LATE, applies=days, reduced_by=share))

    assert not ann.was_told(ClaimDecision)
    assert sentence in ann.was_told(AnswerRefused)[0].reason
    ann.lives_through(answered(question, AGAINST, on=LATE, applies=APRIL, reduced_by="1/2"))
    assert ann.was_told(ClaimDecision)[0].reduced_by == "1/2"


def test_the_bounds_themselves_are_allowed(ann: Ann) -> None:
    two_months = Period(start=APRIL.start, end=date(2026, 6, 1))
    ann.lives_through(answered(questioned(ann, BOUNDS), AGAINST, on=LATE, applies=two_months, reduced_by="0.5"))

    assert ann.was_told(ClaimDecision)[0].applies == two_months


def test_the_last_days_of_the_year_may_be_fewer_than_the_shortest_time(ann: Ann) -> None:
    last_week = Period(start=BENEFIT_YEAR.end - timedelta(days=7), end=BENEFIT_YEAR.end)
    ann.lives_through(answered(questioned(ann, BOUNDS), AGAINST, on=LATE, applies=last_week, reduced_by="0.3"))

    assert ann.was_told(ClaimDecision)


@pytest.mark.parametrize(
    "bounds", [(), (BOUNDS.model_copy(update={"ground": Ground.QUIT}),)], ids=["no reductions", "on another ground"]
)
def test_a_share_is_refused_where_the_law_knows_no_reduction(ann: Ann, bounds: tuple[ReductionBounds, ...]) -> None:
    question = questioned(ann, *bounds)
    ann.lives_through(answered(question, AGAINST, on=LATE, applies=APRIL, reduced_by="0.3"))

    assert "by no share on this ground" in ann.was_told(AnswerRefused)[0].reason
    ann.lives_through(answered(question, AGAINST, on=LATE, applies=APRIL))
    assert ann.was_told(ClaimDecision)[0].reduced_by is None


def test_a_share_of_an_overpayment_is_refused(ann: Ann) -> None:
    ann.lives_through(filed(), determined(1, reductions=(BOUNDS,)), overpaid(5000))
    question = ann.was_told(QuestionOpened)[0].question
    ann.lives_through(answered(question, AGAINST, on=LATE, reduced_by="0.3"))

    assert "decided on as a whole" in ann.was_told(AnswerRefused)[0].reason


@pytest.mark.parametrize("about", ["a condition", "a week"])
def test_a_question_of_the_law_itself_has_the_bounds_of_its_ground(ann: Ann, about: str) -> None:
    bounds = (BOUNDS.model_copy(update={"ground": Ground.QUIT}), BOUNDS.model_copy(update={"ground": Ground.REFUSAL}))
    doubts = (finding(),) if about == "a condition" else ()
    ann.lives_through(filed(), determined(1, *doubts, reductions=bounds))
    if about == "a week":
        ann.lives_through(assessed(1, held=Ground.REFUSAL))

    asked = ann.was_told(QuestionOpened)[0]
    assert asked.reduction == bounds[about == "a week"]
    if about == "a week":
        ann.lives_through(answered(asked.question, AGAINST, on=LATE, applies=WEEK))
        assert "it takes 100 %" in ann.was_told(AnswerRefused)[0].reason


def test_bounds_that_come_after_the_notice_are_told_anew_before_they_can_be_used(ann: Ann) -> None:
    ann.lives_through(filed(), absent(), determined(1, reductions=(BOUNDS,)))

    first, second = ann.was_told(NoticeIssued)
    assert "reduce your benefit by" not in first.says
    assert "reduce your benefit by" in second.says
    ann.lives_through(determined(2, reductions=(BOUNDS,)))
    assert len(ann.was_told(NoticeIssued)) == 2, "told once"


def test_an_answer_for_the_claimant_or_with_no_share_at_all_reduces_nothing() -> None:
    given = answered("question", Verdict.FOR_CLAIMANT, on=LATE).data
    with pytest.raises(ValidationError, match="reduces nothing"):
        AnswerGiven.model_validate({**given, "reduced_by": "0.3"})
    for wrong in ("0", "0.0", "1.1", "2", "30 %", "-0.3", "1/0", "3/2", 0.3):
        with pytest.raises(ValidationError):
            AnswerGiven.model_validate({**given, "verdict": AGAINST, "applies": APRIL, "reduced_by": wrong})

"""What the demonstration's offices do when too many of their decisions were wrong."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from contracts.casework import AnswerGiven, EvidenceKind, Officer, Verdict
from contracts.claims import AnswerRefused
from contracts.error_budgets import BudgetReopened, BudgetStopped, DecisionReviewed, ReviewAsked
from contracts.values import Period
from services.demo.budgets import DAYS_TO_FIND_OUT, QUALITY, TRIES_MAX, BudgetKeepers
from services.demo.officers import EXAMINERS

TODAY = date(2020, 3, 2)
STOPPED = BudgetStopped(
    budget="budget:quit:north",
    number=1,
    decided=20,
    wrong=3,
    share="0.1",
    stopped_on=TODAY,
    because="Three of twenty were wrong.",
)
REFUSED = AnswerRefused(question="q-1", reason="The error budget of this office is spent.")


def against() -> AnswerGiven:
    return AnswerGiven(
        question="q-1",
        answered_on=TODAY,
        officer=Officer(staff="officer-101", role="claims-examiner", office="north"),
        verdict=Verdict.AGAINST_CLAIMANT,
        reasons="The work was left without a reason.",
        article="Art. 1",
        facts_considered=("c-1",),
        applies=Period.of_days(TODAY, 7),
        evidence=(EvidenceKind.DOCUMENT,),
    )


def test_a_spent_budget_is_reopened_by_somebody_of_another_office_once_they_found_out_why() -> None:
    ((on, act),) = BudgetKeepers().about(STOPPED, TODAY, Random(1))
    assert isinstance(act, BudgetReopened)
    assert on == act.reopened_on == TODAY + timedelta(days=DAYS_TO_FIND_OUT)
    assert act.officer.office not in {officer.office for officer in EXAMINERS}


def test_a_sampled_decision_is_reviewed_by_who_took_no_part_in_it() -> None:
    asked = ReviewAsked(claim="c-1", question="q-1", decided_on=TODAY, because="drawn")
    ((on, act),) = BudgetKeepers().about(asked, TODAY, Random(1))
    assert isinstance(act, DecisionReviewed)
    assert (act.officer, on > TODAY) == (QUALITY, True)


def test_an_answer_that_a_spent_budget_refused_is_given_again_after_it_was_reopened_and_not_for_ever() -> None:
    keepers = BudgetKeepers()
    keepers.remember([against()])
    ((on, act),) = keepers.about(REFUSED, TODAY, Random(1))
    assert isinstance(act, AnswerGiven)
    assert on == act.answered_on > TODAY + timedelta(days=DAYS_TO_FIND_OUT)
    assert sum(len(list(keepers.about(REFUSED, on, Random(1)))) for _ in range(9)) == TRIES_MAX - 1


def test_an_answer_for_a_claimant_that_was_refused_is_nobodys_to_give_again() -> None:
    assert not list(BudgetKeepers().about(REFUSED, TODAY, Random(1)))

"""A rate, and what is due for a period, can be contested (C168 Art. 27(1)); better facts change it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from contracts.base import Envelope
from contracts.claims import AnswerRefused, ClaimDecision, ContestClosed, ContestOpened, ContestWaits
from contracts.contest import ContestOutcome, Tier
from contracts.eligibility import AssessmentMade, DeterminationMade, DeterminationOutcome, Outcome
from contracts.values import Money
from services.claims.store import load_people
from services.claims.views import unlawful
from tests.services.claims.contesting import CONTESTED, REVIEWED, contested, heard, in_contest, reviewed, until
from tests.services.claims.telling import TOLD, Ann, assessed, determined, fact, filed, finding

RATE = str(UUID(int=1))
WEEK = str(UUID(int=1001))


def with_rate(number: int, minor: int) -> Envelope:
    made = DeterminationMade.model_validate(determined(number).data)
    rate = {"benefit_rate": Money(minor=minor, currency="USD"), "benefit_rate_per": "week"}
    return fact(made.model_copy(update=rate), TOLD)


def due(number: int, minor: int) -> Envelope:
    made = AssessmentMade.model_validate(assessed(number).data)
    return fact(made.model_copy(update={"amount": Money(minor=minor, currency="USD")}), TOLD)


@pytest.fixture
def ann(tmp_path: Path) -> Ann:
    """Ann, whose rate is 200 dollars and to whom 150 are due for a week."""
    ann = Ann(tmp_path)
    ann.lives_through(filed(), with_rate(1, 20_000), due(1, 15_000))
    return ann


@pytest.mark.parametrize(
    ("decision", "better", "worse"),
    [(RATE, with_rate(2, 21_000), with_rate(2, 19_000)), (WEEK, due(2, 15_100), due(2, 9))],
)
def test_an_amount_is_contested_by_its_id_and_overturned_once_better_facts_made_it_more(
    ann: Ann, decision: str, better: Envelope, worse: Envelope
) -> None:
    contest = in_contest(ann, decision)
    (opened,) = ann.was_told(ContestOpened)
    assert (opened.decision, opened.is_late, opened.benefit_continues) == (decision, False, False)
    until(ann, REVIEWED)
    ann.lives_through(reviewed(contest, ContestOutcome.OVERTURNED))
    assert "better facts come first" in ann.was_told(AnswerRefused)[-1].reason
    ann.lives_through(worse, reviewed(contest, ContestOutcome.OVERTURNED, REVIEWED + timedelta(days=1)))
    assert len(ann.was_told(AnswerRefused)) == 2
    number = 3
    made = better.data | {"number": number, **({"determination": str(UUID(int=number))} if decision == RATE else {})}
    kind = DeterminationMade if decision == RATE else AssessmentMade
    ann.lives_through(fact(kind.model_validate(made), TOLD))
    ann.lives_through(reviewed(contest, ContestOutcome.OVERTURNED, REVIEWED + timedelta(days=2)))
    assert [closed.outcome for closed in ann.was_told(ContestClosed)] == [ContestOutcome.OVERTURNED]
    assert ann.was_told(ClaimDecision) == []


def test_an_amount_that_is_upheld_can_be_appealed_and_nothing_unlawful_stands(ann: Ann) -> None:
    contest = in_contest(ann, WEEK)
    until(ann, REVIEWED)
    ann.lives_through(heard(contest), reviewed(contest, ContestOutcome.UPHELD))
    (closed,) = ann.was_told(ContestClosed)
    assert closed.appeal
    ann.lives_through(contested(WEEK, Tier.APPEAL, REVIEWED))
    assert ann.was_told(ContestOpened)[-1].tier is Tier.APPEAL
    with ann.world.databases["claims"].reading() as connection:
        assert unlawful(connection) == (1, [])


@pytest.mark.parametrize("heard_first", ["contest", "correction"])
def test_an_amount_that_a_corrected_fact_replaced_is_heard_as_it_was_whichever_came_first(
    ann: Ann, heard_first: str
) -> None:
    told = [contested(WEEK, on=CONTESTED), due(2, 15_100)]
    ann.lives_through(*(told if heard_first == "contest" else reversed(told)))
    (opened,) = ann.was_told(ContestOpened)
    assert (opened.decision, opened.question, ann.was_told(ContestWaits)) == (WEEK, WEEK, [])
    until(ann, REVIEWED)
    ann.lives_through(reviewed(opened.contest, ContestOutcome.OVERTURNED))
    assert [closed.outcome for closed in ann.was_told(ContestClosed)] == [ContestOutcome.OVERTURNED]


def test_who_hears_a_contest_of_a_replaced_amount_is_told_what_took_its_place(ann: Ann) -> None:
    ann.lives_through(due(2, 14_000), due(3, 14_500), contested(WEEK, on=CONTESTED))
    with ann.world.databases["claims"].reading() as connection:
        question = load_people(connection, ["ann"], 1)["ann"].questions[WEEK]
    assert question.words.because.startswith("The amount was 150.00 USD.")
    assert f"it is 145.00 USD, by {UUID(int=1003)}." in question.words.because


def test_a_rate_is_heard_though_the_claim_is_refused_since(ann: Ann) -> None:
    unmet = finding("enough_wages", None).model_copy(update={"outcome": Outcome.NOT_MET, "question": None})
    refused = determined(2, unmet, outcome=DeterminationOutcome.REFUSED)
    ann.lives_through(refused, contested(RATE, on=CONTESTED))
    (opened,) = ann.was_told(ContestOpened)
    assert opened.question == RATE


def test_a_contest_that_is_heard_before_the_assessment_that_it_names_is_opened_with_it(tmp_path: Path) -> None:
    ann = Ann(tmp_path)
    ann.lives_through(filed(), with_rate(1, 20_000), contested(WEEK, on=CONTESTED), due(1, 15_000))
    assert [opened.decision for opened in ann.was_told(ContestOpened)] == [WEEK]

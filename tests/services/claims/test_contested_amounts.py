"""A rate, and what is due for a period, can be contested (C168 Art. 27(1)); better facts change it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from contracts.base import Envelope
from contracts.claims import AnswerRefused, ClaimDecision, ContestClosed, ContestOpened, ContestWaits
from contracts.contest import ContestOutcome, Tier
from contracts.eligibility import AssessmentMade, DeterminationMade
from contracts.values import Money
from services.claims.views import unlawful
from tests.services.claims.contesting import CONTESTED, REVIEWED, contested, heard, in_contest, reviewed, until
from tests.services.claims.telling import TOLD, Ann, assessed, determined, fact, filed

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


def test_an_amount_that_was_replaced_is_no_decision_any_more(ann: Ann) -> None:
    ann.lives_through(due(2, 14_000), contested(WEEK, on=CONTESTED))
    assert "No decision with this key is known" in ann.was_told(ContestWaits)[0].reason

"""A refused waiver is weighed like every act against a claimant: its budget is asked, counts it, and stops it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from contracts.base import Envelope
from contracts.casework import Officer, Verdict
from contracts.claims import AnswerRefused, ContestOpened
from contracts.contest import ContestOutcome
from contracts.error_budgets import BudgetStopped, CountedAs, DecisionCounted, ReviewAsked, ReviewFinding, ReviewMade
from services.claims.procedure import Procedure
from services.claims.views import decided_against
from tests.services.claims.contesting import REVIEWER, contested, reviewed
from tests.services.claims.telling import TOLD, Ann, day_closed, determined, filed, finding, overpaid, replied
from tests.services.claims.test_error_budget import looked_at, small
from tests.services.claims.test_waivers import REFUSED, answered, asked_back, debt, requested, waivers

NORTH = Officer(staff="staff-18", role="adjudicator", office="north")
LATER = REFUSED + timedelta(days=20)


def in_debt(folder: Path, procedure: Procedure) -> Ann:
    ann = Ann(folder, procedure=procedure)
    ann.lives_through(filed(), determined(1, finding()), overpaid(5000))
    ann.lives_through(replied(debt(ann), TOLD + timedelta(days=3)), asked_back(ann))
    return ann


def refuses(ann: Ann, request: str = "w-1", on: date = REFUSED) -> None:
    ann.lives_through(requested(ann, request=request), day_closed(on - timedelta(days=1)))
    ann.lives_through(answered(ann, officer=NORTH, on=on, request=request))


def overturned(ann: Ann) -> tuple[list[Envelope], Envelope]:
    (opened,) = ann.was_told(ContestOpened)
    return day_closed(LATER - timedelta(days=1)), reviewed(opened.contest, ContestOutcome.OVERTURNED, LATER, REVIEWER)


@pytest.fixture
def ann(tmp_path: Path) -> Ann:
    return in_debt(tmp_path, small(least=1))


def test_a_refusal_is_counted_in_the_budget_of_waivers_of_its_office(ann: Ann) -> None:
    refuses(ann)
    (counted,) = ann.was_told(DecisionCounted)
    assert (counted.budget, counted.counted_as) == ("budget:waiver:north", CountedAs.DECIDED)
    assert counted.question == waivers(ann)[0].question


def test_after_one_that_was_overturned_nothing_more_is_refused_and_a_waiver_can_be_granted(ann: Ann) -> None:
    refuses(ann)
    ann.lives_through(contested(waivers(ann)[0].question, on=REFUSED + timedelta(days=5)))
    ann.lives_through(*overturned(ann))
    (stopped,) = ann.was_told(BudgetStopped)
    assert stopped.budget == "budget:waiver:north"
    before = len(waivers(ann))
    refuses(ann, "w-2", LATER)
    assert len(waivers(ann)) == before
    assert "nothing is decided against claimants" in ann.was_told(AnswerRefused)[-1].reason
    ann.lives_through(answered(ann, Verdict.FOR_CLAIMANT, officer=NORTH, on=LATER, request="w-2"))
    assert waivers(ann)[-1].verdict is Verdict.FOR_CLAIMANT
    assert ann.parked() == []


def test_a_refusal_may_be_drawn_for_a_review(tmp_path: Path) -> None:
    ann = in_debt(tmp_path, small(least=1, sampled=1))
    refuses(ann)
    assert [asked.question for asked in ann.was_told(ReviewAsked)] == [waivers(ann)[0].question]
    on = REFUSED + timedelta(days=2)
    ann.lives_through(looked_at(waivers(ann)[0].question, ReviewFinding.WRONG, on=on))
    (made,) = ann.was_told(ReviewMade)
    assert made.contest_by is not None
    assert made.contest_by > REFUSED


def test_whoever_was_refused_a_waiver_is_among_those_a_recall_can_look_for(ann: Ann) -> None:
    refuses(ann)
    with ann.world.databases["claims"].reading() as connection:
        of_waivers = [known for known in decided_against(connection) if known.about.startswith("waiver:")]
    assert [(known.claim, known.standing) for known in of_waivers] == [(waivers(ann)[0].claim, "stands")]

"""A request to waive a debt is decided by a named person; a refusal is told with its reasons, and can be contested."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from contracts.about import WaiverAbout
from contracts.base import Envelope
from contracts.casework import AnswerGiven, Officer, Verdict, WaiverDecided, WaiverGround
from contracts.claims import AnswerRefused, ClaimDecision, ContestClosed, ContestOpened, QuestionOpened
from contracts.contest import ContestOutcome, Tier
from contracts.intake import WaiverRequested
from services.claims.views import adverse_states, open_questions, waiting_questions
from services.claims.waivers import question_of_request
from tests.services.claims import telling
from tests.services.claims.contesting import (
    JUDGE,
    REVIEWER,
    contested,
    heard,
    mandate,
    reviewed,
)
from tests.services.claims.telling import (
    OFFICER,
    TOLD,
    WEEK,
    Ann,
    day_closed,
    determined,
    fact,
    filed,
    finding,
    overpaid,
    replied,
)

ASKED = TOLD + timedelta(days=10)
REFUSED = TOLD + timedelta(days=12)
ANOTHER = Officer(staff="staff-18", role="adjudicator")


@pytest.fixture
def ann(tmp_path: Path) -> Ann:
    """Ann, who owes 50.00 that were paid too much."""
    return in_debt(tmp_path)


def in_debt(folder: Path) -> Ann:
    ann = Ann(folder)
    ann.lives_through(filed(), determined(1, finding()), overpaid(5000))
    ann.lives_through(replied(debt(ann), TOLD + timedelta(days=3)), asked_back(ann))
    return ann


def asked_back(ann: Ann) -> Envelope:
    on = TOLD + timedelta(days=5)
    given = AnswerGiven(
        question=debt(ann),
        answered_on=on,
        officer=OFFICER,
        verdict=Verdict.AGAINST_CLAIMANT,
        reasons="The difference is asked back.",
        article="Institution's own rule",
        facts_considered=("payment-1",),
        applies=WEEK,
    )
    return fact(given, on)


def debt(ann: Ann) -> str:
    return next(opened.question for opened in ann.was_told(QuestionOpened) if opened.amount is not None)


def requested(ann: Ann, on: date = ASKED, request: str = "w-1") -> Envelope:
    return fact(WaiverRequested(question=debt(ann), request=request, filed_on=on), on)


def answered(
    ann: Ann,
    verdict: Verdict = Verdict.AGAINST_CLAIMANT,
    *,
    on: date = REFUSED,
    officer: Officer = ANOTHER,
    request: str = "w-1",
) -> Envelope:
    decided = WaiverDecided(
        question=debt(ann),
        request=request,
        officer=officer,
        decided_on=on,
        verdict=verdict,
        ground=WaiverGround.HARDSHIP,
        reasons="The income leaves enough for instalments.",
        article="20 CFR 404.506",
        facts_considered=("rent-1",),
    )
    return fact(decided, on)


def waivers(ann: Ann) -> list[ClaimDecision]:
    return [decision for decision in ann.was_told(ClaimDecision) if isinstance(decision.about, WaiverAbout)]


def refused(ann: Ann) -> ClaimDecision:
    """Her request was refused."""
    ann.lives_through(requested(ann), day_closed(REFUSED - timedelta(days=1)), answered(ann))
    [decision] = waivers(ann)
    return decision


def why_not(ann: Ann) -> str:
    [answer] = ann.was_told(AnswerRefused)
    assert waivers(ann) == []
    assert ann.parked() == []
    return answer.reason


class TestARefusal:
    def test_says_person_reasons_article_facts_days_sum_and_the_way_to_contest_it(self, ann: Ann) -> None:
        decision = refused(ann)
        assert decision.verdict is Verdict.AGAINST_CLAIMANT
        assert decision.about == WaiverAbout(debt=debt(ann))
        assert (decision.officer, decision.request, decision.waiver_ground) == (ANOTHER, "w-1", WaiverGround.HARDSHIP)
        assert (decision.reasons, decision.article) == ("The income leaves enough for instalments.", "20 CFR 404.506")
        assert (decision.applies, decision.amount and decision.amount.minor) == (WEEK, 5000)
        assert "14 days" in decision.appeal
        assert decision.contest_by == REFUSED + timedelta(days=18)

    def test_stands_with_everything_that_nothing_may_stand_without(self, ann: Ann) -> None:
        refused(ann)
        with ann.world.databases["claims"].reading() as connection:
            states = {state.question: list(state.missing()) for state in adverse_states(connection)}
        assert states == {debt(ann): [], question_of_request("ann", debt(ann), "w-1"): []}

    @pytest.mark.parametrize("outcome", [ContestOutcome.UPHELD, ContestOutcome.OVERTURNED])
    def test_can_be_contested_in_both_tiers(self, ann: Ann, outcome: ContestOutcome) -> None:
        question = refused(ann).question
        complaint, appeal = REFUSED + timedelta(days=5), REFUSED + timedelta(days=20)
        ann.lives_through(day_closed(complaint - timedelta(days=1)), contested(question, on=complaint))
        [opened] = ann.was_told(ContestOpened)
        assert opened.about == WaiverAbout(debt=debt(ann))
        on = complaint + timedelta(days=9)
        ann.lives_through(
            day_closed(on), heard(opened.contest, on), reviewed(opened.contest, ContestOutcome.UPHELD, on)
        )
        assert ann.was_told(ContestClosed)[-1].contest_by is not None
        ann.lives_through(day_closed(appeal - timedelta(days=1)), contested(opened.contest, Tier.APPEAL, appeal))
        contest, on = ann.was_told(ContestOpened)[-1].contest, appeal + timedelta(days=9)
        ann.lives_through(day_closed(on), heard(contest, on, officer=JUDGE), reviewed(contest, outcome, on, JUDGE))
        assert ann.was_told(ContestClosed)[-1].outcome is outcome
        assert ann.parked() == []
        granted = waivers(ann)[-1].verdict is Verdict.FOR_CLAIMANT
        assert granted is (outcome is ContestOutcome.OVERTURNED)
        assert waivers(ann)[-1].request == "w-1"

    def test_is_not_reviewed_by_whoever_decided_the_debt(self, ann: Ann) -> None:
        question, on = refused(ann).question, REFUSED + timedelta(days=5)
        ann.lives_through(day_closed(on - timedelta(days=1)), contested(question, on=on))
        contest = ann.was_told(ContestOpened)[-1].contest
        decider = Officer(staff=OFFICER.staff, role=REVIEWER.role)
        ann.lives_through(heard(contest, on, officer=decider))
        assert "took part in the contested decision" in ann.was_told(AnswerRefused)[-1].reason

    def test_is_not_made_by_whoever_decided_the_debt(self, ann: Ann) -> None:
        again = Officer(staff=OFFICER.staff.upper(), role="head")
        ann.lives_through(requested(ann), day_closed(REFUSED), answered(ann, officer=again))
        assert why_not(ann) == f"{again.staff} took part in deciding the debt, and cannot refuse to waive it"


def test_whoever_decided_the_debt_may_grant_its_waiver(ann: Ann) -> None:
    granted = answered(ann, Verdict.FOR_CLAIMANT, officer=OFFICER)
    ann.lives_through(requested(ann), day_closed(REFUSED), granted)
    [decision] = waivers(ann)
    assert (decision.verdict, decision.contest_by, decision.applies) == (Verdict.FOR_CLAIMANT, None, None)


@pytest.mark.parametrize(
    ("days", "words"),
    [(-1, "before the debt and the request"), (5, "it can be dated 2026-03-19 at most"), (1000, "at most")],
)
def test_a_decision_dated_back_or_ahead_is_refused_in_words(ann: Ann, days: int, words: str) -> None:
    on = ASKED + timedelta(days=days)
    closed = ASKED + timedelta(days=1)
    if days == 5:
        on = closed + timedelta(days=5)
    ann.lives_through(requested(ann), day_closed(closed), answered(ann, on=on))
    assert words in why_not(ann)


def test_nobody_decides_what_is_decided_already(ann: Ann) -> None:
    ann.lives_through(day_closed(REFUSED))
    ann.lives_through(requested(ann), answered(ann, on=REFUSED + timedelta(days=1)))
    ann.lives_through(answered(ann, Verdict.FOR_CLAIMANT, on=REFUSED + timedelta(days=2)))
    assert "decided already" in ann.was_told(AnswerRefused)[-1].reason
    assert len(waivers(ann)) == 1


def test_neither_a_member_of_the_tribunal_nor_a_representative_decides(ann: Ann) -> None:
    helper = Officer(staff="delegate-7", role="adjudicator")
    filed_for_her = contested(debt(ann), on=ASKED, mandate="mandate-1")
    ann.lives_through(requested(ann), mandate(), filed_for_her, day_closed(REFUSED))
    for officer, words in ((JUDGE, "independent body"), (helper, "represents the claimant")):
        ann.lives_through(answered(ann, officer=officer))
        assert words in ann.was_told(AnswerRefused)[-1].reason
    assert waivers(ann) == []


def test_a_request_is_answered_by_a_decision_on_the_waiver_and_by_nothing_else(ann: Ann) -> None:
    ann.lives_through(requested(ann))
    question = question_of_request("ann", debt(ann), "w-1")
    given = AnswerGiven(
        question=question,
        answered_on=REFUSED,
        officer=ANOTHER,
        verdict=Verdict.FOR_CLAIMANT,
        reasons="Granted.",
        article="an article",
        facts_considered=("rent-1",),
    )
    ann.lives_through(fact(given, REFUSED))
    assert why_not(ann) == "no such question was ever asked of this person"


def test_a_request_that_comes_before_its_debt_is_kept(tmp_path: Path) -> None:
    ann = Ann(tmp_path)
    ann.lives_through(filed(), determined(1, finding()), overpaid(5000))
    ann.lives_through(requested(ann), replied(debt(ann), TOLD + timedelta(days=3)), asked_back(ann))
    ann.lives_through(day_closed(REFUSED - timedelta(days=1)), answered(ann))
    assert len(waivers(ann)) == 1


class TestARequestWhoseDebtIsLifted:
    """Nobody could grant or refuse it any more, and it stood among what waits for officers for ever."""

    def test_waits_for_nobody_once_the_debt_was_contested_and_overturned(self, ann: Ann) -> None:
        ann.lives_through(requested(ann), day_closed(ASKED), contested(debt(ann), on=ASKED))
        assert (waits(ann), counted(ann)) == ([debt(ann)], 1)
        contest = ann.was_told(ContestOpened)[0].contest
        ann.lives_through(reviewed(contest, ContestOutcome.OVERTURNED, ASKED + timedelta(days=3)))
        assert (waits(ann), counted(ann)) == ([], 0)

    def test_waits_for_nobody_once_the_question_was_decided_for_the_claimant_or_dropped(self, tmp_path: Path) -> None:
        for number, ends in enumerate((None, overpaid(0))):
            bea = Ann(tmp_path / str(number))
            bea.lives_through(filed(), overpaid(5000), day_closed(ASKED))
            bea.lives_through(requested(bea))
            assert debt(bea) in waits(bea)
            bea.lives_through(ends or decided_for(bea))
            assert (waits(bea), counted(bea)) == ([], 0)

    def test_waits_while_its_debt_is_not_known_yet(self, tmp_path: Path) -> None:
        bea = Ann(tmp_path)
        bea.lives_through(fact(WaiverRequested(question="debt-1", request="w-1", filed_on=ASKED), ASKED))
        assert waits(bea) == ["debt-1"]


def decided_for(ann: Ann) -> Envelope:
    return telling.answered(debt(ann), Verdict.FOR_CLAIMANT, on=ASKED)


def waits(ann: Ann) -> list[str]:
    """The debts of which somebody is asked whether they are waived."""
    with ann.world.databases["claims"].reading() as connection:
        waiting = list(waiting_questions(connection))
    return [question.about.debt for question in waiting if isinstance(question.about, WaiverAbout)]


def counted(ann: Ann) -> int:
    """How many questions of any kind wait for the office, as the exporter counts them."""
    with ann.world.databases["claims"].reading() as connection:
        return open_questions(connection)["us"]

"""When too many decisions of a ground and an office were wrong they stop by themselves; what is for people goes on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from contracts.base import Envelope, derived_id
from contracts.casework import AnswerConfirmed, Officer, Verdict
from contracts.claims import AnswerRefused, ClaimDecision, ContestOpened, Ground, QuestionOpened
from contracts.contest import ContestOutcome
from contracts.error_budgets import (
    BudgetAnswered,
    BudgetAsked,
    BudgetOpened,
    BudgetReopened,
    BudgetStopped,
    DecisionReviewed,
    ReviewAsked,
    ReviewFinding,
    ReviewMade,
)
from contracts.kept_acts import ActKept
from contracts.values import Period
from law.language.terms.parameters import Parameter
from services.claims.error_budget import BudgetStop, DecidedDay, spent_of
from services.claims.person import Applicant
from services.claims.procedure import Procedure, standard_procedure
from services.claims.steps import AGAINST
from services.claims.views import ErrorBudgetView, adverse_states, error_budgets
from services.runtime.handling import To
from tests.services.claims.contesting import contested, reviewed
from tests.services.claims.telling import TOLD, Ann, answered, day_closed, determined, fact, filed, finding, replied
from tests.services.claims.test_automaton import take

NORTH = Officer(staff="staff-17", role="adjudicator", office="north")
SOUTH = Officer(staff="staff-18", role="adjudicator", office="south")
HEAD = Officer(staff="staff-50", role="head-of-section", office="north")
QUALITY = Officer(staff="staff-90", role="quality-officer", office="head-office")
REVIEWER = Officer(staff="staff-31", role="reviewer", office="head-office")
BUDGET = "budget:quit:north"
AT_ONCE = TOLD + timedelta(days=1)
REPLIED = TOLD + timedelta(days=3)
DECIDED = TOLD + timedelta(days=5)
CONTESTED = TOLD + timedelta(days=10)
REVIEWED = TOLD + timedelta(days=24)
LATER = TOLD + timedelta(days=30)
SIX_WEEKS = Period.of_days(date(2026, 3, 1), 42)


def _only(parameter: Parameter, value: int) -> Parameter:
    (dated,) = parameter.values
    return replace(parameter, dated=replace(parameter.dated, known=(replace(dated, value=value),)))


def small(*, least: int = 2, sampled: int = 0) -> Procedure:
    """A procedure under which a budget is spent after few decisions."""
    rules = standard_procedure().error_budget
    few = replace(
        rules,
        least_decisions=_only(rules.least_decisions, least),
        sampled_share=_only(rules.sampled_share, sampled),
    )
    return replace(standard_procedure(), error_budget=few)


@dataclass
class Office:
    """People on whose claims questions are open, and the officers who answer them."""

    world: Ann
    questions: dict[str, str]

    @classmethod
    def at_work(
        cls, folder: Path, procedure: Procedure, people: str = "ann bob cas dan", ground: Ground = Ground.QUIT
    ) -> Office:
        world, questions = Ann(folder, procedure=procedure), {}
        for person in people.split():
            world.lives_through(of(person, filed()), of(person, determined(1, finding(ground=ground))))
            questions[person] = world.was_told(QuestionOpened)[-1].question
            world.lives_through(of(person, replied(questions[person], REPLIED)))
        return cls(world, questions)

    def decides(
        self,
        person: str,
        verdict: Verdict = Verdict.AGAINST_CLAIMANT,
        officer: Officer = NORTH,
        on: date = DECIDED,
        once: str = "",
    ) -> None:
        given = answered(self.questions[person], verdict, on=on, applies=SIX_WEEKS, officer=officer)
        self.world.lives_through(of(person, given, once))

    def loses(self, person: str, on: date = REVIEWED) -> None:
        """The person complains, and the decision is overturned."""
        question = self.questions[person]
        self.world.lives_through(day_closed(on - timedelta(days=1)), of(person, contested(question, on=CONTESTED)))
        contest = self.world.was_told(ContestOpened)[-1].contest
        self.world.lives_through(of(person, reviewed(contest, ContestOutcome.OVERTURNED, on, REVIEWER)))

    def against(self) -> list[str]:
        """The questions on which something stands against somebody."""
        with self.world.world.databases["claims"].reading() as connection:
            return [state.question for state in adverse_states(connection)]

    def budget(self, on: date = LATER) -> ErrorBudgetView:
        with self.world.world.databases["claims"].reading() as connection:
            (view,) = [view for view in error_budgets(connection, on, self.world.procedure) if view.budget == BUDGET]
        return view

    def refusals(self) -> list[str]:
        return [refused.reason for refused in self.world.was_told(AnswerRefused)]


def of(person: str, envelope: Envelope, once: str = "") -> Envelope:
    """The same of another person, or once more."""
    return envelope.model_copy(update={"subject": person, "id": derived_id(person, envelope.id, once)})


def reopened(on: date = LATER, officer: Officer = QUALITY, budget: str = BUDGET) -> Envelope:
    event = BudgetReopened(
        budget=budget, reopened_on=on, officer=officer, reasons="The form did not ask for unpaid wages; it does now."
    )
    return fact(event, on, person=budget)


def looked_at(question: str, finding: ReviewFinding, officer: Officer = REVIEWER, on: date = REVIEWED) -> Envelope:
    event = DecisionReviewed(
        question=question,
        reviewed_on=on,
        officer=officer,
        finding=finding,
        reasons="The pay slips were not asked for.",
        facts_considered=("payslip-1",),
    )
    return fact(event, on)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office.at_work(tmp_path, small())


class TestASpentBudget:
    def test_stops_answers_against_claimants_and_says_so(self, office: Office) -> None:
        office.decides("ann")
        office.decides("bob")
        assert not office.world.was_told(BudgetStopped)
        office.loses("ann")
        (stopped,) = office.world.was_told(BudgetStopped)
        assert (stopped.budget, stopped.decided, stopped.wrong, stopped.number) == (BUDGET, 2, 1, 1)
        office.decides("cas", on=REVIEWED)
        assert office.against() == [office.questions["bob"]]
        assert "of 2 decisions 1 were wrong, which is more than 10 %" in office.refusals()[-1]

    def test_leaves_the_question_open_for_an_answer_that_is_for_the_claimant(self, office: Office) -> None:
        office.decides("ann")
        office.decides("bob")
        office.loses("ann")
        office.decides("cas", on=REVIEWED)
        office.decides("cas", Verdict.FOR_CLAIMANT, on=REVIEWED)
        assert office.world.was_told(ClaimDecision)[-1].verdict is Verdict.FOR_CLAIMANT
        assert len(office.refusals()) == 1

    def test_stops_neither_another_office_nor_another_ground(self, office: Office) -> None:
        for person in ("ann", "bob"):
            office.decides(person)
        office.loses("ann")
        office.decides("cas", officer=SOUTH, on=REVIEWED)
        assert office.questions["cas"] in office.against()
        assert office.budget().spent.decided == 2

    def test_is_the_same_office_however_its_key_is_written(self, office: Office) -> None:
        for person in ("ann", "bob"):
            office.decides(person, officer=NORTH.model_copy(update={"office": "NORTH"}))
        office.loses("ann")
        office.decides("cas", on=REVIEWED)
        assert office.questions["cas"] not in office.against()

    def test_stops_what_another_officer_was_to_confirm(self, tmp_path: Path) -> None:
        office = Office.at_work(tmp_path, small(), ground=Ground.FRAUD)
        for person in ("ann", "bob", "cas"):
            office.decides(person)
        for person in ("ann", "bob"):
            office.world.lives_through(of(person, _confirmed(office.questions[person], DECIDED)))
        assert len(office.against()) == 2
        office.loses("ann")
        office.world.lives_through(of("cas", _confirmed(office.questions["cas"], REVIEWED)))
        assert office.against() == [office.questions["bob"]]
        assert "fraud by the office north" in office.refusals()[-1]

    def test_counts_each_decision_once_and_few_decisions_not_at_all(self, tmp_path: Path) -> None:
        office = Office.at_work(tmp_path, small(least=3))
        for person in ("ann", "bob"):
            office.decides(person)
            office.decides(person, once="again")
        office.loses("ann")
        office.loses("bob", REVIEWED + timedelta(days=1))
        assert not office.world.was_told(BudgetStopped)
        assert (office.budget().spent.decided, office.budget().spent.wrong) == (2, 2)

    def test_stops_with_the_decision_by_which_it_can_be_told_that_too_many_were_wrong(self, tmp_path: Path) -> None:
        office = Office.at_work(tmp_path, small(least=3))
        for number, person in enumerate(("ann", "bob")):
            office.decides(person)
            office.loses(person, REVIEWED + timedelta(days=number))
        office.decides("cas", on=LATER)
        [stopped] = office.world.was_told(BudgetStopped)
        assert (stopped.decided, stopped.wrong) == (3, 2)
        office.decides("dan", on=LATER)
        assert "nothing is decided against claimants" in office.refusals()[-1]


def _confirmed(question: str, on: date) -> Envelope:
    event = AnswerConfirmed(question=question, confirmed_on=on, officer=HEAD, confirms=True, reasons="It is so.")
    return fact(event, on)


class TestWhoeverReopens:
    @pytest.fixture
    def stopped(self, office: Office) -> Office:
        office.decides("ann")
        office.decides("bob")
        office.loses("ann")
        office.world.lives_through(day_closed(LATER - timedelta(days=1)))
        return office

    def test_says_why_and_decisions_go_on_and_count_anew(self, stopped: Office) -> None:
        stopped.world.lives_through(reopened())
        (opened,) = stopped.world.was_told(BudgetOpened)
        assert (opened.number, opened.officer, opened.opened_on) == (1, QUALITY, LATER)
        stopped.decides("cas", on=LATER + timedelta(days=1))
        assert stopped.questions["cas"] in stopped.against()
        view = stopped.budget(LATER + timedelta(days=1))
        assert (view.spent.decided, view.spent.wrong, view.stopped) == (1, 0, None)
        assert view.stops[0].reasons == "The form did not ask for unpaid wages; it does now."

    @pytest.mark.parametrize(
        ("officer", "says"),
        [
            (QUALITY.model_copy(update={"office": "north"}), "nobody reopens a budget of their own office"),
            (QUALITY.model_copy(update={"office": "North"}), "nobody reopens a budget of their own office"),
            (QUALITY.model_copy(update={"office": None}), "names their own office"),
            (SOUTH, "reopened by one of these roles"),
        ],
    )
    def test_has_the_role_for_it_and_belongs_to_another_office(
        self, stopped: Office, officer: Officer, says: str
    ) -> None:
        stopped.world.lives_through(reopened(officer=officer))
        assert says in stopped.refusals()[-1]
        assert not stopped.world.was_told(BudgetOpened)

    @pytest.mark.parametrize("on", [REVIEWED - timedelta(days=1), LATER + timedelta(days=400)])
    def test_dates_it_neither_back_nor_ahead(self, stopped: Office, on: date) -> None:
        stopped.world.lives_through(reopened(on))
        assert "it is dated" in stopped.refusals()[-1]
        assert stopped.budget().stopped

    def test_finds_nothing_to_reopen_where_nothing_is_stopped(self, office: Office) -> None:
        office.world.lives_through(reopened())
        assert "the budget is not stopped" in office.refusals()[-1]

    def test_names_the_budget_whose_log_it_is(self, stopped: Office) -> None:
        event = reopened(budget="budget:quit:south").model_copy(update={"subject": BUDGET})
        stopped.world.lives_through(event)
        assert stopped.world.parked() == ["bad-data"]


class TestASample:
    def test_is_drawn_by_the_number_of_the_question_and_somebody_else_looks_at_it(self, tmp_path: Path) -> None:
        office = Office.at_work(tmp_path, small(sampled=1))
        office.decides("ann")
        office.decides("bob")
        assert {asked.question for asked in office.world.was_told(ReviewAsked)} == set(office.against())
        office.world.lives_through(day_closed(REVIEWED - timedelta(days=1)))
        wrong = looked_at(office.questions["ann"], ReviewFinding.WRONG)
        office.world.lives_through(of("ann", wrong))
        (made,) = office.world.was_told(ReviewMade)
        assert made.contest_by is not None
        assert made.contest_by > REVIEWED
        assert made.appeal
        assert office.world.was_told(BudgetStopped)[0].wrong == 1
        assert office.budget().to_review == 1

    def test_of_a_decision_that_was_found_wrong_and_overturned_counts_once(self, tmp_path: Path) -> None:
        office = Office.at_work(tmp_path, small(least=9, sampled=1))
        office.decides("ann")
        office.world.lives_through(day_closed(REVIEWED - timedelta(days=2)))
        wrong = looked_at(office.questions["ann"], ReviewFinding.WRONG, QUALITY, REVIEWED - timedelta(days=1))
        office.world.lives_through(of("ann", wrong))
        office.loses("ann")
        assert (office.budget().spent.decided, office.budget().spent.wrong) == (1, 1)

    def test_of_a_decision_that_was_found_wrong_lets_a_late_contest_be_in_time(self, tmp_path: Path) -> None:
        office = Office.at_work(tmp_path, small(least=9, sampled=1))
        office.decides("ann")
        question, late = office.questions["ann"], REVIEWED
        office.world.lives_through(day_closed(late - timedelta(days=1)), of("ann", contested(question, on=late)))
        (opened,) = office.world.was_told(ContestOpened)
        assert opened.is_late
        office.world.lives_through(of("ann", looked_at(question, ReviewFinding.WRONG, QUALITY, late)))
        overturned = reviewed(opened.contest, ContestOutcome.OVERTURNED, late, REVIEWER)
        office.world.lives_through(of("ann", overturned))
        assert office.refusals() == []
        assert office.budget().spent.wrong == 1

    def test_is_not_looked_at_by_who_decided_twice_or_where_nothing_was_drawn(self, tmp_path: Path) -> None:
        office = Office.at_work(tmp_path, small(sampled=1))
        office.decides("ann")
        question = office.questions["ann"]
        office.world.lives_through(day_closed(REVIEWED - timedelta(days=1)))
        for officer in (NORTH, QUALITY, REVIEWER):
            office.world.lives_through(of("ann", looked_at(question, ReviewFinding.RIGHT, officer)))
        office.world.lives_through(of("bob", looked_at(office.questions["bob"], ReviewFinding.RIGHT)))
        refusals = office.refusals()
        assert "took part in the decision" in refusals[0]
        assert "was reviewed already" in refusals[1]
        [kept] = office.world.was_told(ActKept)
        assert "not decided so far" in kept.reason
        assert len(office.world.was_told(ReviewMade)) == 1


class TestOffices:
    def test_are_named_from_a_day_on(self) -> None:
        rules = standard_procedure().error_budget
        assert rules.missing(NORTH.model_copy(update={"office": None}), rules.offices_since)
        assert not rules.missing(NORTH.model_copy(update={"office": None}), rules.offices_since - timedelta(days=1))
        assert not rules.missing(NORTH, rules.offices_since)


class TestTheCount:
    def test_takes_the_days_that_count_and_none_before_the_last_reopening(self) -> None:
        rules = small().error_budget
        days = {
            TOLD - timedelta(days=365): DecidedDay(decided=50, overturned=50),
            TOLD - timedelta(days=364): DecidedDay(decided=10, overturned=1),
            TOLD: DecidedDay(decided=10, found_wrong=1),
        }
        spent = spent_of(days, [], TOLD, rules)
        assert (spent.decided, spent.wrong, spent.share, spent.left) == (20, 2, Fraction(1, 10), 0)
        assert not spent.is_too_much
        stops = [BudgetStop(1, TOLD, 1, 1, reopened_on=TOLD - timedelta(days=1))]
        assert spent_of(days, stops, TOLD, rules).decided == 10
        assert replace(spent, wrong=3).is_too_much


class TestAnAnswerThatWaits:
    """What happens between an officer's answer and the word of its budget, which is a moment on another partition."""

    @pytest.fixture
    def asked(self) -> tuple[Applicant, str, BudgetAsked]:
        person = Applicant("ann")
        for envelope in (filed(), determined(1, finding())):
            take(person, envelope)
        (question,) = person.questions
        take(person, replied(question, TOLD))
        against = answered(question, Verdict.AGAINST_CLAIMANT, on=AT_ONCE, applies=SIX_WEEKS, officer=NORTH)
        (to_budget,) = take(person, against)
        assert isinstance(to_budget, To)
        assert isinstance(to_budget.event, BudgetAsked)
        assert to_budget.subject == BUDGET
        return person, question, to_budget.event

    @staticmethod
    def word_of(asked: BudgetAsked) -> Envelope:
        event = BudgetAnswered(budget=asked.budget, question=asked.question, act=asked.act, allowed=True)
        return fact(event, AT_ONCE)

    def test_takes_nothing_away_until_the_budget_has_answered(self, asked: tuple[Applicant, str, BudgetAsked]) -> None:
        person, question, event = asked
        assert person.questions[question].step not in AGAINST
        said = take(person, self.word_of(event))
        assert [type(one) for one in said] == [ClaimDecision, To]
        again = take(person, self.word_of(event))
        assert [type(one) for one in again] == [AnswerRefused], "the same word lets nothing take effect twice"

    @pytest.mark.parametrize("what", ["a reply", "other facts", "no doubt", "an answer for them"])
    def test_is_overtaken_by_whatever_happens_meanwhile(
        self, asked: tuple[Applicant, str, BudgetAsked], what: str
    ) -> None:
        person, question, event = asked
        meanwhile = {
            "a reply": lambda: replied(question, AT_ONCE),
            "other facts": lambda: determined(2, finding(because="News.")),
            "no doubt": lambda: determined(2),
            "an answer for them": lambda: answered(question, Verdict.FOR_CLAIMANT, on=AT_ONCE),
        }
        take(person, meanwhile[what]())
        (refused,) = take(person, self.word_of(event))
        assert isinstance(refused, AnswerRefused)
        assert person.questions[question].step not in AGAINST

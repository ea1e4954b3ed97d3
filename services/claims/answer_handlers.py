"""What officers answer to questions: decided at once, or after another officer and the error budget were asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.about import WaiverAbout
from contracts.base import Envelope, Event
from contracts.casework import AnswerConfirmed, AnswerGiven, Verdict, WaiverDecided
from contracts.claims import AnswerRefused, ClaimDecision, ConfirmationAsked
from contracts.error_budgets import BudgetAnswered, DecisionReviewed
from services.claims.contest_lifecycle import Contesting
from services.claims.decisions import AnswerBounds, answer, confirm, why_no_answer, why_not_confirmed
from services.claims.error_budget import budget_of
from services.claims.person import Applicant
from services.claims.procedure import Procedure
from services.claims.questions import AskedQuestion
from services.claims.safeguards import why_two_officers
from services.claims.sampled_reviews import Sampling
from services.claims.steps import QuestionStep
from services.claims.under_budget import decided_under, weighed
from services.claims.waivers import Waivers
from services.claims.ways_to_contest import WayToContest, first_way_to_contest
from services.claims.weighed_acts import WeighedAct
from services.runtime.handling import To

OVERTAKEN = "the question was told anew, replied to, answered or dropped before the error budget was asked"


@dataclass(frozen=True, slots=True)
class Answering:
    """The handlers of answers. Before one takes something away, the budget of its ground and office is asked."""

    procedure: Procedure

    def answer_given(self, event: AnswerGiven, person: Applicant, cause: Envelope) -> list[Event | To]:
        """Decide, ask the error budget first, let the answer wait for another officer, or say which step is missing."""
        question = _asked(event.question, person)
        if question is None:
            return [_never_asked(event.question)]
        if event.verdict is Verdict.AGAINST_CLAIMANT:
            budget = budget_of(question.ground, event.officer)
            within, _ = self._held_against(question, person, event.answered_on)
            if budget is not None and why_no_answer(question, event, within) is None:
                return [weighed(question, WeighedAct(act=cause.id, budget=budget, answer=event), person)]
        return self._answered(question, event, person, cause)

    def answer_confirmed(self, event: AnswerConfirmed, person: Applicant, cause: Envelope) -> list[Event | To]:
        """Decide in two officers' names, or say why not."""
        question = _asked(event.question, person)
        if question is None:
            return [_never_asked(event.question)]
        if event.confirms and question.proposed is not None:
            budget = budget_of(question.ground, question.proposed.officer)
            within, _ = self._held_against(question, person, event.confirmed_on)
            if budget is not None and why_not_confirmed(question, event, within) is None:
                return [weighed(question, WeighedAct(act=cause.id, budget=budget, confirmation=event), person)]
        return self._answered(question, event, person, cause)

    def budget_answered(self, event: BudgetAnswered, person: Applicant, cause: Envelope) -> list[Event | To]:
        """The act that waited takes effect, if nothing has happened meanwhile; or the officer is told why not."""
        question = person.questions.get(event.question)
        if question is None or question.weighed is None or question.weighed.act != event.act:
            return [AnswerRefused(question=event.question, reason=OVERTAKEN)]
        waits, question.weighed = question.weighed, None
        person.changed.add(question.question)
        if not event.allowed:
            return [AnswerRefused(question=event.question, reason=event.because or "the error budget is spent")]
        act = waits.done
        if isinstance(act, WaiverDecided):
            return Waivers(self.procedure).under_budget(act, person, cause, waits.budget)
        return self._answered(question, act, person, cause, waits.budget)

    def decision_reviewed(self, event: DecisionReviewed, person: Applicant, _cause: Envelope) -> list[Event | To]:
        """A sampled decision was looked at again; one that was found wrong can be contested anew."""
        question = person.questions.get(event.question)
        if question is None or question.step is QuestionStep.REQUESTED:  # nothing is decided, and of no claim yet
            return [_never_asked(event.question)]
        person.changed.add(question.question)
        return Sampling(person, person.claims[question.claim], self.procedure).reviewed(question, event)

    def _answered(
        self,
        question: AskedQuestion,
        act: AnswerGiven | AnswerConfirmed,
        person: Applicant,
        cause: Envelope,
        budget: str | None = None,
    ) -> list[Event | To]:
        """Let the act take effect, and count a decision against the claimant in the budget that allowed it."""
        decided = self._effect_of(question, act, person)
        follows = [] if budget is None else decided_under(question, decided, budget, self.procedure)
        waited = Contesting(person, self.procedure, person.effective_day(cause)).open_what_waits()
        return [decided, *follows, *waited]

    def _effect_of(
        self, question: AskedQuestion, act: AnswerGiven | AnswerConfirmed, person: Applicant
    ) -> ClaimDecision | ConfirmationAsked | AnswerRefused:
        if isinstance(act, AnswerGiven):
            within, way = self._held_against(question, person, act.answered_on)
            return answer(question, act, within, way)
        within, way = self._held_against(question, person, act.confirmed_on)
        return confirm(question, act, within, way)

    def _held_against(self, question: AskedQuestion, person: Applicant, on: date) -> tuple[AnswerBounds, WayToContest]:
        """What an officer's act of a day must lie within, and how what it decides may be contested."""
        person.changed.add(question.question)
        claim = person.claims[question.claim]
        within = answer_bounds(question, person, self.procedure)
        dated = min(max(on, within.not_before), within.not_after)
        return within, first_way_to_contest(claim, dated, self.procedure)


def answer_bounds(question: AskedQuestion, person: Applicant, procedure: Procedure) -> AnswerBounds:
    """What an answer to a question must lie within."""
    told_on = question.issued_on or question.opened_on
    claim = person.claims[question.claim]
    return AnswerBounds(
        told=question.told_days(claim.benefit_year),
        not_before=told_on,
        not_after=person.latest_day(told_on, procedure),
        over_until=person.over_until,
        employers_word=procedure.employers_word,
        waived=procedure.waived_by_default,
        contests=procedure.contests,
        error_budget=procedure.error_budget,
        outages=tuple(person.outages.values()),
        representatives=person.representatives(),
        why_two=why_two_officers(claim.safeguards, procedure.second_officer, question.ground, question.amount),
    )


def _asked(key: str, person: Applicant) -> AskedQuestion | None:
    """The question that officers answer; none where there is no such one. A waiver has a decision of its own."""
    question = person.questions.get(key)
    return None if question is None or isinstance(question.about, WaiverAbout) else question


def _never_asked(question: str) -> AnswerRefused:
    return AnswerRefused(question=question, reason="no such question was ever asked of this person")

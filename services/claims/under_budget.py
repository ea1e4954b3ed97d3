"""An act against a claimant asks its error budget before it takes effect, and is counted in it afterwards."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.base import Event
from contracts.claims import ClaimDecision
from contracts.error_budgets import BudgetAsked, CountedAs
from services.claims.person import Applicant
from services.claims.procedure import Procedure
from services.claims.questions import AskedQuestion
from services.claims.sampled_reviews import counted, is_sampled, review_asked
from services.claims.weighed_acts import ReviewStep, WeighedAct
from services.runtime.handling import To


def weighed(question: AskedQuestion, act: WeighedAct, person: Applicant) -> To:
    """The act waits for its budget. One that was given meanwhile takes the place of another."""
    question.weighed = act
    person.changed.add(question.question)
    of_person = {"person": person.subject, "question": question.question}
    return To(act.budget, BudgetAsked(budget=act.budget, act=act.act, asked_on=act.on, **of_person))


def decided_under(question: AskedQuestion, decided: Event, budget: str, procedure: Procedure) -> Iterator[Event | To]:
    """What follows from a decision against the claimant: it counts, and perhaps somebody else looks at it."""
    if not isinstance(decided, ClaimDecision):
        return
    question.budget = budget
    yield from counted(question, CountedAs.DECIDED, decided.decided_on)
    if is_sampled(decided, procedure.error_budget):
        question.review = ReviewStep.ASKED
        yield review_asked(decided, procedure.error_budget)

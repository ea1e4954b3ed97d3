"""What is done about error budgets in a story: a sampled decision is looked at again, a spent budget is reopened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from contracts.casework import Officer
from contracts.error_budgets import BudgetReopened, BudgetStopped, DecisionReviewed, ReviewAsked, ReviewFinding
from services.simulation.actions import LooksAgain, Reopens
from services.simulation.chronicle import Chronicle

AUDITOR = Officer(staff="officer-151", role="reviewer", office="head-office")
QUALITY = Officer(staff="officer-191", role="quality-officer", office="head-office")


def waiting_for(
    action: LooksAgain | Reopens, chronicle: Chronicle, person: str
) -> Mapping[str, ReviewAsked | BudgetStopped]:
    """What the action may be about, each by a name that is the same in every schedule."""
    if isinstance(action, Reopens):
        return dict(chronicle.budgets.stopped)
    return {
        chronicle.questions[question].matter: asked
        for question, (whose, asked) in chronicle.budgets.to_review.items()
        if whose == person and question in chronicle.questions
    }


def done_about(
    due: ReviewAsked | BudgetStopped, action: LooksAgain | Reopens, on: date
) -> DecisionReviewed | BudgetReopened:
    """What a named person does about it."""
    if isinstance(due, BudgetStopped):
        return _reopened(due, on)
    return _looked_again(due, ReviewFinding(action.finds if isinstance(action, LooksAgain) else "right"), on)


def _looked_again(asked: ReviewAsked, finding: ReviewFinding, on: date) -> DecisionReviewed:
    return DecisionReviewed(
        question=asked.question,
        reviewed_on=max(on, asked.decided_on),
        officer=AUDITOR,
        finding=finding,
        reasons="The file was read again.",
        facts_considered=(asked.claim,),
    )


def _reopened(stopped: BudgetStopped, on: date) -> BudgetReopened:
    reasons = "The cause was found, and the forms were mended."
    return BudgetReopened(
        budget=stopped.budget, reopened_on=max(on, stopped.stopped_on), officer=QUALITY, reasons=reasons
    )

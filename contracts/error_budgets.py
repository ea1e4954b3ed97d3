"""The error budget of decisions against claimants: asked before each, counted, stopped when too many were wrong.

A budget belongs to a ground and an office, across people: the subject of its own events is the budget itself.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field, StrictBool

from contracts.base import Event
from contracts.casework import FACTS_MAX, Officer
from contracts.values import Count, Day, Key, Ordinal, Sentence, Share

BudgetKey = Annotated[str, Field(max_length=64, pattern=r"^budget:[a-z_]{1,24}:[a-z0-9][a-z0-9_.\-]*$")]
"""Of which ground and office a budget is: `budget:quit:north`, or `budget:overpayment:north` for sums asked back."""

SubjectKey = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9:_.\-]*$")]
"""Whom an event is about, as its envelope names them."""


class ReviewFinding(StrEnum):
    """What a person found who looked at a sampled decision again."""

    RIGHT = "right"
    WRONG = "wrong"


class DecisionReviewed(Event):
    """A named person who took no part in a sampled decision looks at it again; it changes nothing by itself."""

    name: ClassVar[str] = "casework.decision-reviewed"
    question: Key
    """The question that was decided."""
    reviewed_on: Day
    officer: Officer
    finding: ReviewFinding
    reasons: Sentence
    facts_considered: Annotated[tuple[Key, ...], Field(min_length=1, max_length=FACTS_MAX)]


class BudgetReopened(Event):
    """A named person of another office lets decisions go on after a budget was spent; the subject is the budget."""

    name: ClassVar[str] = "casework.budget-reopened"
    budget: BudgetKey
    reopened_on: Day
    officer: Officer
    reasons: Sentence


class BudgetAsked(Event):
    """Before an officer's act takes something away, its budget is asked; the subject is the budget."""

    name: ClassVar[str] = "claims.budget-asked"
    budget: BudgetKey
    person: SubjectKey
    question: Key
    act: UUID
    """The id of the officer's event: the answer, or its confirmation."""
    asked_on: Day
    """The day that the act bears."""


class BudgetAnswered(Event):
    """Whether the budget lets an officer's act take effect; the subject is the person."""

    name: ClassVar[str] = "claims.budget-answered"
    budget: BudgetKey
    question: Key
    act: UUID
    allowed: StrictBool
    because: Sentence | None = None
    """Why it does not."""


class CountedAs(StrEnum):
    """What happened to a decision against a claimant."""

    DECIDED = "decided"
    OVERTURNED = "overturned"
    """In a complaint or an appeal."""
    FOUND_WRONG = "found_wrong"
    """By the person who reviewed it as one of a sample."""
    FOUND_RIGHT = "found_right"


class DecisionCounted(Event):
    """A decision against a claimant was made, overturned or reviewed; the subject is the budget.

    Of one decision each is said at most once, and that it was wrong only once, by whichever way came first.
    """

    name: ClassVar[str] = "claims.decision-counted"
    budget: BudgetKey
    question: Key
    counted_as: CountedAs
    decided_on: Day
    """The day of the decision itself."""
    on: Day


class BudgetStopped(Event):
    """Too many decisions were wrong: no answer on this ground by this office takes anything away until it is reopened.

    Answers for claimants and grants go on. The subject is the budget.
    """

    name: ClassVar[str] = "claims.budget-stopped"
    budget: BudgetKey
    number: Ordinal
    """How often it was stopped, this time included."""
    decided: Count
    wrong: Count
    share: Share
    """The share of wrong decisions above which it stops."""
    stopped_on: Day
    because: Sentence


class ReopeningAsked(Event):
    """Somebody asks to reopen a budget; it answers for itself. The subject is the budget."""

    name: ClassVar[str] = "claims.reopening-asked"
    budget: BudgetKey
    officer: Officer
    reasons: Sentence
    asked_on: Day


class BudgetOpened(Event):
    """A named person reopened the budget; only decisions made later count. The subject is the budget."""

    name: ClassVar[str] = "claims.budget-opened"
    budget: BudgetKey
    number: Ordinal
    """Which stop it ended."""
    officer: Officer
    reasons: Sentence
    opened_on: Day


class ReviewAsked(Event):
    """A decision against a claimant was drawn for a review by another person; it stands meanwhile."""

    name: ClassVar[str] = "claims.review-asked"
    claim: Key
    question: Key
    decided_on: Day
    because: Sentence


class ReviewMade(Event):
    """A sampled decision was reviewed. One that was found wrong can be contested anew, whatever time had passed."""

    name: ClassVar[str] = "claims.review-made"
    claim: Key
    question: Key
    finding: ReviewFinding
    reviewed_on: Day
    officer: Officer
    reasons: Sentence
    appeal: Sentence | None = None
    """How to contest it, where it was found wrong."""
    contest_by: Day | None = None

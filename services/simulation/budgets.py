"""Error budgets in a simulated life, counted once more beside the engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from contracts.about import WaiverAbout
from contracts.base import Event
from contracts.casework import Verdict
from contracts.claims import ClaimDecision, ContestClosed
from contracts.contest import ContestOutcome
from contracts.error_budgets import (
    BudgetAsked,
    BudgetOpened,
    BudgetStopped,
    ReviewAsked,
    ReviewFinding,
    ReviewMade,
)

LEAST = 2
SHARE = Fraction(1, 10)
COUNTED_DAYS = 365
"""The figures of the simulated procedure, written here once more."""


@dataclass
class BudgetBook:
    """An onlooker's own book of budgets, kept from what was said to everybody, in the order of the log."""

    stopped: dict[str, BudgetStopped] = field(default_factory=dict)
    """The budgets that are stopped."""
    to_review: dict[str, tuple[str, ReviewAsked]] = field(default_factory=dict)
    """Decisions that were drawn for a review, with the person, by question."""
    faults: list[str] = field(default_factory=list)
    _decided: dict[str, tuple[str, date]] = field(default_factory=dict)
    """Of each question that was decided against somebody, the budget and the day."""
    _wrong: set[str] = field(default_factory=set)
    _opened_on: dict[str, date] = field(default_factory=dict)
    _asked_when_stopped: dict[str, bool] = field(default_factory=dict)
    _must_stop: dict[str, str] = field(default_factory=dict)

    def hears(self, person: str, event: Event) -> None:
        """Take in one more thing that was said."""
        match event:
            case BudgetAsked():
                self._asked_when_stopped[event.question] = event.budget in self.stopped
            case ClaimDecision(contest=None, verdict=Verdict.AGAINST_CLAIMANT) if event.officer.office:
                of_sums = "waiver" if isinstance(event.about, WaiverAbout) else "overpayment"
                self._against(event, f"budget:{event.ground or of_sums}:{event.officer.office}")
            case ContestClosed(outcome=ContestOutcome.OVERTURNED):
                self._was_wrong(event.question, event.closed_on)
            case ReviewMade():
                self.to_review.pop(event.question, None)
                if event.finding is ReviewFinding.WRONG:
                    self._was_wrong(event.question, event.reviewed_on)
            case BudgetStopped():
                self.stopped[event.budget] = event
                self._must_stop.pop(event.budget, None)
            case BudgetOpened():
                del self.stopped[event.budget]
                self._opened_on[event.budget] = event.opened_on
            case ReviewAsked():
                self.to_review[event.question] = (person, event)

    def spent_in_silence(self) -> Iterator[str]:
        """Budgets of which too much was wrong, and that nobody stopped; looked at when nothing is left to read."""
        yield from self._must_stop.values()

    def _against(self, event: ClaimDecision, budget: str) -> None:
        if self._asked_when_stopped.get(event.question, True):
            self.faults.append(f"{event.question} was decided against somebody, and {budget} was stopped or not asked")
        self._decided[event.question] = (budget, event.decided_on)
        self._is_it_spent(budget, event.decided_on)

    def _was_wrong(self, question: str, on: date) -> None:
        if question not in self._decided or question in self._wrong:
            return
        self._wrong.add(question)
        budget, _ = self._decided[question]
        self._is_it_spent(budget, on)

    def _is_it_spent(self, budget: str, on: date) -> None:
        """Of a decision that was made or found wrong; by one more that was made it may first be told."""
        since = max(on - timedelta(days=COUNTED_DAYS), self._opened_on.get(budget, date.min))
        counted = {key for key, (of, day) in self._decided.items() if of == budget and day > since}
        wrong = counted & self._wrong
        if budget not in self.stopped and len(counted) >= LEAST and len(wrong) > SHARE * len(counted):
            self._must_stop[budget] = f"{len(wrong)} of {len(counted)} were wrong, and {budget} goes on"

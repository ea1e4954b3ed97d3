"""What events cause in an error budget, which is a subject of its own: its log says in which order things happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from contracts.base import Envelope, Event
from contracts.claims import AnswerRefused
from contracts.error_budgets import (
    BudgetAnswered,
    BudgetAsked,
    BudgetOpened,
    BudgetReopened,
    BudgetStopped,
    DecisionCounted,
    ReopeningAsked,
)
from law.language.terms.words import share_in_words
from services.claims.error_budget import BudgetStop, ErrorBudget, Spent, ground_and_office, spent_of
from services.claims.procedure import Procedure, days_of
from services.runtime.handling import Refused, To


@dataclass(frozen=True, slots=True)
class Budgets:
    """The handlers of budgets, by the figures of the procedure."""

    procedure: Procedure

    def budget_asked(self, event: BudgetAsked, budget: ErrorBudget, _cause: Envelope) -> list[To]:
        """Let an officer's act take effect, or say in words why it does not."""
        stopped = budget.stopped
        because = None if stopped is None else self._in_words(event.budget, stopped)
        answered = BudgetAnswered(
            budget=event.budget, question=event.question, act=event.act, allowed=stopped is None, because=because
        )
        return [To(event.person, answered)]

    def decision_counted(self, event: DecisionCounted, budget: ErrorBudget, _cause: Envelope) -> list[Event]:
        """Count it, and stop where too much was wrong; one more that was made may be the one that tells."""
        budget.count(event.counted_as, event.decided_on)
        if budget.stopped is not None:
            return []
        spent = spent_of(budget.days, budget.stops, event.on, self.procedure.error_budget)
        if not spent.is_too_much:
            return []
        return [self._stopped(event.budget, budget.stop(event.on, spent), spent)]

    def budget_reopened(self, event: BudgetReopened, budget: ErrorBudget, _cause: Envelope) -> list[Event]:
        """Hand it on to the budget's own log, whose order is the same whenever it is read."""
        if event.budget != budget.subject:
            raise Refused("bad-data", "the event's subject is not the budget that it names")
        asked = ReopeningAsked(
            budget=event.budget, officer=event.officer, reasons=event.reasons, asked_on=event.reopened_on
        )
        return [asked]

    def reopening_asked(self, event: ReopeningAsked, budget: ErrorBudget, _cause: Envelope) -> list[Event]:
        """Decisions go on, or say what is missing."""
        stopped = budget.stopped
        missing = self.why_not_reopened(event, budget)
        if stopped is None or missing is not None:
            return [AnswerRefused(question=event.budget, reason=missing or "")]
        budget.reopen(stopped, event.asked_on, event.officer, event.reasons)
        opened = BudgetOpened(
            budget=event.budget,
            number=stopped.number,
            officer=event.officer,
            reasons=event.reasons,
            opened_on=event.asked_on,
        )
        return [opened]

    def why_not_reopened(self, event: ReopeningAsked, budget: ErrorBudget) -> str | None:
        """Why nobody, or not this officer, can reopen it; None where they can."""
        stopped = budget.stopped
        if stopped is None:
            return "the budget is not stopped: decisions go on"
        _, office = ground_and_office(event.budget)
        if event.asked_on < stopped.stopped_on:
            return f"it is dated {event.asked_on}, before the budget was stopped on {stopped.stopped_on}"
        if event.asked_on > (latest := self._latest(budget, stopped.stopped_on)):
            return f"it is dated {event.asked_on}; by the days closed so far it can be dated {latest} at most"
        return self.procedure.error_budget.why_not_reopened_by(event.officer, office, event.asked_on)

    def _latest(self, budget: ErrorBudget, stopped_on: date) -> date:
        """As for every officer's act: a desk's clock may be so far ahead of the last closed day."""
        late = timedelta(days=days_of(self.procedure.late_closing_days, stopped_on))
        return max(stopped_on, budget.over_until or stopped_on) + late

    def _stopped(self, budget: str, stop: BudgetStop, spent: Spent) -> BudgetStopped:
        return BudgetStopped(
            budget=budget,
            number=stop.number,
            decided=spent.decided,
            wrong=spent.wrong,
            share=str(spent.share),
            stopped_on=stop.stopped_on,
            because=self._in_words(budget, stop),
        )

    def _in_words(self, budget: str, stop: BudgetStop) -> str:
        rules = self.procedure.error_budget
        ground, office = ground_and_office(budget)
        share = share_in_words(str(rules.wrong_share_on(stop.stopped_on)))
        return (
            f"since {stop.stopped_on} nothing is decided against claimants on the ground {ground} by the office "
            f"{office}: of {stop.decided} decisions {stop.wrong} were wrong, which is more than {share} "
            f"({rules.cites}). The question stays open, and an answer for the claimant takes effect. "
            "A named person of another office can reopen the budget with reasons."
        )

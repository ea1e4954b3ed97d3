"""What the offices of the demonstration do when too many of their decisions were wrong, and about sampled ones.

Seeded; not a model of how often real decisions are wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from contracts.base import Event
from contracts.casework import AnswerConfirmed, AnswerGiven, Officer, Verdict
from contracts.claims import AnswerRefused
from contracts.error_budgets import BudgetReopened, BudgetStopped, DecisionReviewed, ReviewAsked, ReviewFinding
from services.demo.displaced_worker import chance

QUALITY = Officer(staff="officer-901", role="quality-officer", office="quality")
DAYS_TO_FIND_OUT = 10
"""So long an office that was often wrong takes nothing away, until somebody has found out why."""
TRIES_MAX = 4
FOUND_WRONG_PER_MILLE = 100


@dataclass
class BudgetKeepers:
    """Reopens budgets, reviews samples, and gives again the answers that a spent budget refused."""

    _given: dict[str, AnswerGiven | AnswerConfirmed] = field(default_factory=dict)
    """What would take something away, by its question."""
    _tries: Counter[str] = field(default_factory=Counter)

    def remember(self, acts: Iterable[Event]) -> None:
        """Keep what officers will say against claimants."""
        for act in acts:
            if isinstance(act, AnswerConfirmed) or (
                isinstance(act, AnswerGiven) and act.verdict is Verdict.AGAINST_CLAIMANT
            ):
                self._given[act.question] = act

    def about(self, event: Event, on: date, dice: Random) -> Iterator[tuple[date, Event]]:
        """What follows from an event that was said on a day."""
        if isinstance(event, BudgetStopped):
            yield _reopened(event)
        elif isinstance(event, ReviewAsked):
            yield _reviewed(event, on + timedelta(days=dice.randint(2, 9)), dice)
        elif isinstance(event, AnswerRefused) and event.contest is None and event.question in self._given:
            self._tries[event.question] += 1
            if self._tries[event.question] <= TRIES_MAX:
                yield self._again(event.question, on + timedelta(days=DAYS_TO_FIND_OUT + 2))

    def _again(self, question: str, on: date) -> tuple[date, Event]:
        given = self._given[question]
        day = "confirmed_on" if isinstance(given, AnswerConfirmed) else "answered_on"
        return on, given.model_copy(update={day: on})


def _reopened(event: BudgetStopped) -> tuple[date, Event]:
    on = event.stopped_on + timedelta(days=DAYS_TO_FIND_OUT)
    reasons = "The examiners had not asked for the employer's papers; they do from now on, and heard a training."
    return on, BudgetReopened(budget=event.budget, reopened_on=on, officer=QUALITY, reasons=reasons)


def _reviewed(event: ReviewAsked, on: date, dice: Random) -> tuple[date, Event]:
    wrong = chance(dice, FOUND_WRONG_PER_MILLE)
    reviewed = DecisionReviewed(
        question=event.question,
        reviewed_on=on,
        officer=QUALITY,
        finding=ReviewFinding.WRONG if wrong else ReviewFinding.RIGHT,
        reasons="A document was overlooked." if wrong else "The papers bear out what was decided.",
        facts_considered=(event.claim,),
    )
    return on, reviewed

"""An officer's act that would take something away, while it waits for the error budget of its ground and office."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from contracts.base import Part
from contracts.casework import AnswerConfirmed, AnswerGiven


class ReviewStep(StrEnum):
    """Where the review of a decision stands that was drawn for one."""

    ASKED = "asked"
    FOUND_RIGHT = "found_right"
    FOUND_WRONG = "found_wrong"


class WeighedAct(Part):
    """An answer against a claimant, or another officer's confirmation of one."""

    act: UUID
    """The id of the officer's event."""
    budget: str
    answer: AnswerGiven | None = None
    confirmation: AnswerConfirmed | None = None

    @property
    def done(self) -> AnswerGiven | AnswerConfirmed:
        """The act itself. Raises `ValueError` where neither is kept."""
        if (act := self.answer or self.confirmation) is None:
            raise ValueError("neither an answer nor a confirmation was kept")
        return act

    @property
    def on(self) -> date:
        """The day that the act bears."""
        act = self.done
        return act.answered_on if isinstance(act, AnswerGiven) else act.confirmed_on

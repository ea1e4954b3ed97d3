"""An officer's act that would take something away, while it waits for the error budget of its ground and office."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from contracts.base import Part
from contracts.casework import AnswerConfirmed, AnswerGiven, WaiverDecided


class ReviewStep(StrEnum):
    """Where the review of a decision stands that was drawn for one."""

    ASKED = "asked"
    FOUND_RIGHT = "found_right"
    FOUND_WRONG = "found_wrong"


class WeighedAct(Part):
    """An answer against a claimant, another officer's confirmation of one, or a refusal to waive a debt."""

    act: UUID
    """The id of the officer's event."""
    budget: str
    answer: AnswerGiven | None = None
    confirmation: AnswerConfirmed | None = None
    waiver: WaiverDecided | None = None

    @property
    def done(self) -> AnswerGiven | AnswerConfirmed | WaiverDecided:
        """The act itself. Raises `ValueError` where none is kept."""
        if (act := self.answer or self.confirmation or self.waiver) is None:
            raise ValueError("no act was kept")
        return act

    @property
    def on(self) -> date:
        """The day that the act bears."""
        match self.done:
            case AnswerGiven(answered_on=day) | AnswerConfirmed(confirmed_on=day) | WaiverDecided(decided_on=day):
                return day

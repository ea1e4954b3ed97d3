"""Who has a matter in hand: a question, a contest, a referral or a claim, taken by an officer or given to one."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Self

from pydantic import model_validator

from contracts.base import Event
from contracts.casework import Officer
from contracts.values import Key, Sentence
from contracts.written import Moment


class MatterKind(StrEnum):
    """What is assigned."""

    QUESTION = "question"
    CONTEST = "contest"
    REFERRAL = "referral"
    CLAIM = "claim"


class AssignedBecause(StrEnum):
    """Why a matter comes into another hand."""

    TAKEN = "taken"
    """An officer takes it for themselves."""
    GIVEN = "given"
    ABSENCE = "absence"
    """Whoever had it is away."""
    WORKLOAD = "workload"
    CONFLICT = "conflict"
    """Whoever had it should not decide it: they took part before, or know the person."""
    GIVEN_BACK = "given_back"
    """Nobody has it any more."""


class Assigned(Event):
    """A matter is somebody's from this moment on. The latest moment counts, whatever the order in which it is heard.

    It says who works on the matter, and gives nobody a right to decide it.
    """

    name: ClassVar[str] = "casework.assigned"
    kind: MatterKind
    record: Key
    """The question, contest, referral or claim."""
    to: Officer | None = None
    """None where it is given back."""
    by: Officer
    assigned_at: Moment
    because: AssignedBecause
    reasons: Sentence | None = None
    """In words, where the kind of reason does not say enough."""

    @model_validator(mode="after")
    def _fits_its_reason(self) -> Self:
        if (self.to is None) != (self.because is AssignedBecause.GIVEN_BACK):
            raise ValueError("what is given back is nobody's, and all else is somebody's")
        if self.because is AssignedBecause.TAKEN and self.to != self.by:
            raise ValueError("who takes a matter takes it for themselves")
        return self

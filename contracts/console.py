"""What the console says of itself: who looked at a person, as whom, what for and where; who took a list along."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, StrictInt, model_validator

from contracts.base import Event
from contracts.casework import Officer
from contracts.values import Key, Sentence
from contracts.written import Moment


class ViewPurpose(StrEnum):
    """What a person was looked at for."""

    INTAKE = "intake"
    CASEWORK = "casework"
    """A claim or a question is answered."""
    SECOND_OFFICER = "second_officer"
    """Another officer's answer is confirmed, or not."""
    REFERRAL = "referral"
    PAYMENT = "payment"
    CONTEST = "contest"
    AUDIT = "audit"
    BREAK_GLASS = "break_glass"
    """Nothing gave the officer the right to look; they said why they did, and an auditor reads it."""


class PersonViewed(Event):
    """An officer was shown something about the person."""

    name: ClassVar[str] = "console.person-viewed"
    officer: Officer
    purpose: ViewPurpose
    page: Key
    """The page that was shown, such as `claim`."""
    record: Key | None = None
    """The claim, question or payment that it showed; none where it showed the person as a whole."""
    viewed_at: Moment
    reasons: Sentence | None = None
    """The officer's own words, where nothing else gave them the right."""

    @model_validator(mode="after")
    def _glass_is_not_broken_in_silence(self) -> Self:
        if self.purpose is ViewPurpose.BREAK_GLASS and self.reasons is None:
            raise ValueError("who looks without a right says why")
        return self


class ListTaken(Event):
    """An officer took a list of people along as a file; one event for the list, keyed by the officer."""

    name: ClassVar[str] = "console.list-taken"
    officer: Officer
    page: Key
    """The page whose list it is, such as `work`."""
    filters: Sentence | None = None
    """Which rows, as the page's address says it; none for all."""
    rows: Annotated[StrictInt, Field(ge=0, le=10**6)]
    taken_at: Moment

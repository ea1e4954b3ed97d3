"""What placement officers decide about programmes, each with a reason; all said beside `casework`.

What an officer decides is never undone by matching.
"""

from __future__ import annotations

from typing import ClassVar

from contracts.almp_referral import Occasion
from contracts.base import Event
from contracts.casework import Officer
from contracts.programmes import ProgrammeId
from contracts.values import Day, Key, Sentence


class ProgrammeChosen(Event):
    """An officer refers a person to a programme, whatever the stated criteria say; a seat is asked for as ever."""

    name: ClassVar[str] = "casework.programme-chosen"
    claim: Key
    programme: ProgrammeId
    cohort: Key | None = None
    occasion: Occasion = Occasion.REGISTRATION
    officer: Officer
    chosen_on: Day
    reasons: Sentence
    instead_of: Key | None = None
    """The referral that ends with it; its seat is free, and nobody is asked why."""
    proposal: Key | None = None
    """The provider's proposal that is taken up with it."""


class ProgrammeWithheld(Event):
    """An officer decides that matching offers a person this programme no more."""

    name: ClassVar[str] = "casework.programme-withheld"
    claim: Key
    programme: ProgrammeId
    officer: Officer
    withheld_on: Day
    reasons: Sentence


class WaitLeft(Event):
    """An officer records that a person does not want to wait for a seat any more."""

    name: ClassVar[str] = "casework.wait-left"
    referral: Key
    officer: Officer
    left_on: Day


class ProposalDeclined(Event):
    """An officer does not take up what a provider proposed; the subject is that of the proposal."""

    name: ClassVar[str] = "casework.proposal-declined"
    proposal: Key
    officer: Officer
    declined_on: Day
    reasons: Sentence

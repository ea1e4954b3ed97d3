"""What almp_referral says of a match: every programme that was looked at, with each criterion. There is no score."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.almp_referral import Occasion
from contracts.base import Event, Part
from contracts.criteria import Criterion, Fits, JudgedCriterion
from contracts.programmes import ProgrammeId, ProgrammeTitle
from contracts.values import Count, Day, Key, SourceVersion

PROGRAMMES_MAX = 50


class JudgedProgramme(Part):
    """A programme held against what is known of a person."""

    programme: ProgrammeId
    version: SourceVersion
    """Of the provider's statement that was read."""
    title: ProgrammeTitle
    fits: Fits
    """No if one criterion does not fit, else unknown if one is not known."""
    criteria: Annotated[tuple[JudgedCriterion, ...], Field(max_length=len(Criterion))]


class MatchMade(Event):
    """A person was held against the programmes that there are; those that fit first, in the order of asking."""

    name: ClassVar[str] = "almp_referral.match-made"
    claim: Key
    referral: Key
    occasion: Occasion
    matched_on: Day
    programmes: Annotated[tuple[JudgedProgramme, ...], Field(max_length=PROGRAMMES_MAX)]
    left_out: Count
    """Programmes that do not fit and are not listed, since there are too many."""

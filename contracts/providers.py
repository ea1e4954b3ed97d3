"""What providers of programmes state: a programme, its end, whom they would take; each correctable and retractable.

The subject of a programme's statements is the programme's id, which is their key too. Whoever first states a programme
has it: a statement of another provider about it does not take effect.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from contracts.fact import Fact
from contracts.occupations import Occupation
from contracts.programmes import (
    CODES_MAX,
    COHORTS_MAX,
    Allowance,
    Cohort,
    LanguageCode,
    ProgrammeId,
    ProgrammeKind,
    ProgrammeTitle,
    Requirements,
    Target,
)
from contracts.values import Count, Day, Key, Money, Period, Sentence


class ProgrammePublished(Fact):
    """A programme as its provider offers it. Matching counts it from the close of the day after it was recorded."""

    name: ClassVar[str] = "providers.programme-published"
    key: ProgrammeId
    provider: Key
    title: ProgrammeTitle
    kind: ProgrammeKind
    target: Target
    legal_basis: Sentence
    requirements: Requirements
    cohorts: Annotated[tuple[Cohort, ...], Field(min_length=1, max_length=COHORTS_MAX)]
    occupations: Annotated[tuple[Occupation, ...], Field(max_length=CODES_MAX)] | None = None
    """To which it leads, by ISCO-08 or ESCO; None where it leads to any."""
    region: Key | None = None
    """Where it takes place; None for everywhere."""
    place: Annotated[Sentence, Field(max_length=200)] | None = None
    languages: Annotated[tuple[LanguageCode, ...], Field(min_length=1, max_length=CODES_MAX)] | None = None
    """In which it is held; told to people, and no criterion."""
    lasts_days: Annotated[Count, Field(ge=1)] | None = None
    """Days from a person's answer to the end of the place, where the cohort names no last day."""
    cost: Money | None = None
    """What the person pays; None where the provider does not say, zero where it is free."""
    allowance: Allowance | None = None


class ProgrammeEnd(StrEnum):
    """Why there are no more seats."""

    ENDED = "ended"
    """It is over as planned, or its money is spent."""
    WITHDRAWN = "withdrawn"
    """It does not take place, or goes on no longer."""


class ProgrammeEnded(Fact):
    """No seat of this programme is held from this day on; whoever held one is told, and offered another programme."""

    name: ClassVar[str] = "providers.programme-ended"
    key: ProgrammeId
    provider: Key
    ended_on: Day
    """The first day on which nobody takes part any more."""
    how: ProgrammeEnd
    because: Sentence


class PlaceProposed(Fact):
    """A provider would take a person, or has room in a cohort; a placement officer takes it up or declines.

    The subject is the person, or the programme where the proposal is for whoever the office sends.
    """

    name: ClassVar[str] = "providers.place-proposed"
    provider: Key
    programme: ProgrammeId
    cohort: Key | None = None
    places: Annotated[Count, Field(ge=1)] = 1
    """How many, where it is for whoever the office sends."""
    open_during: Period | None = None
    reasons: Sentence


StatementKind = Literal["providers.programme-published", "providers.programme-ended", "providers.place-proposed"]


class StatementRetracted(Fact):
    """The statement of this kind and key, in every version below this one, never was."""

    name: ClassVar[str] = "providers.statement-retracted"
    provider: Key
    kind: StatementKind
    """The event name of what is taken back; a provider takes back its own statements only."""
    reason: Sentence

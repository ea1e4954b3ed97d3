"""One criterion of a programme held against what is known of a person: asked, had, and whether it fits."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StrictInt

from contracts.base import Part
from contracts.values import Key

LISTED_MAX = 30

Number = Annotated[StrictInt, Field(ge=0, le=2**31 - 1)]


class Criterion(StrEnum):
    """What a programme may ask for. Sex, nationality, family, health and belief are no criteria (C168 Art. 6)."""

    OCCASION = "occasion"
    AGE = "age"
    """In whole years, from the month of birth."""
    SERVICE_MONTHS = "service_months"
    """Whole months in the work that was lost."""
    WEEKS_UNEMPLOYED = "weeks_unemployed"
    REGION = "region"
    LOST_WORK_BY = "lost_work_by"
    """How the work was lost."""
    WORKED_AS = "worked_as"
    """The occupation of the work that was lost."""


class Fits(StrEnum):
    """What became of a criterion."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    """What it asks for is not known of the person; it is no refusal."""


class JudgedCriterion(Part):
    """A criterion with what it asks, what the person has, and whether that fits."""

    criterion: Criterion
    fits: Fits
    asks_from: Number | None = None
    """The least number that will do."""
    asks_below: Number | None = None
    """The least number that will not do any more."""
    asks_any_of: Annotated[tuple[Key, ...], Field(min_length=1, max_length=LISTED_MAX)] | None = None
    has_number: Number | None = None
    has: Key | None = None
    """What the person has, where it is no number."""

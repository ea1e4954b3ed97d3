"""What a programme is: its kind, whom it is for, cohorts with seats, what it asks, what it costs and pays."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StrictInt, model_validator

from contracts.almp_referral import Occasion
from contracts.base import Part
from contracts.occupations import Occupation
from contracts.registry import Separation
from contracts.values import Count, Day, Key, Money, Sentence

PREFIX = "programme-"
"""Every programme's id begins so: it is also the subject of events, and must not look like a person's."""
COHORTS_MAX = 50
CODES_MAX = 30

ProgrammeId = Annotated[str, Field(max_length=64, pattern=rf"^{PREFIX}[a-z0-9\-]{{1,53}}$")]
"""A programme by its own id: `programme-job-club`."""
ProgrammeTitle = Annotated[Sentence, Field(max_length=120)]
LanguageCode = Annotated[str, Field(max_length=8, pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
"""A language by ISO 639, perhaps of a country: `fr`, `pt-BR`."""
Bound = Annotated[StrictInt, Field(ge=0, le=2**31 - 1)]


class ProgrammeKind(StrEnum):
    """What a programme does (C168 Art. 7, R176 paras. 2 to 8)."""

    PLACEMENT = "placement"
    GUIDANCE = "guidance"
    TRAINING = "training"
    RETRAINING = "retraining"
    PUBLIC_WORKS = "public_works"
    SELF_EMPLOYMENT = "self_employment"
    MOBILITY = "mobility"


class Target(StrEnum):
    """Whom a programme is made for, the categories of C168 Art. 8(1); for reports, never a criterion by itself."""

    ANYONE = "anyone"
    WOMEN = "women"
    YOUNG = "young"
    DISABLED = "disabled"
    OLDER = "older"
    LONG_TERM_UNEMPLOYED = "long_term_unemployed"
    MIGRANTS = "migrants"
    STRUCTURAL_CHANGE = "structural_change"


class Cohort(Part):
    """Seats that begin together, or one after the other where it names no first day."""

    key: Key
    seats: Count
    opens_on: Day | None = None
    """The first day on which a seat is given."""
    closes_on: Day | None = None
    """The first day on which none is given any more; where it is left out, the day on which the cohort starts."""
    starts_on: Day | None = None
    """None where each person begins on their own day."""
    ends_on: Day | None = None
    """The first day after it."""

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.opens_on is not None and self.closed_from is not None and self.closed_from <= self.opens_on:
            raise ValueError("a cohort must open before it closes or starts")
        if self.starts_on is not None and self.ends_on is not None and self.ends_on <= self.starts_on:
            raise ValueError("a cohort must start before it ends (the end day is not part of it)")
        return self

    @property
    def closed_from(self) -> Day | None:
        """The first day on which no seat is given any more; None where there is no such day."""
        return self.closes_on or self.starts_on or self.ends_on


class Requirements(Part):
    """Who may take part; `from` counts, `below` does not. What is left out is not asked.

    Nothing here may ask for sex, nationality, family, health or belief (C168 Art. 6).
    """

    occasions: Annotated[tuple[Occasion, ...], Field(min_length=1, max_length=2)]
    age_from: Bound | None = None
    age_below: Bound | None = None
    service_months_from: Bound | None = None
    service_months_below: Bound | None = None
    weeks_unemployed_from: Bound | None = None
    weeks_unemployed_below: Bound | None = None
    regions: Annotated[tuple[Key, ...], Field(max_length=CODES_MAX)] | None = None
    lost_work_by: Annotated[tuple[Separation, ...], Field(max_length=CODES_MAX)] | None = None
    worked_as: Annotated[tuple[Occupation, ...], Field(max_length=CODES_MAX)] | None = None
    """The occupation of the work that was lost lies in one of these groups."""

    @model_validator(mode="after")
    def _somebody_fits(self) -> Self:
        for least, below in (
            (self.age_from, self.age_below),
            (self.service_months_from, self.service_months_below),
            (self.weeks_unemployed_from, self.weeks_unemployed_below),
        ):
            if below is not None and below <= (least or 0):
                raise ValueError("a bound below must be above the bound from, or nobody fits")
        return self


class AllowancePer(StrEnum):
    """For what stretch of the programme an allowance is paid."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    WHOLE = "whole"
    """Once, for all of it."""


class Allowance(Part):
    """What a person who takes part is paid beside the benefit, by whoever pays it."""

    amount: Money
    per: AllowancePer

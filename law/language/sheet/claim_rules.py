"""When a claim begins and ends, its weeks, whose law holds, what may be refused unseen: each with its citation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from law.language.sheet.establishments import EstablishmentRule

ClaimDay = Literal[
    "the first day of the benefit week of filing",
    "the day of filing",
    "the first day without work",
    "the first day without work, if filed in time",
    "the first day of the month after filing",
]
BenefitPeriod = Literal["a week", "two weeks", "a calendar month", "a month from the day the claim begins"]
PaidBy = Literal["the period", "the day"]
LawOfWeek = Literal["the day the claim begins", "the first day of the week"]
Refusal = Literal["on the arithmetic of the qualifying conditions", "never"]


@dataclass(frozen=True, slots=True)
class Said:
    """A closed choice or sentence of the law with its citation."""

    what: str
    cites: str
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class Transition:
    """A change of the law: claims that run on its day keep the law before it, or follow the new one from then."""

    on: date
    keeps: bool
    cites: str
    unverified: bool


@dataclass(frozen=True, slots=True)
class ClaimRules:
    """Dates and automatic acts: when a claim begins and ends, its weeks, whose law, what may be refused unseen."""

    begins: Said
    benefit_year: Said
    week_begins_on: Said
    certified_every: Said
    week_law: Said
    refusal: Said
    period: Said
    paid_by: PaidBy = "the period"
    filed_within: str | None = None
    """The parameter that says by which working day without work a claim is filed in time, where that matters."""
    year_until: str | None = None
    """The quantity that is the first day on which the claim may not be drawn on any more, if its year lasts longer."""
    transitions: tuple[Transition, ...] = ()
    establishment: EstablishmentRule | None = None
    """Where months are counted for an establishment: short-time work."""

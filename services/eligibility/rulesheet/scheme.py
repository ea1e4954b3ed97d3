"""A scheme as it was read from its sheet and found sound: plain frozen data, ready for every reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from services.eligibility.rulesheet.parameters import Parameter
from services.eligibility.rulesheet.questions import Vocabulary
from services.eligibility.rulesheet.rounding import Rounding
from services.eligibility.rulesheet.tree import Tree
from services.eligibility.rulesheet.units import Unit
from services.eligibility.rulesheet.windows import Window

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAYS_OF_A_WEEK = 7  # the calendar's, not the law's

ClaimDay = Literal["the first day of the benefit week of filing", "the day of filing"]
LawOfWeek = Literal["the day the claim begins", "the first day of the week"]
Refusal = Literal["on the arithmetic of the qualifying conditions", "never"]


@dataclass(frozen=True, slots=True)
class Said:
    """A closed choice or sentence of the law with its citation."""

    what: str
    cites: str
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class LookBack:
    """A window with its meaning and citation."""

    name: str
    meaning: str
    window: Window
    cites: str
    unverified: bool


@dataclass(frozen=True, slots=True)
class Quantity:
    """A named quantity: meaning, unit, formula, rounding, citation."""

    name: str
    meaning: str
    unit: Unit
    tree: Tree
    rounding: Rounding | None
    cites: str
    unverified: bool


Template = tuple[tuple[str, str], ...]
"""A sentence in pieces: (text, name); the value of the name, if any, follows the text."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold; `by_a_person` means that only a named person may find that it does not."""

    name: str
    meaning: str
    tree: Tree
    by_a_person: bool
    met: Template
    not_met: Template
    question: str | None
    ground: str | None
    extent: Template | None
    cites: str
    unverified: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long nothing is paid at the start, and when a week counts as served."""

    lasts: Tree
    served_when: Tree
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


@dataclass(frozen=True, slots=True)
class Benefit:
    """Which quantities are the rate, the limit of what is paid in all, and the reference earnings."""

    rate: str
    limit: str
    reference_earnings: str
    week_amount: str
    cites: str


@dataclass(frozen=True, slots=True)
class AppealRules:
    """Where and within how many days a decision may be contested."""

    to: str
    within: str
    cites: str
    unverified: bool


@dataclass(frozen=True, slots=True)
class Scheme:
    """One national scheme; `digest` is the SHA-256 of the sheet's bytes."""

    name: str
    title: str
    country: str
    currency: str
    minor_units: int
    about: str
    law: tuple[str, ...]
    not_covered: tuple[str, ...]
    claim: ClaimRules
    appeal: AppealRules
    parameters: Mapping[str, Parameter]
    windows: Mapping[str, LookBack]
    quantities: Mapping[str, Quantity]
    conditions: Mapping[str, Condition]
    week_quantities: Mapping[str, Quantity]
    week_conditions: Mapping[str, Condition]
    waiting: Waiting
    benefit: Benefit
    vocabulary: Vocabulary
    file: str
    digest: str

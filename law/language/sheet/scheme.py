"""A scheme as it was read from its sheet and found sound: plain frozen data, ready for every reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from law.language.formula.tree import Tree
from law.language.sheet.particulars import Particular
from law.language.terms.parameters import Parameter
from law.language.terms.questions import Vocabulary
from law.language.terms.rounding import Rounding
from law.language.terms.tables import Table
from law.language.terms.units import Unit
from law.language.terms.windows import Window

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAYS_OF_A_WEEK = 7  # the calendar's, not the law's

ClaimDay = Literal["the first day of the benefit week of filing", "the day of filing", "the first day without work"]
BenefitPeriod = Literal["a week", "two weeks", "a calendar month", "a month from the day the claim begins"]
PaidBy = Literal["the period", "the day"]
LawOfWeek = Literal["the day the claim begins", "the first day of the week"]
Refusal = Literal["on the arithmetic of the qualifying conditions", "never"]


Section = Literal[
    "parameters",
    "tables",
    "particulars",
    "windows",
    "quantities",
    "conditions",
    "each_week.quantities",
    "each_week.conditions",
    "each_day.quantities",
    "claim",
    "waiting",
    "benefit",
    "appeal",
    "rests",
    "sanctions",
    "spells",
]
"""What an article may hold; `each_week` and `each_day` are for a certified period and for each of its days."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article of the law: its citation, what it says in one sentence, and the names of what stands under it.

    A section that stands whole under one article, such as `waiting`, holds its own name.
    """

    heading: str
    says: str
    holds: Mapping[Section, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Said:
    """A closed choice or sentence of the law with its citation."""

    what: str
    cites: str
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class LookBack:
    """A window with its meaning and citation.

    It looks back from `as_of` where that is given, is longer by `extended_by` (in its buckets; days for one
    stretch), and begins no earlier than `not_before`.
    """

    name: str
    meaning: str
    window: Window
    cites: str
    unverified: bool
    extended_by: Tree | None = None
    not_before: Tree | None = None
    as_of: Tree | None = None


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
    """How long nothing is paid at the start, and when a week counts as served.

    With `served`, a quantity of the period in the unit of `lasts` says how much of it the period serves, and the
    sheet's own payment leaves it out: waiting in days, in working days, or in money.
    """

    lasts: Tree
    served_when: Tree
    cites: str
    unverified: bool
    served: str | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """For so many days from the beginning of the claim the benefit rests, on a ground, by arithmetic."""

    name: str
    meaning: str
    lasts: Tree
    ground: str
    cites: str
    unverified: bool


@dataclass(frozen=True, slots=True)
class Sanction:
    """What a decision on a ground costs beyond its own days: so much of the limit is used up by it."""

    ground: str
    meaning: str
    lasts: Tree
    consumes: Tree
    cites: str
    unverified: bool


@dataclass(frozen=True, slots=True)
class Spells:
    """When a later claim goes on with the case of the one before it, and what the two share.

    With `waiting` shared, what the earlier spell served of it is not served again; with `limit`, what it used up
    of the benefit is not paid again; with `year`, the claim ends no later than the one before.
    """

    linked_when: Tree
    shares: frozenset[str]
    cites: str
    unverified: bool


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
    transitions: tuple[Transition, ...] = ()


@dataclass(frozen=True, slots=True)
class Benefit:
    """Which quantities are the rate, the limit of what is paid in all, and the reference earnings."""

    rate: str
    limit: str
    reference_earnings: str
    week_amount: str
    cites: str
    total: str | None = None
    """The money of the whole limit, where the rate does not stay the same."""
    consumes: str | None = None
    """How much of the limit a period uses up, where that is not simply the period or the money paid."""
    stops: Stops | None = None


@dataclass(frozen=True, slots=True)
class Stops:
    """The claim stops with the first of so many periods in a row for which a quantity says no."""

    periods: str
    unless: str
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
    articles: tuple[Article, ...]
    claim: ClaimRules
    appeal: AppealRules
    parameters: Mapping[str, Parameter]
    tables: Mapping[str, Table]
    particulars: Mapping[str, Particular]
    windows: Mapping[str, LookBack]
    quantities: Mapping[str, Quantity]
    conditions: Mapping[str, Condition]
    week_quantities: Mapping[str, Quantity]
    week_conditions: Mapping[str, Condition]
    day_quantities: Mapping[str, Quantity]
    rests: Mapping[str, Rest]
    sanctions: Mapping[str, Sanction]
    waiting: Waiting
    benefit: Benefit
    vocabulary: Vocabulary
    file: str
    digest: str
    spells: Spells | None = None
    looks_at_spells: bool = False
    """Whether anything in the sheet depends on what was drawn under the person's other claims."""

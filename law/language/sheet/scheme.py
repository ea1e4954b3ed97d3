"""A scheme as it was read from its sheet and found sound: plain frozen data, ready for every reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal, TypeAlias, TypeVar

from law.language.formula.tree import NotKnown, Tree
from law.language.sheet.claim_rules import ClaimRules
from law.language.sheet.particulars import Particular
from law.language.sheet.reductions import Reduction
from law.language.sheet.safeguards import AppealRules, Safeguard
from law.language.sheet.versions import RuleVersions, has_a_first_day
from law.language.terms.dated import DatedEntries, LawDays
from law.language.terms.parameters import Parameter
from law.language.terms.questions import Vocabulary
from law.language.terms.rounding import Rounding
from law.language.terms.tables import Table
from law.language.terms.units import DATE, Unit
from law.language.terms.windows import Window

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAYS_OF_A_WEEK = 7  # the calendar's, not the law's


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
    "reductions",
    "safeguards",
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
    """For so many days the benefit rests, on a ground, by arithmetic: from the day the claim begins, or from another.

    Of days before the claim begins nothing is left to rest.
    """

    name: str
    meaning: str
    lasts: Tree
    begins: Tree | None
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
    of the benefit is not paid again; with `year`, the claim ends no later than the one before. With `shares_when` they
    share it only where that holds: elsewhere the claim before ends with the later one, which stands for itself.
    """

    linked_when: Tree
    shares: frozenset[str]
    cites: str
    unverified: bool
    shares_when: Tree | None = None


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
    total_is_the_most: bool = False
    """Whether the total bounds what is paid beside the limit: whichever is reached first ends the benefit."""


@dataclass(frozen=True, slots=True)
class Stops:
    """The claim stops with the first of so many periods in a row for which a quantity says no."""

    periods: str
    unless: str
    cites: str


ChosenVersions: TypeAlias = tuple[date | None, ...]
"""Which version or figure holds, of each the first day; None where nothing is known."""


@dataclass(frozen=True, slots=True)
class ThroughTime:
    """The rules of a sheet in all their versions, by section as the scheme calls it.

    `figures` are the parameters and tables of which more than the day whose law is followed decides what holds.
    """

    windows: Mapping[str, RuleVersions[LookBack]] = field(default_factory=dict)
    quantities: Mapping[str, RuleVersions[Quantity]] = field(default_factory=dict)
    conditions: Mapping[str, RuleVersions[Condition]] = field(default_factory=dict)
    week_quantities: Mapping[str, RuleVersions[Quantity]] = field(default_factory=dict)
    week_conditions: Mapping[str, RuleVersions[Condition]] = field(default_factory=dict)
    day_quantities: Mapping[str, RuleVersions[Quantity]] = field(default_factory=dict)
    figures: tuple[Parameter | Table, ...] = ()

    def __bool__(self) -> bool:
        return any(self.of_claim()) or any(self.of_period()) or bool(self.figures)

    def of(self, section: Section) -> Mapping[str, RuleVersions[Any]]:
        """The rules of a section of the sheet, by name; none where the section has no versions."""
        sections: dict[Section, Mapping[str, RuleVersions[Any]]] = {
            "windows": self.windows,
            "quantities": self.quantities,
            "conditions": self.conditions,
            "each_week.quantities": self.week_quantities,
            "each_week.conditions": self.week_conditions,
            "each_day.quantities": self.day_quantities,
        }
        return sections.get(section, {})

    def of_claim(self) -> Iterator[RuleVersions[Any]]:
        """The rules of which a version is chosen for the claim."""
        return (versions for rules in (self.windows, self.quantities, self.conditions) for versions in rules.values())

    def of_period(self) -> Iterator[RuleVersions[Any]]:
        """The rules of which a version is chosen for a period and its days."""
        sections = (self.week_quantities, self.week_conditions, self.day_quantities)
        return (versions for rules in sections for versions in rules.values())

    def chosen_for_claim(self, days: LawDays) -> ChosenVersions:
        """What holds of each rule of a claim, and of each figure, on these days."""
        return _chosen((*self.of_claim(), *(figure.dated for figure in self.figures)), days)

    def chosen_for_period(self, days: LawDays) -> ChosenVersions:
        """What holds of each rule of a period, and of each figure, on these days."""
        return _chosen((*self.of_period(), *(figure.dated for figure in self.figures)), days)

    def that_changed(self) -> ThroughTime:
        """Without the rules of which one version always holds."""
        return ThroughTime(
            windows=_that_changed(self.windows),
            quantities=_that_changed(self.quantities),
            conditions=_that_changed(self.conditions),
            week_quantities=_that_changed(self.week_quantities),
            week_conditions=_that_changed(self.week_conditions),
            day_quantities=_that_changed(self.day_quantities),
            figures=self.figures,
        )


AnyRule = TypeVar("AnyRule", LookBack, Quantity, Condition)


def _chosen(dated: Iterable[DatedEntries[Any]], days: LawDays) -> ChosenVersions:
    return tuple([entry.since if (entry := entries.under(days)) else None for entries in dated])


def _that_changed(rules: Mapping[str, RuleVersions[AnyRule]]) -> dict[str, RuleVersions[AnyRule]]:
    return {name: versions for name, versions in rules.items() if has_a_first_day(versions)}


def _holding(
    newest: Mapping[str, AnyRule], rules: Mapping[str, RuleVersions[AnyRule]], days: LawDays
) -> dict[str, AnyRule]:
    """The rules of a section, each in the version that holds on these days."""
    chosen = {name: versions.under(days) for name, versions in rules.items()}
    return {**newest, **{name: one.rule if one else _not_known(newest[name]) for name, one in chosen.items()}}


def _not_known(rule: AnyRule) -> AnyRule:
    if isinstance(rule, LookBack):
        return replace(rule, as_of=NotKnown(rule.name, DATE))
    return replace(rule, tree=NotKnown(rule.name, rule.tree.unit))


@dataclass(frozen=True, slots=True)
class Scheme:
    """One national scheme; `text` is its sheet as written in `file`, `digest` that of its meaning (`meaning.py`)."""

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
    file: str = ""
    text: str = ""
    digest: str = ""
    reductions: Mapping[str, Reduction] = field(default_factory=dict)
    """By ground."""
    safeguards: Mapping[str, Safeguard] = field(default_factory=dict)
    """What the law says itself of how decisions against claimants come about, by name."""
    spells: Spells | None = None
    looks_at_spells: bool = False
    """Whether anything in the sheet depends on what was drawn under the person's other claims."""
    words_asked: frozenset[str] = frozenset()
    """The words about which its formulas ask the facts, such as a kind of absence."""
    added_up: tuple[str, ...] = ()
    """The quantities of a period of which its formulas ask what they came to in the periods before."""
    through_time: ThroughTime = field(default_factory=ThroughTime)
    """The rules that changed, in all versions; the sections above hold one version of each, as read the newest."""

    def rules_of(self, section: Section) -> Mapping[str, Quantity | Condition]:
        """The quantities or conditions of a section, each in one version."""
        sections: dict[Section, Mapping[str, Quantity | Condition]] = {
            "quantities": self.quantities,
            "conditions": self.conditions,
            "each_week.quantities": self.week_quantities,
            "each_week.conditions": self.week_conditions,
            "each_day.quantities": self.day_quantities,
        }
        return sections.get(section, {})

    def in_every_version(self, section: Section, rule: AnyRule) -> tuple[AnyRule, ...]:
        """A rule of a section as it stands in each of its versions, the oldest first."""
        versions = self.through_time.of(section).get(rule.name)
        return tuple(version.rule for version in versions.known) if versions else (rule,)

    def on(self, claim: LawDays, period: LawDays | None = None) -> Scheme:
        """The law of a claim on these days, and of a period of it: of each rule the version that holds."""
        every, of_period = self.through_time, period or claim
        if not every:
            return self
        return replace(
            self,
            windows=_holding(self.windows, every.windows, claim),
            quantities=_holding(self.quantities, every.quantities, claim),
            conditions=_holding(self.conditions, every.conditions, claim),
            week_quantities=_holding(self.week_quantities, every.week_quantities, of_period),
            week_conditions=_holding(self.week_conditions, every.week_conditions, of_period),
            day_quantities=_holding(self.day_quantities, every.day_quantities, of_period),
            through_time=ThroughTime(),
        )

"""What is taken from a benefit for others: dated rules with their source, as an institution writes them.

A rule that says nothing of a scheme, or of a day, takes nothing from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cache
from math import ceil
from pathlib import Path

from contracts.attachments import AttachmentKind
from contracts.currencies import MINOR_DIGITS
from contracts.payments import CreditorKind
from law.language.terms.citation import cited
from law.language.terms.dated import DatedEntries, DatedEntry, LawDays
from law.language.terms.document import Entry, read_document
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.parameters import DatedValue, Parameter, read_parameter
from law.language.terms.stretches import Stretch, read_stretches
from law.language.terms.whole_numbers import NO_CURRENCY, whole_number, whole_parameter

FILE = Path(__file__).with_name("terms.yaml")
DAYS_OF_A_WEEK = 7
CORRECTED, STAYS_PAID = "is corrected", "stays paid"
EXAMPLE = "sequence: [...], rules: {...}, not_taken: [...]"
EXAMPLE_SEQUENCE = "{from: 2015-01-01, first: law, then: choice, last: order, cites: ...}"
EXAMPLE_RULE = "{schemes: [us/mississippi], because: choice, creditor: tax, when_less_is_due: stays paid, share: {...}}"
EXAMPLE_REMITTED = "tax: {meaning: ..., unit: days, values: [{from: 2015-01-01, value: 15, cites: ...}]}"
EXAMPLE_NOT_TAKEN = "{scheme: fr/are, says: ..., cites: ...}"


class Because(StrEnum):
    """On what a deduction rests."""

    LAW = "law"
    CHOICE = "choice"
    """The person asked for it."""
    ORDER = "order"
    """A court or agency ordered it."""


@dataclass(frozen=True, slots=True)
class Precedence(DatedEntry):
    """Which deductions come first."""

    steps: tuple[Because, ...]
    cites: str


@dataclass(frozen=True, slots=True)
class DeductionRule:
    """A share of the benefit that goes to somebody else: by law, by the person's choice, or at most so much by order.

    `is_corrected` says what becomes of it when less is due than was paid: it shrinks with the benefit, or it stays,
    since the law treats it as paid to the person.
    """

    name: str
    schemes: frozenset[str]
    because: Because
    creditor: CreditorKind
    is_corrected: bool
    share: Parameter
    kind: AttachmentKind | None = None
    rank: int = 0
    currency: str = NO_CURRENCY
    floor: Parameter | None = None
    payee: str | None = None
    """Who is paid what the rule takes; None where nobody is named, and for orders, which name their creditors."""

    def share_on(self, day: date) -> DatedValue | None:
        """The share that holds on a day; None where none is known."""
        return _on(self.share, day)

    def kept_minor(self, days: int, day: date) -> int | None:
        """What of the benefit for so many days is left to the person, in minor units; None where no figure is known."""
        weekly = _on(self.floor, day) if self.floor else None
        if weekly is None:
            return None
        kept: int = ceil(Fraction(weekly.value) * 10 ** MINOR_DIGITS[self.currency] * days / DAYS_OF_A_WEEK)
        return kept


@dataclass(frozen=True, slots=True)
class NotTaken:
    """What a law takes and this institution's terms do not, and why."""

    scheme: str
    says: str
    cites: str


@dataclass(frozen=True, slots=True)
class DeductionTerms:
    """The terms of one institution."""

    sequence: DatedEntries[Precedence]
    rules: Mapping[str, DeductionRule]
    not_taken: tuple[NotTaken, ...] = ()
    remitted: Mapping[CreditorKind, Parameter] = field(default_factory=dict)
    """By creditor, how many days after the end of a month what was taken in it is remitted."""

    @classmethod
    def from_file(cls, path: Path) -> DeductionTerms:
        """Read and check a file of terms. Raises `RuleSheetError` naming file, line and rule."""
        document = read_document(path.read_text("utf-8"), file=path.name)
        fields = document.fields(required="sequence rules", optional="remitted not_taken", example=EXAMPLE)
        rules = {name: _rule(name, entry) for name, entry in fields["rules"].named(example=EXAMPLE_RULE).items()}
        _never_more_than_the_benefit(fields["rules"], rules)
        return cls(
            sequence=read_stretches(
                fields["sequence"], _precedence, says="first", optional="then last cites", example=EXAMPLE_SEQUENCE
            ),
            rules=rules,
            not_taken=_not_taken(fields["not_taken"]) if "not_taken" in fields else (),
            remitted=_remitted(fields["remitted"]) if "remitted" in fields else {},
        )

    def steps_on(self, day: date) -> tuple[Because, ...]:
        """Which deductions come first on a day; none where no order is known."""
        precedence = self.sequence.under(LawDays.of(day))
        return precedence.steps if precedence else ()

    def of(self, scheme: str | None, because: Because) -> tuple[DeductionRule, ...]:
        """The rules for a scheme, in the order in which they stand; none for a scheme that is not known."""
        return tuple(rule for rule in self.rules.values() if rule.because is because and scheme in rule.schemes)

    def remitted_after(self, creditor: CreditorKind, day: date) -> int | None:
        """How many days after a month what was taken in it is remitted; None where no figure is known."""
        parameter = self.remitted.get(creditor)
        days = _on(parameter, day) if parameter else None
        return None if days is None else int(days.value)

    def schemes_by_law(self) -> frozenset[str]:
        """The schemes from whose benefit the law takes something without anybody's asking."""
        by_law = (rule.schemes for rule in self.rules.values() if rule.because is Because.LAW)
        return frozenset[str]().union(*by_law)


def _on(parameter: Parameter, day: date) -> DatedValue | None:
    try:
        return parameter.on(day)
    except OutsideKnownLaw:
        return None


def _precedence(stretch: Stretch) -> Precedence:
    for name in ("then", "last"):
        if name not in stretch.fields:
            raise stretch.entry.wrong(f"'{name}' is missing.", example=EXAMPLE_SEQUENCE)
    steps = tuple(Because(stretch.fields[name].one_of(*Because)) for name in ("first", "then", "last"))
    if len(set(steps)) < len(steps):
        raise stretch.entry.wrong("each kind of deduction stands once.", example=EXAMPLE_SEQUENCE)
    law = cited(stretch.entry, stretch.fields)
    return Precedence(stretch.since, stretch.until, steps, law.cites, applies=stretch.applies)


def _rule(name: str, entry: Entry) -> DeductionRule:
    required = "schemes because creditor when_less_is_due share"
    fields = entry.fields(required=required, optional="kind rank currency floor payee", example=EXAMPLE_RULE)
    because = Because(fields["because"].one_of(*Because))
    schemes = [item.text(example="us/mississippi") for item in fields["schemes"].items(example="[us/mississippi]")]
    corrected = fields["when_less_is_due"].one_of(CORRECTED, STAYS_PAID) == CORRECTED
    if corrected is not (because is Because.LAW):
        raise fields["when_less_is_due"].wrong(
            f"what the law takes {CORRECTED}; what is taken for the person {STAYS_PAID}.", example=EXAMPLE_RULE
        )
    rule = DeductionRule(
        name=name,
        schemes=frozenset(schemes),
        because=because,
        creditor=CreditorKind(fields["creditor"].one_of(*CreditorKind)),
        is_corrected=corrected,
        share=read_parameter("share", fields["share"], currency=NO_CURRENCY),
        payee=fields["payee"].text(example="us-treasury") if "payee" in fields else None,
    )
    if because is Because.ORDER and rule.payee is not None:
        raise fields["payee"].wrong("an order names its own creditor.", example=EXAMPLE_RULE)
    return _for_orders(rule, entry, fields) if because is Because.ORDER else rule


def _for_orders(rule: DeductionRule, entry: Entry, fields: Mapping[str, Entry]) -> DeductionRule:
    for name in ("kind", "rank", "currency", "floor"):
        if name not in fields:
            raise entry.wrong(f"'{name}' is missing: what is ordered has a kind, a rank and a floor.", example=name)
    currency = fields["currency"].one_of(*MINOR_DIGITS)
    return replace(
        rule,
        kind=AttachmentKind(fields["kind"].one_of(*AttachmentKind)),
        rank=whole_number(fields["rank"], least=1),
        currency=currency,
        floor=read_parameter("floor", fields["floor"], currency=currency),
    )


def _never_more_than_the_benefit(entry: Entry, rules: Mapping[str, DeductionRule]) -> None:
    for scheme in {scheme for rule in rules.values() for scheme in rule.schemes}:
        by_law = [rule for rule in rules.values() if rule.because is Because.LAW and scheme in rule.schemes]
        if sum(max(Fraction(value.value) for value in rule.share.values) for rule in by_law) > 1:
            raise entry.wrong(f"more than the whole benefit of {scheme} is taken by law.", example=EXAMPLE_RULE)


def _remitted(entry: Entry) -> Mapping[CreditorKind, Parameter]:
    listed = entry.fields(required="", optional=" ".join(CreditorKind), example=EXAMPLE_REMITTED)
    return {CreditorKind(name): whole_parameter(name, days) for name, days in listed.items()}


def _not_taken(entry: Entry) -> tuple[NotTaken, ...]:
    listed = [item.fields(required="scheme says cites", example=EXAMPLE_NOT_TAKEN) for item in entry.items(example="-")]
    return tuple(
        NotTaken(*(fields[name].text(example=EXAMPLE_NOT_TAKEN) for name in ("scheme", "says", "cites")))
        for fields in listed
    )


@cache
def deductions_in(path: Path = FILE) -> DeductionTerms:
    """The terms of a file, read once; without one those that come with Tideover."""
    return DeductionTerms.from_file(path)

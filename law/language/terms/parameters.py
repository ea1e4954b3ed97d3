"""Dated values of the law: each with its unit, its days and its citation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial

from law.language.terms.citation import WHOLE_CITED, cited
from law.language.terms.dated import DatedEntries, DatedEntry, LawDays
from law.language.terms.document import Entry
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.numerals import parse_number, plain
from law.language.terms.renewal import Renewal, read_renewal
from law.language.terms.stretches import Stretch, read_stretches
from law.language.terms.units import SHARE, Unit, parse_unit
from law.language.terms.values import Number, plain_number

EXAMPLE = """\
waiting_period:
  meaning: Weeks without benefit
  unit: weeks
  values:
    - from: 2020-01-01
      value: 1"""
EXAMPLE_VALUE = """\
values:
  - from: 2020-01-01
    value: 0.50
    at: (1)(a)"""

CENTURY = {
    "day": 36_525,
    "working_day": 36_525,
    "week": 5_218,
    "month": 1_200,
    "quarter": 400,
    "year": 100,
    "hour": 876_600,
}
"""A hundred years in each time base: no length of time in a law is longer, and no calendar reaches much further."""

PERCENT = 100
AMOUNT_MAX = 1_000_000_000_000_000
"""No event names a larger amount, not even in minor units."""


@dataclass(frozen=True, slots=True)
class DatedValue(DatedEntry):
    """A value with its days and its citation."""

    value: Number
    cites: str
    unverified: bool


@dataclass(frozen=True, slots=True)
class Parameter:
    """A figure of law through time."""

    name: str
    meaning: str
    unit: Unit
    dated: DatedEntries[DatedValue]
    renewed: Renewal | None = None
    """On which day of each year the law sets it anew; None where it names none."""

    @property
    def values(self) -> tuple[DatedValue, ...]:
        """All that are known, the oldest first."""
        return self.dated.known

    def under(self, days: LawDays) -> DatedValue:
        """The value that holds on these days. Raises `OutsideKnownLaw` where the sheet knows none."""
        entry = self.dated.under(days)
        if entry is None:
            raise OutsideKnownLaw(f"no value of {self.name} is known for {days.law}")
        return entry

    def on(self, day: date) -> DatedValue:
        """The value that holds for a claim that begins on a day. Raises `OutsideKnownLaw` where none is known."""
        return self.under(LawDays.of(day))


def read_parameters(entries: Mapping[str, Entry], *, currency: str) -> dict[str, Parameter]:
    """All parameters of a sheet. Raises `RuleSheetError`."""
    return {name: read_parameter(name, entry, currency=currency) for name, entry in entries.items()}


def read_parameter(name: str, entry: Entry, *, currency: str) -> Parameter:
    """One parameter of a sheet. Raises `RuleSheetError`."""
    fields = entry.fields(required="meaning unit values", optional="renewed", example=EXAMPLE)
    with fields["unit"].reading():
        unit = parse_unit(fields["unit"].text(example="unit: share"), currency=currency)
    if not unit.is_number():
        raise fields["unit"].wrong("a parameter is a number.", example="unit: share")
    values = read_values(fields["values"], unit)
    renewed = read_renewal(fields["renewed"]) if "renewed" in fields else None
    return Parameter(name, fields["meaning"].text(example="meaning: Weeks without benefit"), unit, values, renewed)


def read_values(entry: Entry, unit: Unit) -> DatedEntries[DatedValue]:
    """The dated values of a list. Raises `RuleSheetError`, also where two hold on one day."""
    return read_stretches(entry, partial(_value, unit), says="value", optional=WHOLE_CITED, example=EXAMPLE_VALUE)


def refuse_figure(entry: Entry, number: Number, unit: Unit) -> None:
    """Raise `RuleSheetError` for a figure that its unit cannot have, wherever a sheet states one."""
    longest = CENTURY.get(unit.powers[0][0]) if len(unit.powers) == 1 and unit.powers[0][1] == 1 else None
    if longest is not None and not 0 <= number <= longest:
        raise entry.wrong(
            f"{plain(number)} is no length of time: it is below zero, or over a hundred years.", example="value: 26"
        )
    if number < 0:
        raise entry.wrong(
            f"{plain(number)} is below zero: a formula subtracts, a figure does not.", example="value: 26"
        )
    if unit.currency is not None and number > AMOUNT_MAX:
        raise entry.wrong(f"{plain(number)} {unit.currency} is more than any amount.", example="value: 26")
    if unit == SHARE and number > 1:
        raise entry.wrong(
            f"{plain(number)} is more than a whole: a share is at most 1, and a number of times is a count.",
            example=f"value: {plain(plain_number(Fraction(number) / PERCENT))}, or unit: count",
        )


def _value(unit: Unit, stretch: Stretch) -> DatedValue:
    entry = stretch.fields["value"]
    with entry.reading():
        exact: Fraction = parse_number(entry.text(example="value: 0.50"))
    number = exact.numerator if exact.denominator == 1 else exact
    refuse_figure(entry, number, unit)
    law = cited(stretch.entry, stretch.fields)
    return DatedValue(stretch.since, stretch.until, number, law.cites, law.unverified, applies=stretch.applies)

"""Dated values of the law: each with its unit, its days and its citation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from law.language.terms.document import Entry
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.numerals import parse_number, plain
from law.language.terms.units import Unit, parse_unit
from law.language.terms.values import Number

EXAMPLE = (
    "waiting_period: {meaning: Weeks without benefit, unit: weeks, "
    'values: [{from: 2020-01-01, value: 1, cites: "Miss. Code Ann. § 71-5-505"}]}'
)
EXAMPLE_VALUE = 'values: [{from: 2020-01-01, until: 2021-01-01, value: 0.50, cites: "C168 Art. 15(1)(a)"}]'


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


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value in force from `since` up to, not including, `until` (None: no end is known)."""

    since: date
    until: date | None
    value: Number
    cites: str
    unverified: bool


@dataclass(frozen=True, slots=True)
class Parameter:
    """A figure of law through time."""

    name: str
    meaning: str
    unit: Unit
    values: tuple[DatedValue, ...]

    def on(self, day: date) -> DatedValue:
        """The value in force on a day. Raises `OutsideKnownLaw` where the sheet knows none."""
        for entry in reversed(self.values):  # the newest law is asked for most
            if entry.since <= day and (entry.until is None or day < entry.until):
                return entry
        raise OutsideKnownLaw(f"no value of {self.name} is known for {day}")


def read_parameters(section: Entry, *, currency: str) -> dict[str, Parameter]:
    """All parameters of a sheet. Raises `RuleSheetError`."""
    return {
        name: read_parameter(name, entry, currency=currency) for name, entry in section.named(example=EXAMPLE).items()
    }


def read_parameter(name: str, entry: Entry, *, currency: str) -> Parameter:
    """One parameter of a sheet. Raises `RuleSheetError`."""
    fields = entry.fields(required="meaning unit values", example=EXAMPLE)
    with fields["unit"].reading():
        unit = parse_unit(fields["unit"].text(example="unit: share"), currency=currency)
    if not unit.is_number():
        raise fields["unit"].wrong("a parameter is a number.", example="unit: share")
    values = read_values(fields["values"], unit)
    return Parameter(name, fields["meaning"].text(example="meaning: Weeks without benefit"), unit, values)


def read_values(entry: Entry, unit: Unit) -> tuple[DatedValue, ...]:
    """The dated values of a list, the oldest first. Raises `RuleSheetError`, also where two hold on one day."""
    items = entry.items(example=EXAMPLE_VALUE)
    values = sorted((_value(item, unit) for item in items), key=lambda value: value.since)
    for earlier, later in pairwise(values):
        if earlier.until is None or later.since < earlier.until:
            raise entry.wrong(
                f"two values hold on {later.since}: end the earlier one.",
                example="values: [{from: 2019-01-01, until: 2020-01-01, ...}, {from: 2020-01-01, ...}]",
            )
    return tuple(values)


def _value(entry: Entry, unit: Unit) -> DatedValue:
    fields = entry.fields(required="from value cites", optional="until unverified", example=EXAMPLE_VALUE)
    since = fields["from"].day()
    until = fields["until"].day() if "until" in fields else None
    if until is not None and until <= since:
        raise fields["until"].wrong("a value must hold for a day at least.", example=EXAMPLE_VALUE)
    with fields["value"].reading():
        exact: Fraction = parse_number(fields["value"].text(example="value: 0.50"))
    number = exact.numerator if exact.denominator == 1 else exact
    longest = CENTURY.get(unit.powers[0][0]) if len(unit.powers) == 1 and unit.powers[0][1] == 1 else None
    if longest is not None and not 0 <= number <= longest:
        raise fields["value"].wrong(
            f"{plain(number)} is no length of time: it is below nought, or over a hundred years.", example="value: 26"
        )
    cites = fields["cites"].text(example='cites: "C168 Art. 15(1)(a)"')
    return DatedValue(since, until, number, cites, unverified="unverified" in fields and fields["unverified"].flag())

"""Whole numbers that an institution writes beside its sheets (days, weeks, seats), alone or dated and cited."""

from __future__ import annotations

import re

from law.language.terms.dated import DatedEntries
from law.language.terms.document import Entry
from law.language.terms.numerals import plain
from law.language.terms.parameters import DatedValue, Parameter, read_parameter, read_values
from law.language.terms.units import Unit

WHOLE_MAX = 2_147_483_647
"""What a column of four bytes holds, as the events that name such numbers say."""

NO_CURRENCY = "XXX"
"""ISO 4217's code for it: a procedure counts days, and no money."""


def whole_number(entry: Entry, *, least: int, most: int = WHOLE_MAX) -> int:
    """A whole number within bounds, both included. Raises `RuleSheetError`."""
    text = entry.text(example=str(least))
    if not re.fullmatch(r"[0-9]{1,10}", text) or not least <= int(text) <= most:
        bounds = f"from {least}" if most == WHOLE_MAX else f"from {least} to {most}"
        raise entry.wrong(f"'{text}' is not a whole number {bounds}.", example=str(least))
    return int(text)


def dated_whole_numbers(entry: Entry, unit: Unit) -> DatedEntries[DatedValue]:
    """Dated values of zero or more, all of them whole. Raises `RuleSheetError`."""
    values = read_values(entry, unit)
    _all_whole(entry, values.known)
    return values


def whole_parameter(name: str, entry: Entry) -> Parameter:
    """A parameter that counts something, all of its values whole. Raises `RuleSheetError`."""
    parameter = read_parameter(name, entry, currency=NO_CURRENCY)
    _all_whole(entry, parameter.values)
    return parameter


def _all_whole(entry: Entry, values: tuple[DatedValue, ...]) -> None:
    for dated in values:
        if not isinstance(dated.value, int) or not 0 <= dated.value <= WHOLE_MAX:
            raise entry.wrong(f"{plain(dated.value)} is not a whole number of zero or more.", example="value: 14")

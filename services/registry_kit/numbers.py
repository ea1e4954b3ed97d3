"""Numbers as files write them, in a declared style: every digit counts, and no separator is guessed at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from numbers import Real
from typing import Any, Literal

from services.registry_kit.input_line import CellFault, WrittenNumber
from services.runtime.privacy.identifiers import ascii_digits

DecimalSign = Literal["point", "comma"]
ThousandsSign = Literal["none", "point", "comma", "space", "apostrophe"]

DIGITS_MAX = 18
"""More digits than this are no amount and no count of anything here."""
GROUP = 3
DECIMAL_SIGNS: dict[DecimalSign, str] = {"point": ".\u066b", "comma": ",\u066b"}
THOUSANDS_SIGNS: dict[ThousandsSign, str] = {
    "none": "",
    "point": ".\u066c",
    "comma": ",\u066c",
    "space": " \u00a0\u2009\u202f\u066c",
    "apostrophe": "'\u2019\u066c",
}
"""The signs by their names. Arabic has signs of its own (U+066B, U+066C) that cannot be taken for others."""
MINUS = re.compile(r"[-\u2212\u2012\u2013].*|.*[-\u2212]|\(.*\)")
"""Before the number, after it as SAP writes, or in brackets as book-keepers do."""


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """Which sign stands before the decimals, and which between groups of three digits."""

    decimal: DecimalSign = "point"
    thousands: ThousandsSign = "none"

    def example(self, decimals: int = 2) -> str:
        """A number in this style, for a sentence."""
        sign = DECIMAL_SIGNS[self.decimal][0] if decimals else ""
        return f"2{THOUSANDS_SIGNS[self.thousands][:1]}400{sign}{'5'.ljust(decimals, '0') if decimals else ''}"


@dataclass(frozen=True, slots=True)
class Digits:
    """The digits of a number of zero or more, before and after the decimal sign, as they were written."""

    whole: str
    part: str

    def exact(self) -> Decimal:
        """Its value."""
        return Decimal(f"{self.whole or '0'}.{self.part or '0'}")


PLAIN = NumberStyle()


def digits_in(cell: Any, style: NumberStyle, decimals: int = 2) -> Digits:
    """The digits of what stands in a cell; `decimals` is how many the example of a fault shows. Raises `CellFault`."""
    match cell:
        case bool():
            raise CellFault("it should be a number")
        case WrittenNumber():
            found = _digits(cell.text, PLAIN)
        case str():
            found = _digits(ascii_digits(cell).strip(), style, decimals)
        case int() if abs(cell) < 10**DIGITS_MAX:
            found = _digits(str(cell), PLAIN)
        case Decimal() if cell.is_finite():
            found = _in_column(cell)
        case Real() if cell == cell // 1 and abs(cell) < 10**DIGITS_MAX:
            found = _digits(str(cell.__trunc__()), PLAIN)  # a column of whole numbers with gaps, as pandas keeps it
        case int() | Decimal() | Real():
            raise CellFault("it should be a number of a believable size, and no binary fraction")
        case _:
            raise CellFault("it should be a number")
    if len(found.whole.lstrip("0")) + len(found.part) > DIGITS_MAX:
        raise CellFault("it should be a number of a believable size")
    return found


def _in_column(number: Decimal) -> Digits:
    """A decimal of a column that has one scale for all: zeros at the end are the column's, not the number's."""
    if number.adjusted() > DIGITS_MAX or number.as_tuple().exponent < -DIGITS_MAX:  # type: ignore[operator]
        raise CellFault("it should be a number of a believable size")
    whole, _, part = f"{number:f}".partition(".")
    return _digits(f"{whole}.{part.rstrip('0')}".rstrip("."), PLAIN)


def _digits(text: str, style: NumberStyle, decimals: int = 2) -> Digits:
    if MINUS.fullmatch(text):
        raise CellFault("it has a minus sign, and nothing here is below zero")
    found = _form(style).fullmatch(text)
    if found is None or not text[-1:].isdecimal():
        raise CellFault(f"it should be a number written like {style.example(decimals)}")
    whole = re.sub("[^0-9]", "", found["whole"] or "")
    return Digits(whole, found["part"] or "")


@cache
def _form(style: NumberStyle) -> re.Pattern[str]:
    """The whole number, in groups of three digits or without any; decimals only behind the declared sign."""
    between = THOUSANDS_SIGNS[style.thousands]
    grouped = rf"[0-9]{{1,{GROUP}}}([{re.escape(between)}][0-9]{{{GROUP}}})+|" if between else ""
    return re.compile(rf"(?P<whole>{grouped}[0-9]*)([{re.escape(DECIMAL_SIGNS[style.decimal])}](?P<part>[0-9]+))?")

"""Reads and writes exact numbers: `26`, `0.60`, `1/26`; nothing a floating point could hide in."""

from __future__ import annotations

import re
from fractions import Fraction

from services.eligibility.rulesheet.errors import FormulaError
from services.eligibility.rulesheet.values import Number

EXAMPLE = 'value: 0.60, value: 26 or value: "1/26"'
PATTERN = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,12}|/[0-9]{1,12})?")


def parse_number(text: str) -> Fraction:
    """The exact number. Raises `FormulaError` on anything but digits, one decimal point or one bar."""
    if not PATTERN.fullmatch(text):
        raise FormulaError(
            f"'{text}' is not an exact number: digits with at most one decimal point or one bar.", example=EXAMPLE
        )
    if "/" in text and not int(text.partition("/")[2]):
        raise FormulaError(f"'{text}' divides by nought.", example=EXAMPLE)
    return Fraction(text)


def plain(number: Number) -> str:
    """The number as people write it: whole, decimal if it ends, else a fraction."""
    exact = Fraction(number)
    if exact.denominator == 1:
        return f"{exact.numerator:,}"
    for digits in (2, 4, 6):
        scaled = exact * 10**digits
        if scaled.denominator == 1:
            whole, rest = divmod(abs(scaled.numerator), 10**digits)
            return f"{'-' if scaled < 0 else ''}{whole:,}.{rest:0{digits}d}"
    return f"{exact.numerator:,}/{exact.denominator:,}"

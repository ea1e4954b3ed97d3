"""Reads and writes exact numbers: `26`, `0.60`, `1/26`; nothing a floating point could hide in."""

from __future__ import annotations

import re
from fractions import Fraction

from law.language.terms.errors import FormulaError
from law.language.terms.values import Number, plain_number

EXAMPLE = 'value: 0.60, value: 26 or value: "1/26"'
DECIMALS = tuple((digits, 10**digits) for digits in (2, 4, 6))  # how many are written, and what they divide one into
PATTERN = re.compile(r"(-?[0-9]{1,15})(?:\.([0-9]{1,12})|/([0-9]{1,12}))?")


def parse_number(text: str) -> Fraction:
    """The exact number. Raises `FormulaError` on anything but digits, one decimal point or one bar."""
    if not PATTERN.fullmatch(text):
        raise FormulaError(
            f"'{text}' is not an exact number: digits with at most one decimal point or one bar.", example=EXAMPLE
        )
    found = number_in(text)
    if found is None:
        raise FormulaError(f"'{text}' divides by zero.", example=EXAMPLE)
    return Fraction(found)


def number_in(text: str) -> Number | None:
    """The exact number that is written so; None if none is."""
    match = PATTERN.fullmatch(text)
    if match is None:
        return None
    whole, decimals, below = match.groups()
    if decimals is not None:
        return plain_number(Fraction(int(whole + decimals), 10 ** len(decimals)))
    if below is not None:
        return plain_number(Fraction(int(whole), int(below))) if int(below) else None
    return int(whole)


def plain(number: Number) -> str:
    """The number as people write it: whole, decimal if it ends, else a fraction."""
    above, below = number.numerator, number.denominator
    if below == 1:
        return f"{above:,}"
    for digits, parts in DECIMALS:
        if parts % below == 0:
            whole, rest = divmod(abs(above) * (parts // below), parts)
            return f"{'-' if above < 0 else ''}{whole:,}.{rest:0{digits}d}"
    return f"{above:,}/{below:,}"

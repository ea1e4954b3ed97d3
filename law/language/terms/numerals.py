"""Reads and writes exact numbers: `26`, `0.60`, `1/26`; nothing a floating point could hide in."""

from __future__ import annotations

import re
from fractions import Fraction

from law.language.terms.errors import FormulaError
from law.language.terms.values import Number, plain_number

EXAMPLE = 'value: 0.60, value: 26 or value: "1/26"'
DECIMALS = tuple((digits, 10**digits) for digits in (2, 4, 6))  # how many are written, and what they divide one into
PATTERN = re.compile(r"(-?[0-9]{1,15})(?:\.([0-9]{1,12})|/([0-9]{1,12}))?")
EITHER = re.compile(r"(-?[1-9][0-9]{0,2})\.([0-9]{3})")
"""Three digits behind a point: a tenth of the world reads decimals there, and another a group of thousands."""
PERCENT = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,6}))? ?%")
GROUPED = re.compile(r"-?[0-9]{1,3}(?:[., _'\N{RIGHT SINGLE QUOTATION MARK}][0-9]{3})+")
COMMA = re.compile(r"(-?[0-9]{1,15}),([0-9]{1,12})")


def parse_number(text: str) -> Fraction:
    """The exact number. Raises `FormulaError` on anything but digits, one decimal point or one bar.

    Also on `148.200`, which is one number to some readers and another to the rest.
    """
    if said_two_ways := two_readings(text):
        raise FormulaError(f"'{text}' may be read as {said_two_ways}.", example=f"value: {said_two_ways}")
    if not PATTERN.fullmatch(text):
        raise _no_number(text)
    found = number_in(text)
    if found is None:
        raise FormulaError(f"'{text}' divides by zero.", example=EXAMPLE)
    return Fraction(found)


def two_readings(text: str) -> str | None:
    """The two ways in which a number with three decimals may be read, each as it is written without doubt."""
    match = EITHER.fullmatch(text)
    if match is None:
        return None
    whole, decimals = match.groups()
    shortened = decimals.rstrip("0")
    exact = f"{whole}.{shortened if len(shortened) < len(decimals) else f'{decimals}0'}".rstrip(".")
    return f"{whole}{decimals} or {exact}"


def _no_number(text: str) -> FormulaError:
    """What is wrong with it, and how the number that was meant is written, where that can be told."""
    if percent := PERCENT.fullmatch(text):
        share = plain_number(Fraction(int(percent[1] + (percent[2] or "")), 100 * 10 ** len(percent[2] or "")))
        return FormulaError(f"'{text}' is not a number: a share is a part of one.", example=f"value: {plain(share)}")
    if GROUPED.fullmatch(text):
        digits = re.sub(r"[^0-9-]", "", text)
        comma = COMMA.fullmatch(text)
        decimal = f", or value: {comma[1]}.{comma[2].rstrip('0') or 0}" if comma else ""
        return FormulaError(f"'{text}' has a sign between its thousands.", example=f"value: {digits}{decimal}")
    if comma := COMMA.fullmatch(text):
        return FormulaError(
            f"'{text}' has a comma: a point stands before the decimals.", example=f"value: {comma[1]}.{comma[2]}"
        )
    if re.fullmatch(r"-?[0-9]{16,}(\.[0-9]*)?", text):
        return FormulaError(f"'{text}' has more digits than any figure of law.", example=EXAMPLE)
    return FormulaError(
        f"'{text}' is not an exact number: digits with at most one decimal point or one bar.", example=EXAMPLE
    )


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

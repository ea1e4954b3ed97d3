"""Numbers and sums as people type them in the language of a page."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from babel import Locale
from babel.numbers import NumberFormatError, parse_decimal

from contracts.currencies import MINOR_DIGITS
from contracts.values import MINOR_MAX, Money


class Untold(ValueError):
    """Nothing was typed where something must be, or it cannot be; the message is the key of a phrase."""


SPACES = re.compile("[ \u00a0\u2009\u202f]")
IN_THREES = re.compile(f"[0-9]{{1,3}}(?:{SPACES.pattern}[0-9]{{3}})+(?:[.,][0-9]+)?")
"""Thousands told apart by spaces, as many languages do beside their own sign for it."""
ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩٫٬", "0123456789.,")  # noqa: RUF001 - what an Arabic keyboard types
SIGNS_MAX = 60
PLAIN_NUMBER = re.compile(rf"[+-]?(?=[^0-9]*[0-9])(?:[0-9.,'\u2019]|{SPACES.pattern}){{1,{SIGNS_MAX}}}")
"""Digits and what stands between them. `Decimal` also reads `NaN`, `Infinity`, and `1e99999999`, which fills memory."""


def number_reader(locale: Locale) -> Callable[[str], Fraction]:
    """Reads a number as a language writes it. What it gives raises `Untold` for nothing, and `NumberFormatError`.

    A number has digits alone: no exponent, and nothing that is no number.
    """

    def number(text: str) -> Fraction:
        if not text:
            raise Untold("fault.missing")
        western = text.translate(ARABIC_DIGITS)
        if not PLAIN_NUMBER.fullmatch(western):
            raise NumberFormatError(f"{text[:SIGNS_MAX]!r} is no number")
        if IN_THREES.fullmatch(western):
            western = SPACES.sub("", western)
        return Fraction(parse_decimal(western, locale=locale, strict=True))

    return number


def sum_of(text: str, currency: str, locale: Locale) -> Money:
    """A sum as it was typed. Raises `Untold` for what is no sum that the currency can pay."""
    try:
        minor = number_reader(locale)(text) * 10 ** MINOR_DIGITS[currency]
    except NumberFormatError:
        raise Untold("fault.unreadable") from None
    if minor.denominator != 1:
        raise Untold("fault.unreadable")
    if not 0 <= minor <= MINOR_MAX:
        raise Untold("fault.out_of_range")
    return Money(minor=int(minor), currency=currency)

"""Numbers as a report prints them."""

from __future__ import annotations

from fractions import Fraction

from law.language.terms.numerals import plain
from law.language.terms.rounding import half_up

PERCENT = 100


def percent(share: Fraction) -> str:
    """A share in per cent, to two decimals at most: `50.13 %`."""
    return f"{hundredths(share * PERCENT)} %"


def hundredths(number: Fraction) -> str:
    """A number to two decimals at most, rounded half up."""
    return plain(Fraction(half_up(number * PERCENT), PERCENT))

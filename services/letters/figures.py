"""Amounts and shares of events as figures with a unit."""

from __future__ import annotations

from fractions import Fraction

from contracts.currencies import MINOR_DIGITS
from contracts.values import Money
from law.language.terms.units import SHARE, money
from law.language.terms.values import plain_number
from services.letters.model import LetterFigure


def amount_per(amount: Money, per: str | None) -> LetterFigure:
    """Money a day, a week or a month."""
    value = plain_number(Fraction(amount.minor, 10 ** MINOR_DIGITS[amount.currency]))
    return LetterFigure(value, money(amount.currency, per))


def share(written: str) -> LetterFigure:
    """A share as events write it: `0.3`, `1/3`."""
    return LetterFigure(plain_number(Fraction(written)), SHARE)

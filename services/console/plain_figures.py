"""Figures as a spreadsheet reads them: a decimal point and no other sign between digits; the unit stands beside."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from contracts.currencies import MINOR_DIGITS
from contracts.values import Money

PER_CENT = "%"
TENTHS_OF_A_PER_CENT = 1_000


class PlainFigure(NamedTuple):
    """A number, None where it is kept back, and its unit: a currency, per cent, or nothing for what is counted."""

    number: int | Decimal | None
    unit: str = ""


def in_units(minor: int, currency: str) -> PlainFigure:
    """An amount in minor units, which may be below zero, in units of its currency."""
    return PlainFigure(Decimal(minor).scaleb(-MINOR_DIGITS[currency]), currency)


def sum_in_units(money: Money) -> Decimal:
    """An amount in units of its currency."""
    return Decimal(money.minor).scaleb(-MINOR_DIGITS[money.currency])


def in_per_cent(share: Fraction) -> PlainFigure:
    """A share, rounded to one place."""
    return PlainFigure(Decimal(round(share * TENTHS_OF_A_PER_CENT)).scaleb(-1), PER_CENT)

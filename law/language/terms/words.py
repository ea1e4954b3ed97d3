"""Values and units as people write them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from contracts.currencies import MINOR_DIGITS
from law.language.terms.numerals import plain
from law.language.terms.units import SHARE, Unit
from law.language.terms.values import Unknown, Value, plain_number

PERCENT_DIGITS = 10_000


def shown(value: Value, unit: Unit) -> str:  # noqa: PLR0911  one branch a kind of value
    """A value with its unit: `USD 235.00 a week`, `2 quarters`, `50 %`, `yes`."""
    if isinstance(value, Unknown):
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value.replace("_", " ")
    if unit.currency is not None:
        return f"{_money(value, unit.currency)}{_each(unit)}"
    if not unit.powers:
        return _share(value) if unit.label == "share" else plain(value)
    return f"{plain(value)} {_counted(unit, one=value == 1)}{_each(unit)}"


def unit_in_words(unit: Unit) -> str:
    """A unit as words: `USD a week`, `quarters`, `a share`."""
    if unit.kind != "number":
        return {"date": "a day", "yes_no": "yes or no", "category": "one of a list of words"}[unit.kind]
    if not unit.powers:
        return f"a {unit.label}"
    return f"{unit.currency or _counted(unit, one=False)}{_each(unit)}"


def _money(value: int | Fraction, currency: str) -> str:
    """With the decimals of the currency; an amount that has more of them as it is."""
    digits = MINOR_DIGITS[currency]
    minor = Fraction(value) * 10**digits
    if minor.denominator != 1:
        return f"{currency} {plain(value)}"
    whole, rest = divmod(abs(minor.numerator), 10**digits)
    return f"{'-' if value < 0 else ''}{currency} {whole:,}{f'.{rest:0{digits}d}' if digits else ''}"


def _share(value: int | Fraction) -> str:
    in_percent = Fraction(value) * 100
    return f"{plain(in_percent)} %" if PERCENT_DIGITS % in_percent.denominator == 0 else plain(value)


def _counted(unit: Unit, *, one: bool) -> str:
    name = unit.counted
    return "times" if name is None else name.replace("_", " ") + ("" if one else "s")


def _each(unit: Unit) -> str:
    return f" {'an' if unit.per == 'hour' else 'a'} {unit.per.replace('_', ' ')}" if unit.per else ""


def share_in_words(share: str) -> str:
    """A share as events write it, as people read it: `30 %` for `0.3`."""
    return shown(plain_number(Fraction(share)), SHARE)

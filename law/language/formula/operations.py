"""What each operator does to exact values; all total: doubt in gives doubt out, and nothing raises."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from typing import Any

from law.language.terms.calendar import MONTHS_OF_A_YEAR, add_months
from law.language.terms.rounding import half_up
from law.language.terms.values import Number, Unknown, Value, plain_number
from law.language.terms.windows import DAYS_OF_A_WEEK

DAYS_MAX = 10_000  # no law looks further ahead; the limit keeps the calendar from ending
TIMES_MAX = 1_200  # a hundred years of months; a number multiplied oftener fills no line
DIVIDED_BY_ZERO = "A divisor in the rule is zero for this person: which amount is right?"


def _divided(left: Number, right: Number) -> Number | Unknown:
    if not right:
        return Unknown.because(DIVIDED_BY_ZERO)
    return plain_number(Fraction(left.numerator * right.denominator, left.denominator * right.numerator))


def _power(base: Number, times: Number) -> Number:
    """So many times by itself; a part of a time does not count, and nothing is multiplied less than never."""
    return plain_number(Fraction(base) ** max(0, min(int(times), TIMES_MAX)))


def _bounded(length: Number) -> int:
    """Whole days or months; a part of one does not count."""
    return max(-DAYS_MAX, min(int(length), DAYS_MAX))


def conjunction(*values: Value) -> Value:
    """Yes if all are yes; no as soon as one is no, whatever is in doubt; else the doubts."""
    for value in values:
        if value is False:
            return False
    return Unknown.among(values) or True


def disjunction(*values: Value) -> Value:
    """Yes as soon as one is yes, whatever is in doubt; no if all are no; else the doubts."""
    for value in values:
        if value is True:
            return True
    return Unknown.among(values) or False


LOGIC: dict[str, Callable[..., Value]] = {"and": conjunction, "or": disjunction}

EXACT: dict[str, Callable[..., Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _divided,
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "not": operator.not_,
    "days from": lambda later, earlier: (later - earlier).days,
    "days after": lambda day, days: day + timedelta(days=_bounded(days)),
    "days before": lambda day, days: day - timedelta(days=_bounded(days)),
    "weeks after": lambda day, weeks: day + timedelta(days=_bounded(weeks * DAYS_OF_A_WEEK)),
    "weeks before": lambda day, weeks: day - timedelta(days=_bounded(weeks * DAYS_OF_A_WEEK)),
    "months after": lambda day, months: add_months(day, _bounded(months)),
    "months before": lambda day, months: add_months(day, -_bounded(months)),
    "years after": lambda day, years: add_months(day, _bounded(years * MONTHS_OF_A_YEAR)),
    "years before": lambda day, years: add_months(day, -_bounded(years * MONTHS_OF_A_YEAR)),
    "minus": operator.neg,
    "min": min,
    "max": max,
    "floor": math.floor,
    "ceil": math.ceil,
    "round": half_up,
    "power": _power,
}

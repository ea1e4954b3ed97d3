"""What each operator does to columns; the same as `law/language/formula/operations.py` does to one person's values."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, reduce
from typing import Any

import numpy as np

from law.columns import numbers
from law.columns.calendar import add_months
from law.columns.columns import Column, Days, Flags, Words, in_one_list
from law.columns.integers import Whole
from law.columns.masks import either, some
from law.columns.numbers import Numbers
from law.language.formula.operations import DAYS_MAX
from law.language.terms.calendar import MONTHS_OF_A_YEAR
from law.language.terms.windows import DAYS_OF_A_WEEK


def conjunction(*flags: Flags) -> Flags:
    """Yes if all are yes; no as soon as one is no, whatever is in doubt; else doubt."""
    return _joined(flags, settles=False)


def disjunction(*flags: Flags) -> Flags:
    """Yes as soon as one is yes, whatever is in doubt; no if all are no; else doubt."""
    return _joined(flags, settles=True)


def _joined(flags: tuple[Flags, ...], *, settles: bool) -> Flags:
    join = np.logical_or if settles else np.logical_and
    if all(flag.unknown is None for flag in flags):
        return Flags(reduce(join, (flag.values for flag in flags)))
    settled = [
        (flag.values == settles) if flag.unknown is None else (flag.values == settles) & ~flag.unknown for flag in flags
    ]
    is_settled = reduce(np.logical_or, settled)
    doubt = either(*(flag.unknown for flag in flags))
    values = is_settled if settles else np.logical_not(is_settled)
    return Flags(values, some(None if doubt is None else doubt & np.logical_not(is_settled)))


def contrary(flag: Flags) -> Flags:
    """The contrary answers."""
    return Flags(np.logical_not(flag.values), flag.unknown)


def comparing(test: Callable[[Any, Any], Any]) -> Callable[[Column, Column], Flags]:
    """The comparison of two columns of one kind."""

    def compare(one: Column, two: Column) -> Flags:
        left, right = _side_by_side(one, two)
        return Flags(np.asarray(test(left, right))[()], either(one.unknown, two.unknown))

    return compare


def _side_by_side(one: Column, two: Column) -> tuple[Any, Any]:
    match one, two:
        case Numbers(), Numbers():
            return numbers.compared(one, two)
        case Words(), Words():
            first, second = in_one_list(one, two)
            return first.places, second.places
        case Days(values=first_days), Days(values=second_days):
            return first_days, second_days
        case Flags(values=first_flags), Flags(values=second_flags):
            return first_flags, second_flags
    raise TypeError("only values of one kind are compared")


def among(column: Words, words: tuple[str, ...], *, contrary: bool) -> Flags:
    """Whether each word is one of these (or, if `contrary`, none of them)."""
    listed = np.array([(word in words) != contrary for word in column.words], dtype=np.bool_)
    return Flags(listed[column.places], column.unknown)


def days_from(later: Days, earlier: Days) -> Numbers:
    """The days between."""
    return Numbers(_whole(later.values - earlier.values), unknown=either(later.unknown, earlier.unknown))


def days_after(day: Days, days: Numbers) -> Days:
    """So many days on; a part of a day does not count."""
    return Days(day.values + _ahead(days), either(day.unknown, days.unknown))


def days_before(day: Days, days: Numbers) -> Days:
    """So many days back; a part of a day does not count."""
    return Days(day.values - _ahead(days), either(day.unknown, days.unknown))


def months_after(day: Days, months: Numbers) -> Days:
    """So many months on; a part of a month does not count."""
    return Days(add_months(day.values, _ahead(months)), either(day.unknown, months.unknown))


def months_before(day: Days, months: Numbers) -> Days:
    """So many months back; a part of a month does not count."""
    return Days(add_months(day.values, -_ahead(months)), either(day.unknown, months.unknown))


def _each_of(length: int, move: Callable[[Days, Numbers], Days]) -> Callable[[Days, Numbers], Days]:
    """A move by a unit of time that is so many of a shorter one."""
    return lambda day, number: move(day, numbers.times(number, Numbers.same(length)))


def _ahead(length: Numbers) -> Any:
    toward_zero = numbers.chosen_of(
        numbers.compared(length, Numbers.same(0))[0] < 0, numbers.rounded(length, "up"), numbers.rounded(length, "down")
    )
    bounded = numbers.greater(numbers.lesser(toward_zero, Numbers.same(DAYS_MAX)), Numbers.same(-DAYS_MAX))
    return bounded.over.values


def _whole(values: Any) -> Whole:
    return Whole(int(values) if np.ndim(values) == 0 else values)


def several(join: Callable[[Numbers, Numbers], Numbers]) -> Callable[..., Numbers]:
    """A joining of two numbers, of any number of them."""
    return lambda *operands: reduce(join, operands)


OPERATIONS: dict[str, Callable[..., Any]] = {
    "and": conjunction,
    "or": disjunction,
    "not": contrary,
    "+": numbers.plus,
    "-": numbers.minus,
    "*": numbers.times,
    "/": numbers.divided,
    "minus": numbers.negative,
    "=": comparing(np.equal),
    "!=": comparing(np.not_equal),
    "<": comparing(np.less),
    "<=": comparing(np.less_equal),
    ">": comparing(np.greater),
    ">=": comparing(np.greater_equal),
    "min": several(numbers.lesser),
    "max": several(numbers.greater),
    "floor": partial(numbers.rounded, way="down"),
    "ceil": partial(numbers.rounded, way="up"),
    "round": partial(numbers.rounded, way="half up"),
    "days from": days_from,
    "days after": days_after,
    "days before": days_before,
    "weeks after": _each_of(DAYS_OF_A_WEEK, days_after),
    "weeks before": _each_of(DAYS_OF_A_WEEK, days_before),
    "months after": months_after,
    "months before": months_before,
    "years after": _each_of(MONTHS_OF_A_YEAR, months_after),
    "years before": _each_of(MONTHS_OF_A_YEAR, months_before),
}
"""An operator that is not here is left to the exact evaluation, for everybody."""

"""Columns of exact numbers: whole numbers over whole numbers, never a binary fraction."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from law.columns.integers import MOST, Whole, fitting
from law.columns.masks import Mask, Persons, chosen, either, part_of, some
from law.language.terms.values import Number, plain_number

ONE = Whole(1)


@dataclass(frozen=True, slots=True)
class Numbers:
    """`over` / `under`, a number a person; `under` is above zero. Where `unknown` holds the number means nothing."""

    over: Whole
    under: Whole = ONE
    unknown: Mask = None

    @classmethod
    def same(cls, number: Number) -> Numbers:
        """One number for everybody."""
        exact = Fraction(number)
        return cls(Whole(exact.numerator), Whole(exact.denominator))

    @classmethod
    def of(cls, numbers: Any) -> Numbers:
        """A number a person, from exact ones."""
        exact = [Fraction(number) for number in numbers]
        under = math.lcm(*(number.denominator for number in exact))
        over = [number.numerator * (under // number.denominator) for number in exact]
        return cls(Whole(np.array(over, dtype=np.object_)).tight(), Whole(under))

    def at(self, place: int) -> Number:
        """One person's number."""
        return plain_number(Fraction(self.over.at(place), self.under.at(place)))

    def part(self, persons: Persons) -> Numbers:
        """Those of some of the persons."""
        return Numbers(self.over.part(persons), self.under.part(persons), part_of(self.unknown, persons))

    def reduced(self) -> Numbers:
        """The same numbers in lowest terms, for where they grow too large."""
        over, under = self.over.tight(), self.under.tight()
        if over.is_same and under.is_same:
            exact = Fraction(over.values, under.values)
            return Numbers(Whole(exact.numerator), Whole(exact.denominator), self.unknown)
        common = np.gcd(*_alike(over, under))
        if under.is_same:
            shared = int(np.gcd.reduce(common)) if len(common) else 1
            return Numbers(_lower(over, shared), Whole(under.values // shared), self.unknown)
        return Numbers(_lower(over, common), _lower(under, common), self.unknown)


def _alike(over: Whole, under: Whole) -> tuple[Any, Any]:
    one, two = fitting(over, under, max)
    return one.values, two.values


def _lower(number: Whole, by: Any) -> Whole:
    return Whole(number.values // by).tight()


def plus(one: Numbers, two: Numbers) -> Numbers:
    """The sums."""
    left, right, under = alike(one, two)
    return Numbers(left + right, under, either(one.unknown, two.unknown))


def minus(one: Numbers, two: Numbers) -> Numbers:
    """The differences."""
    left, right, under = alike(one, two)
    return Numbers(left - right, under, either(one.unknown, two.unknown))


def negative(one: Numbers) -> Numbers:
    """The contrary numbers."""
    return replace(one, over=-one.over)


def times(one: Numbers, two: Numbers) -> Numbers:
    """The products."""
    if max(one.over.most * two.over.most, one.under.most * two.under.most) > MOST:
        one, two = one.reduced(), two.reduced()
    left, under_right = _without_common(one.over, two.under)
    right, under_left = _without_common(two.over, one.under)
    return Numbers(left * right, under_left * under_right, either(one.unknown, two.unknown))


def divided(one: Numbers, two: Numbers) -> Numbers:
    """The quotients; a divisor of zero makes doubt, as it does for one person."""
    if max(one.over.most * two.under.most, one.under.most * two.over.most) > MOST:
        one, two = one.reduced(), two.reduced()
    sign, size, zero = _parted(two.over)
    upturned = Numbers(two.under * sign, size, either(two.unknown, zero))
    return times(one, upturned)


def _parted(divisor: Whole) -> tuple[Whole, Whole, Mask]:
    values = divisor.values
    if divisor.is_same:
        return Whole(-1 if values < 0 else 1), Whole(abs(values) or 1), None if values else np.True_
    zero = some(values == 0)
    size = divisor if zero is None else Whole(np.where(zero, 1, values), max(divisor.most, 1))
    if not (size.values < 0).any():
        return ONE, size, zero
    return Whole(np.where(size.values < 0, -1, 1), 1), Whole(abs(size.values), size.most), zero


def _without_common(over: Whole, under: Whole) -> tuple[Whole, Whole]:
    """Both without their greatest common factor, where that costs nothing to find."""
    if not (over.is_same and under.is_same) or under.values == 1:
        return over, under
    shared = math.gcd(over.values, under.values)
    return Whole(over.values // shared), Whole(under.values // shared)


def alike(one: Numbers, two: Numbers) -> tuple[Whole, Whole, Whole]:
    """What stands over one common denominator, and that denominator."""
    if one.under.values is two.under.values:
        return one.over, two.over, one.under
    if one.under.is_same and two.under.is_same:
        under = math.lcm(one.under.values, two.under.values)
        left, right = Whole(under // one.under.values), Whole(under // two.under.values)
        return one.over * left, two.over * right, Whole(under)
    if max(one.over.most * two.under.most, two.over.most * one.under.most, one.under.most * two.under.most) > MOST:
        one, two = one.reduced(), two.reduced()
    return one.over * two.under, two.over * one.under, one.under * two.under


def compared(one: Numbers, two: Numbers) -> tuple[Any, Any]:
    """Two plain columns that stand to each other as the numbers do."""
    left, right, _ = alike(one, two)
    return _alike(left, right)


def lesser(one: Numbers, two: Numbers) -> Numbers:
    """The lesser of each two."""
    return _picked(one, two, np.minimum, np.less_equal)


def greater(one: Numbers, two: Numbers) -> Numbers:
    """The greater of each two."""
    return _picked(one, two, np.maximum, np.greater_equal)


def _picked(one: Numbers, two: Numbers, pick: Any, test: Any) -> Numbers:
    unknown = either(one.unknown, two.unknown)
    left, right, under = alike(one, two)
    first, second = _alike(left, right)
    if under.is_same:
        found = pick(first, second)
        most = max(left.most, right.most)
        return Numbers(Whole(int(found)) if left.is_same and right.is_same else Whole(found, most), under, unknown)
    return replace(chosen_of(test(first, second), one, two), unknown=unknown)


def chosen_of(test: Any, then: Numbers, otherwise: Numbers) -> Numbers:
    """`then` for whom the test holds, the other numbers elsewhere."""
    unknown = chosen(test, then.unknown, otherwise.unknown)
    if then.under.is_same and otherwise.under.is_same:
        left, right, under = alike(then, otherwise)
        return Numbers(left.where(test, right), under, unknown)
    return Numbers(then.over.where(test, otherwise.over), then.under.where(test, otherwise.under), unknown)


def rounded(number: Numbers, way: str, step: Number = 1) -> Numbers:
    """To multiples of the step: `down`, `up`, `half up` or `half even`."""
    by = Fraction(step)
    over, under = _without_common(Whole(by.denominator), number.under)
    scaled = Numbers(number.over * over, under * Whole(by.numerator))
    return Numbers(_WAYS[way](scaled) * Whole(by.numerator), Whole(by.denominator), number.unknown)


def _down(number: Numbers) -> Whole:
    return number.over.quotient(number.under)


def _up(number: Numbers) -> Whole:
    return -((-number.over).quotient(number.under))


def _half_up(number: Numbers) -> Whole:
    two = Whole(2)
    return (number.over * two + number.under).quotient(number.under * two)


def _half_even(number: Numbers) -> Whole:
    low = number.over.quotient(number.under)
    twice, under = (number.over - low * number.under) * Whole(2), number.under
    first, second = _alike(twice, under)
    odd = low.values % 2 == 1
    return low + Whole(1).where((first > second) | ((first == second) & odd), Whole(0))


_WAYS = {"down": _down, "up": _up, "half up": _half_up, "half even": _half_even}
